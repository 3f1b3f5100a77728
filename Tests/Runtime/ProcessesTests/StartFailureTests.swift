import Capabilities
import Processes
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct StartFailureTests {
    let shop: Workshop

    init() throws { shop = try Workshop() }

    private func failure(
        _ executable: String, _ arguments: [String] = [], _ environment: [String: String] = [:],
        in folder: String? = nil
    ) async -> String? {
        do {
            let result = try await LiveProcessRunner().run(
                ProcessInvocation(
                    executable: executable, arguments: arguments, environment: environment,
                    workingDirectory: folder ?? shop.path))
            return "ran: \(result.termination)"
        } catch {
            guard case .notStarted(executable, let reason) = error else { return "\(error)" }
            return reason
        }
    }

    @Test func whatIsWrongWithTheProgram() async throws {
        try shop.write("#!/bin/sh\n", to: "plain", mode: 0o644)
        try shop.write("#!/nowhere/python3 -I\n", to: "interpreter")
        try shop.write("#! plain\n", to: "locked")
        try shop.write("#!/bin/sh\r\nexit 0\r\n", to: "dos")
        try shop.write("echo no first line\n", to: "bare")
        try shop.write("", to: "empty")
        try #require(symlink("nowhere", shop["dangling"]) == 0)
        try #require(symlink("circle", shop["circle"]) == 0)
        let rows = [
            ("/nowhere/at/all", "no such file"), (shop["plain/below"], "not a directory"),
            (shop["plain"], "it is not executable"), (shop.path, "it is a folder"),
            ("/dev/null", "it is not a regular file"), (shop["dangling"], "it is a link that leads nowhere"),
            (shop["circle"], "too many levels of symbolic links"), ("", "its path is empty"),
            (shop["a\0b"], "its path holds a NUL byte"),
            (shop["interpreter"], "its interpreter `/nowhere/python3` does not exist"),
            (shop["locked"], "its interpreter `plain` is not executable"),
            (shop["dos"], "its first line ends with a carriage return, which becomes a part of `/bin/sh`"),
            (shop["bare"], "it is neither a program for this machine nor a script with a `#!` line"),
            (shop["empty"], "it is neither a program for this machine nor a script with a `#!` line"),
        ]
        for (path, reason) in rows { #expect(await failure(path) == reason, "\(path)") }
    }

    #if os(Linux)
        @Test(.enabled(if: geteuid() == 0)) func volumeWithoutPrograms() async throws {
            let volume = try Workshop()
            guard mount("tmpfs", volume.path, "tmpfs", UInt(MS_NOEXEC), "size=64k") == 0 else { return }
            try volume.write("#!/bin/sh\n", to: "script")
            #expect(await failure(volume["script"]) == "its file system does not allow programs to run")
            umount(volume.path)
        }
    #endif

    @Test func whatIsWrongWithTheRest() async throws {
        try shop.write("", to: "file")
        let rows = [
            (shop["none"], "the working directory `\(shop["none"])` does not exist"),
            (shop["file"], "the working directory `\(shop["file"])` is not a folder"),
            ("/a\0b", "the path of the working directory holds a NUL byte"),
        ]
        for (folder, reason) in rows { #expect(await failure("/bin/sh", in: folder) == reason) }
        #expect(await failure("/bin/sh", ["a", "b\0c"]) == "its argument 2 holds a NUL byte")
        #expect(
            await failure("/bin/sh", [], ["A": "b\0"]) == "the environment variable `A` holds a NUL byte")
        let long = String(repeating: "x", count: 4 << 20)
        #expect(
            await failure("/bin/sh", ["-c", "true", long])
                == "its arguments and environment are too long together")
    }

    @Test func relativePathsStartInTheWorkingDirectory() async throws {
        try shop.write("#!/bin/sh\nexit 7\n", to: "seven")
        #expect(await failure("./seven") == "ran: exited(7)")
        #expect(await failure("./eight") == "no such file")
    }
}
