import Capabilities

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Says why a program cannot be started, or could not.
struct StartFailure {
    let invocation: ProcessInvocation

    /// What the operating system would silently cut off, or misread; `nil` if there is no such thing.
    var unspeakable: String? {
        if invocation.executable.isEmpty { return "its path is empty" }
        if hasNUL(invocation.executable) { return "its path holds a NUL byte" }
        if hasNUL(invocation.workingDirectory) { return "the path of the working directory holds a NUL byte" }
        if let index = invocation.arguments.firstIndex(where: hasNUL) {
            return "its argument \(index + 1) holds a NUL byte"
        }
        let variables = invocation.environment.filter { hasNUL($0.key) || hasNUL($0.value) }.keys.sorted()
        if let name = variables.first {
            return "the environment variable `\(name.split(separator: "\0").first ?? "")` holds a NUL byte"
        }
        return nil
    }

    private func hasNUL(_ text: String) -> Bool { text.utf8.contains(0) }

    /// Why it failed with the error number `code`.
    ///
    /// Asks what is there now rather than trusting the number: it does not say which of several files it is about.
    func reason(code: CInt) -> String {
        if let reason = workingDirectoryReason ?? executableReason { return reason }
        switch code {
        case ENOENT, ENOTDIR, EACCES: return interpreterReason(code)
        case E2BIG: return "its arguments and environment are too long together"
        case ENOEXEC: return "it is neither a program for this machine nor a script with a `#!` line"
        default: return systemMessage(code)
        }
    }

    private var workingDirectoryReason: String? {
        let path = invocation.workingDirectory
        var status = stat()
        guard stat(path, &status) == 0 else {
            return errno == ENOENT
                ? "the working directory `\(path)` does not exist"
                : "the working directory `\(path)`: \(systemMessage(errno))"
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return "the working directory `\(path)` is not a folder"
        }
        return access(path, X_OK) == 0 ? nil : "no permission to enter the working directory `\(path)`"
    }

    private var executable: String { absolute(invocation.executable) }

    /// A relative path starts in the working directory, as it does for the child.
    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : invocation.workingDirectory + "/" + path
    }

    private var executableReason: String? {
        var status = stat()
        guard stat(executable, &status) == 0 else {
            guard errno == ENOENT else { return systemMessage(errno) }
            return lstat(executable, &status) == 0
                ? "it is a link that leads nowhere" : "no such file"
        }
        if status.st_mode & S_IFMT == S_IFDIR { return "it is a folder" }
        guard status.st_mode & S_IFMT == S_IFREG else { return "it is not a regular file" }
        if access(executable, X_OK) == 0 { return nil }
        guard status.st_mode & 0o111 != 0 else { return "it is not executable" }
        return isOnVolumeWithoutPrograms
            ? "its file system does not allow programs to run" : "no permission to run it"
    }

    private var isOnVolumeWithoutPrograms: Bool {
        #if os(Linux)
            // `ST_NOEXEC`, which the headers show to GNU programs alone.
            var volume = statvfs()
            return statvfs(executable, &volume) == 0 && volume.f_flag & 8 != 0
        #else
            return false
        #endif
    }

    /// The file is there and executable: what runs it is not.
    private func interpreterReason(_ code: CInt) -> String {
        let start = fileBytes(executable, limit: 512) ?? []
        guard start.starts(with: Array("#!".utf8)) else {
            return "the loader that it needs is missing"
        }
        let line = String(decoding: start.dropFirst(2).prefix { $0 != 0x0A }, as: UTF8.self)
        let isCut = line.utf8.last == 0x0D
        let name = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.first.map(String.init) ?? ""
        if isCut { return "its first line ends with a carriage return, which becomes a part of `\(name)`" }
        var status = stat()
        guard stat(absolute(name), &status) == 0 else { return "its interpreter `\(name)` does not exist" }
        return access(absolute(name), X_OK) != 0
            ? "its interpreter `\(name)` is not executable"
            : "its interpreter `\(name)` cannot be run: \(systemMessage(code))"
    }
}
