import Archives
import Capabilities
import Commands
import Files
import HTTP
import Keyring
import Ledger
import Processes
import SQLiteStore

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension Runtime {
    /// The real world.
    static func live() -> Runtime {
        let environment = currentEnvironment()
        let runner = LiveProcessRunner()
        return Runtime(
            machine: Machine(
                files: LiveFileSystem(), runner: runner, starter: runner, locks: FileLocks(),
                archives: ZipArchiveReader(),
                http: LiveHTTPClient(environment: environment, version: Release.version),
                clock: SystemClock(),
                secrets: SystemKeyring(runner: runner, environment: environment),
                random: { UInt64.random(in: .min ... .max) }),
            surroundings: Surroundings(
                environment: environment, workingDirectory: currentDirectory(), processIdentifier: getpid(),
                executable: executablePath(), cores: processors()),
            terminal: .live(environment),
            openLedger: { path, readOnly throws(LedgerError) in
                try SQLiteStore(path: path, access: readOnly ? .read : .readWrite)
            },
            openProjections: { path throws(LedgerError) in try SQLiteProjections(path: path) },
            startTelemetry: { TelemetrySetup(environment: environment).start($0) }, signals: signalStream)
    }
}

extension Terminal {
    fileprivate static func live(_ environment: [String: String]) -> Terminal {
        Terminal(
            isOutputTerminal: isatty(STDOUT_FILENO) == 1, isErrorTerminal: isatty(STDERR_FILENO) == 1,
            size: terminalSize,
            output: { text throws(FileError) in try StandardStream.output.tryWrite(text) },
            errors: { StandardStream.error.write($0) })
    }
}

/// Of the terminal that one of the standard streams is, if any.
private func terminalSize() -> Terminal.Size? {
    for descriptor in [STDERR_FILENO, STDOUT_FILENO] {
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 {
            return Terminal.Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
        }
    }
    return nil
}

/// The variables; of one that is there twice, the first, as `getenv` has it.
private func currentEnvironment() -> [String: String] {
    #if canImport(Darwin)
        let start = _NSGetEnviron().pointee
    #else
        let start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = environ
    #endif
    guard var entry = start else { return [:] }
    var variables: [String: String] = [:]
    while let text = entry.pointee {
        let pair = String(cString: text)
        if let sign = pair.firstIndex(of: "="), sign != pair.startIndex {
            let name = String(pair[..<sign])
            if variables[name] == nil { variables[name] = String(pair[pair.index(after: sign)...]) }
        }
        entry += 1
    }
    return variables
}

/// Absolute; `/` if the folder that the process was started in is gone.
private func currentDirectory() -> String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
}

private func executablePath() -> String? {
    #if os(Linux)
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    #else
        return CommandLine.arguments.first
    #endif
}

/// The processors that are there to be used.
private func processors() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
