package import Projects

/// What to validate, and how.
package struct ValidationRequest: Sendable {
    package let project: DiscoveredProject
    package let configuration: DoDConfiguration
    package let policy: Policy
    /// Measures again what the cache has.
    package var ignoresCache = false
    /// Stops at the first gate that fails.
    package var failsFast = false
    /// The run to go on with, as it is on record; `nil` for a new one.
    package var resumed: RunState?
    /// The command line, redacted.
    package let invocation: [String]
    /// The version of uvmgr.
    package let program: String
    /// Whose events these are.
    package let actor: String

    package init(
        project: DiscoveredProject, configuration: DoDConfiguration, policy: Policy, invocation: [String],
        program: String, actor: String
    ) {
        (self.project, self.configuration, self.policy) = (project, configuration, policy)
        (self.invocation, self.program, self.actor) = (invocation, program, actor)
    }
}
