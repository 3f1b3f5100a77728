/// A suite that an engine here answers.
package struct Suite: Sendable {
    /// What it is called: the name of its folder, but for the twins of `bpmn-execution`.
    package let name: String
    /// The folder with its cases.
    package let folder: String
    package let run: @Sendable (SuiteFolder) throws -> SuiteReport

    private init(
        _ name: String, folder: String? = nil, _ run: @escaping @Sendable (SuiteFolder) throws -> SuiteReport
    ) {
        (self.name, self.folder, self.run) = (name, folder ?? name, run)
    }

    package static let all = [
        Suite("bpmn-execution") { try $0.runExecution() },
        Suite("bpmn-execution-twins", folder: "bpmn-execution") { try $0.runTwins() },
        Suite("bpmn-illegal") { try $0.runIllegal() },
        Suite("bpmn-miwg") { try $0.runRoundTrip() },
        Suite("bpmn-scale") { try $0.runScale() },
        Suite("dmn-tck") { try $0.runDecisions() },
        Suite("merkle") { try $0.runMerkle() },
    ]

    /// Folders of cases for engines that are not here.
    package static let unanswered = ["cron", "rego"]
}
