import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What became of a process.
struct Outcome: Sendable {
    /// The exit code, or `128 + n` after signal `n`, as a shell has it.
    let exit: Int32
    /// Whether a signal ended it.
    let wasKilled: Bool
    let stdout: String
    let stderr: String
    /// The peak of its own resident memory, without that of its children, in bytes.
    let peakMemory: Int
    let duration: Duration

    var everything: String { stdout + stderr }
}

/// A process that was started and not yet waited for.
///
/// Its output goes to files, so that it never waits for a reader.
struct Launched: Sendable {
    let pid: pid_t
    let folder: URL
    let started: ContinuousClock.Instant

    /// What it has written to a stream so far.
    func text(_ stream: String) -> String {
        (try? Data(contentsOf: folder.appending(path: stream))).map { String(decoding: $0, as: UTF8.self) }
            ?? ""
    }

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Waits for its end, on a thread of its own, because the wait blocks.
    func outcome() async -> Outcome {
        let (status, usage) = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                var usage = rusage()
                while wait4(pid, &status, 0, &usage) == -1, errno == EINTR {}
                continuation.resume(returning: (status, usage))
            }
        }
        let signal = status & 0x7F
        #if canImport(Darwin)
            let peak = Int(usage.ru_maxrss)
        #else
            let peak = Int(usage.ru_maxrss) * 1024
        #endif
        let outcome = Outcome(
            exit: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, wasKilled: signal != 0,
            stdout: text("stdout"), stderr: text("stderr"), peakMemory: peak, duration: .now - started)
        try? FileManager.default.removeItem(at: folder)
        return outcome
    }
}

struct LaunchError: Error { let executable: String, code: Int32 }

/// Starts a program.
func launch(
    _ executable: String, _ arguments: [String], in folder: URL, environment: [String: String]
) throws -> Launched {
    let streams = try temporaryFolder("streams")
    var actions = try FileActions()
    defer { actions.destroy() }
    actions.open(0, "/dev/null", O_RDONLY)
    actions.open(1, streams.appending(path: "stdout").path(percentEncoded: false), O_WRONLY | O_CREAT)
    actions.open(2, streams.appending(path: "stderr").path(percentEncoded: false), O_WRONLY | O_CREAT)
    // Not every C library can start a process in another folder.
    let inFolder = ["sh", "-c", "cd \"$0\" && exec \"$@\"", folder.path(percentEncoded: false), executable]
    let words = (inFolder + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var pid: pid_t = 0
    let code = actions.spawn(&pid, "/bin/sh", words, variables)
    guard code == 0 else { throw LaunchError(executable: executable, code: code) }
    return Launched(pid: pid, folder: streams, started: .now)
}

/// `posix_spawn_file_actions_t`, which is a pointer on some systems and a structure on others.
private struct FileActions {
    #if canImport(Darwin)
        private var actions: posix_spawn_file_actions_t?
    #else
        private var actions = posix_spawn_file_actions_t()
    #endif

    init() throws {
        guard posix_spawn_file_actions_init(&actions) == 0 else {
            throw LaunchError(executable: "", code: errno)
        }
    }

    mutating func open(_ descriptor: Int32, _ path: String, _ flags: Int32) {
        posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o600)
    }

    mutating func spawn(
        _ pid: inout pid_t, _ executable: String, _ words: [UnsafeMutablePointer<CChar>?],
        _ variables: [UnsafeMutablePointer<CChar>?]
    ) -> Int32 {
        posix_spawn(&pid, executable, &actions, nil, words, variables)
    }

    mutating func destroy() { posix_spawn_file_actions_destroy(&actions) }
}

/// A new folder, whose name says what it is for.
func temporaryFolder(_ purpose: String) throws -> URL {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    let folder = base.appending(
        path: "uvmgr-e2e-\(purpose)-\(UUID().uuidString.prefix(8))", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}
