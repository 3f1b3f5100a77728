import Capabilities

/// Cuts what several tools print at once into whole lines, each with the name of its gate before it.
struct OutputLines: Sendable {
    private struct Key: Hashable {
        let gate: String
        let stream: ProcessOutput.Stream
    }

    /// A line that does not end is cut here, in bytes.
    static let limit = 64 << 10
    private var open: [Key: [UInt8]] = [:]

    /// The lines that a piece of output completes.
    mutating func lines(_ gate: String, _ output: ProcessOutput) -> [String] {
        let key = Key(gate: gate, stream: output.stream)
        var line = open.removeValue(forKey: key) ?? []
        var lines: [String] = []
        for byte in output.bytes {
            if byte != 0x0A { line.append(byte) }
            guard byte == 0x0A || line.count >= Self.limit else { continue }
            lines.append(Self.text(line))
            line.removeAll(keepingCapacity: true)
        }
        if !line.isEmpty { open[key] = line }
        return lines
    }

    /// What is left of a gate that has ended.
    mutating func rest(_ gate: String) -> [String] {
        let keys = open.keys.filter { $0.gate == gate }
        return keys.compactMap { open.removeValue(forKey: $0) }.map(Self.text)
    }

    /// A progress bar that a tool redraws with carriage returns is shown as it was last.
    private static func text(_ line: [UInt8]) -> String {
        let last = line.split(separator: 0x0D).last ?? []
        return String(decoding: last, as: UTF8.self)
    }
}
