import Capabilities
import Processes
import Synchronization
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

let plainEnvironment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"]

/// A Python of this machine; its tests are skipped without one.
let pythonPath: String? = LiveProcessRunner().find("python3", path: plainEnvironment["PATH"] ?? "")

extension ProcessInvocation {
    static func shell(_ script: String, in folder: String = "/") -> Self {
        ProcessInvocation(
            executable: "/bin/sh", arguments: ["-c", script], environment: plainEnvironment,
            workingDirectory: folder)
    }

    static func python(_ script: String) -> Self {
        ProcessInvocation(
            executable: pythonPath ?? "", arguments: ["-c", script], environment: plainEnvironment,
            workingDirectory: "/")
    }
}

// Inside `Workshop`, `write` is its own method.
private func systemWrite(_ file: CInt, _ text: String, _ count: Int) -> Int { write(file, text, count) }

/// Whether there is such a process, be it only a zombie.
func isThere(_ process: pid_t) -> Bool { kill(process, 0) == 0 }

/// A fresh folder, removed at the end of the value's life.
final class Workshop: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/uvmgr-processes-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = try #require(made)
    }

    deinit {
        for name in names { unlink(self[name]) }
        rmdir(path)
    }

    subscript(_ name: String) -> String { path + "/" + name }

    private var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return names }
            names.append(
                String(cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)))
        }
        return names
    }

    func write(_ text: String, to name: String, mode: mode_t = 0o755) throws {
        let file = open(self[name], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        try #require(file >= 0)
        defer { close(file) }
        try #require(systemWrite(file, text, text.utf8.count) == text.utf8.count)
    }

    /// The number that a child wrote into a file, waited for until it is there.
    func number(_ name: String) async throws -> pid_t {
        while true {
            if let number = numberNow(name) { return number }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// The number in a file; `nil` if none was written.
    func numberNow(_ name: String) -> pid_t? {
        guard let file = fopen(self[name], "r") else { return nil }
        defer { fclose(file) }
        var number: pid_t = 0
        while case let byte = fgetc(file), byte != EOF {
            if byte == 0x0A { return number }
            number = number * 10 + byte - 0x30
        }
        return nil
    }

    /// Whether the process whose number a child wrote into a file is gone, or never came to be.
    func isGone(_ name: String) -> Bool { numberNow(name).map { !isThere($0) } ?? true }
}
