import Capabilities
import Diagnostics
import PythonPackaging
import Conditions
import Projects

/// Reads a wheel and holds its metadata and contents against the project (PyPA binary distribution format).
struct WheelInspection {
    let gate: String
    let context: GateContext

    func findings(_ path: String) throws -> [Finding] {
        var names: [String] = []
        var metadata: String?
        try context.services.archives.forEachEntry(inZip: path) { entry in
            names.append(entry.name)
            let parts = entry.name.split(separator: "/")
            if parts.count == 2, parts[0].hasSuffix(".dist-info"), parts[1] == "METADATA" {
                metadata = String(decoding: entry.bytes, as: UTF8.self)
            }
        }
        guard let metadata else { return [error("no-metadata", "the wheel has no METADATA")] }
        return headers(Self.fields(metadata)) + contents(names)
    }

    private func headers(_ fields: [String: [String]]) -> [Finding] {
        var found: [Finding] = []
        let name = fields["name"]?.first
        if name.map(PackageName.normalized) != PackageName.normalized(context.project.name) {
            found.append(
                error(
                    "wrong-name", "the wheel is named `\(name ?? "")`, the project `\(context.project.name)`")
            )
        }
        let text = fields["version"]?.first ?? ""
        guard let version = try? Version(text) else {
            return found + [error("bad-version", "the wheel's version `\(text)` is not one (PEP 440)")]
        }
        if case .fixed(let wanted) = context.project.project.version.value, wanted != version {
            found.append(
                error("wrong-version", "the wheel has version \(version), the project declares \(wanted)"))
        }
        for requirement in fields["requires-dist"] ?? [] {
            do { _ = try Requirement(requirement) } catch {
                found.append(
                    self.error(
                        "bad-requirement", "the wheel requires `\(requirement)`, which is no requirement"))
            }
        }
        return found
    }

    private func contents(_ names: [String]) -> [Finding] {
        let layout = context.project.project.layout.value
        let missing =
            layout.packages.filter { package in !names.contains { $0.hasPrefix(package + "/") } }
            + layout.modules.map { $0 + ".py" }.filter { !names.contains($0) }
        // Layouts that are found by looking, not declared, may list helpers that are not meant to ship.
        let own = PackageName.normalized(context.project.name).replacing("-", with: "_")
        let code = names.contains { $0.hasSuffix(".py") || $0.hasSuffix(".so") || $0.hasSuffix(".pyd") }
        if !code, !(layout.packages + layout.modules).isEmpty {
            return [error("empty-wheel", "the wheel contains no Python code")]
        }
        return missing.filter { $0.lowercased() == own || $0.lowercased() == own + ".py" }.map {
            error("missing-package", "the wheel does not contain `\($0)`")
        }
    }

    private func error(_ rule: String, _ message: String) -> Finding {
        Finding(
            gate: gate, kind: "errors", rule: rule, severity: .high,
            place: context.project.project.buildBackend?.place
                ?? SourcePlace(file: "pyproject.toml", line: 1),
            message: message)
    }

    /// The headers of a METADATA file, by lower-case name (core metadata is an RFC 822 style message).
    static func fields(_ text: String) -> [String: [String]] {
        var fields: [String: [String]] = [:]
        for bytes in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let line = Substring(bytes)
            if line.isEmpty || line == "\r" { break }
            guard line.first?.isWhitespace == false else { continue }
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[parts[0].lowercased(), default: []].append(parts[1].trimmed) }
        }
        return fields
    }
}
