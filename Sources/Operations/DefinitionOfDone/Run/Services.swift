package import AdvisorySources
package import Capabilities
package import Ledger

/// What a run may touch.
package struct Services: Sendable {
    package let files: any FileSystem
    package let runner: any ProcessRunner
    package let locks: any LockManager
    package let archives: any ArchiveReader
    package let clock: any WallClock
    package let random: @Sendable () -> UInt64
    package let store: any EventLog
    /// Looks packages up, believing answers of a service for the given time.
    package let advisories: @Sendable (_ maximumAge: Duration) -> AdvisoryLookup
    /// The environment that uvmgr was started with.
    package let environment: [String: String]
    /// The path of the `uv` executable.
    package let uv: String
    /// Gates at once where nothing else is said.
    package let cores: Int

    package init(
        files: any FileSystem, runner: any ProcessRunner, locks: any LockManager, archives: any ArchiveReader,
        clock: any WallClock, random: @escaping @Sendable () -> UInt64, store: any EventLog,
        advisories: @escaping @Sendable (Duration) -> AdvisoryLookup, environment: [String: String],
        uv: String, cores: Int
    ) {
        (self.files, self.runner, self.locks, self.archives) = (files, runner, locks, archives)
        (self.clock, self.random, self.store, self.advisories) = (clock, random, store, advisories)
        (self.environment, self.uv, self.cores) = (environment, uv, cores)
    }
}
