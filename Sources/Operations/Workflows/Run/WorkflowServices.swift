package import Capabilities
package import FEEL
package import Ledger

/// What running a workflow may touch.
package struct WorkflowServices: Sendable {
    package let store: any EventStore
    package let files: any FileSystem
    package let locks: any LockManager
    package let clock: any WallClock
    package let random: @Sendable () -> UInt64
    /// Waits until a moment, in milliseconds since 1970.
    package let sleep: @Sendable (_ until: Int64) async throws -> Void
    package let handlers: WorkHandlers
    /// Runs the scripts, one at a time.
    package let scripts: any ScriptHost
    package let zones: (any FEELTimeZones)?
    /// Models that come with the program, by digest.
    package let builtins: [String: @Sendable () -> [UInt8]]
    /// Whose events these are.
    package let actor: String
    /// The version of uvmgr.
    package let program: String
    /// The folder of lock files.
    package let lockFolder: String

    package init(
        store: any EventStore, files: any FileSystem, locks: any LockManager, clock: any WallClock,
        random: @escaping @Sendable () -> UInt64, sleep: @escaping @Sendable (Int64) async throws -> Void,
        handlers: WorkHandlers, scripts: any ScriptHost,
        zones: (any FEELTimeZones)? = nil, builtins: [String: @Sendable () -> [UInt8]] = [:],
        actor: String, program: String, lockFolder: String
    ) {
        (self.store, self.files, self.locks, self.clock) = (store, files, locks, clock)
        (self.random, self.sleep, self.handlers, self.scripts) = (random, sleep, handlers, scripts)
        (self.zones, self.builtins, self.actor) = (zones, builtins, actor)
        (self.program, self.lockFolder) = (program, lockFolder)
    }

    /// Now, in milliseconds since 1970.
    var milliseconds: Int64 { clock.now().nanoseconds / 1_000_000 }
}
