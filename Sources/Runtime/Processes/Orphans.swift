import CProcessControl
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Finds and ends what a run left behind outside its process group.
///
/// On Linux the process takes the place of init for its descendants: whose parent dies becomes its child, and so can
/// be found and reaped. Elsewhere such processes live on.
enum Orphans {
    private struct State {
        /// The runs under way, with the process of each as soon as it is there.
        var runs: [ProcessToken: pid_t?] = [:]
    }

    private static let state = Mutex(State())

    /// Done once, at the first run.
    private static let preparation: Void = {
        _ = uvmgr_adopt_orphans()
        // Who started us may have set SIGCHLD to be ignored; then no exit code of a child would be left to read.
        let old = signal(SIGCHLD, SIG_DFL)
        if let old, unsafeBitCast(old, to: Int.self) != 1 { _ = signal(SIGCHLD, old) }
    }()

    /// Must come before the run's process is started.
    static func begin(_ token: ProcessToken) {
        preparation
        state.withLock { $0.runs[token] = .some(nil) }
    }

    static func started(_ token: ProcessToken, _ process: pid_t) {
        state.withLock { $0.runs[token] = process }
    }

    /// Must come after the run's process was reaped.
    static func end(_ token: ProcessToken) {
        state.withLock { _ = $0.runs.removeValue(forKey: token) }
    }

    /// Ends and reaps what is left of a run whose process has ended (but was not reaped yet).
    ///
    /// Blocks its thread until nothing is left, for a second at most.
    static func collect(_ token: ProcessToken, group: pid_t) {
        #if os(Linux)
            let deadline = ContinuousClock.now + .seconds(1)
            // A list may miss who moves between parents while it is read: it must come out empty twice.
            var quiet = 0
            while quiet < 2, ContinuousClock.now < deadline {
                switch pass(token, group: group) {
                case .nothing: quiet += 1
                case .reaped: quiet = 0
                case .killed:
                    quiet = 0
                    usleep(500)
                }
            }
        #endif
    }

    private enum Finding { case nothing, reaped, killed }

    private static func pass(_ token: ProcessToken, group: pid_t) -> Finding {
        // Under the lock no process id can be given away: orphans are reaped here alone.
        state.withLock { state in
            let leaders = Set(state.runs.values.compactMap(\.self))
            var finding = Finding.nothing
            for child in ProcessEntry.children() where !leaders.contains(child) {
                guard let entry = ProcessEntry(child), isOrphan(entry) else { continue }
                if entry.isZombie {
                    if waitpid(child, nil, WNOHANG) == child, finding == .nothing { finding = .reaped }
                } else if entry.group == group || state.runs.count == 1
                    || ProcessEntry.hasToken(token.text, child)
                {
                    // Whoever wiped its environment is known to be nobody else's once nobody else runs.
                    kill(child, SIGKILL)
                    finding = .killed
                }
            }
            return finding
        }
    }

    /// Whether a child was not started by this process but adopted by it.
    ///
    /// What this process starts is in its session, and leads its own group or is in that of this process; so nothing
    /// that another part of the program started is touched.
    private static func isOrphan(_ entry: ProcessEntry) -> Bool {
        guard entry.parent == getpid() else { return false }
        return entry.session != getsid(0) || (entry.group != entry.identifier && entry.group != getpgrp())
    }
}
