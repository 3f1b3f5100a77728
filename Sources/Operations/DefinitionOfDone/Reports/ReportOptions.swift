import StructuredData

/// The forms a run can be reported in.
package enum ReportFormat: String, Sendable, CaseIterable {
    /// For a person at a terminal.
    case text
    /// One document of the schema ``runSchema``.
    case json
    /// JUnit XML, for what shows test results.
    case junit
    /// For a comment on a pull request.
    case markdown
    /// Workflow commands of GitHub Actions.
    case github
}

/// What a report needs to know besides the run.
package struct ReportOptions: Hashable, Sendable {
    package var colour = false
    /// Whether signs beyond ASCII may be used.
    package var unicode = true
    /// Whether links may be written to the terminal; they need ``projectPath``.
    package var hyperlinks = false
    /// The columns that text may fill.
    package var width = 100
    package var verbose = false
    /// The findings shown for each gate, where a format shows a part of them.
    package var maximumFindings = 10
    /// Where the project is, in the way paths should be shown: `services/orders`; empty: paths start in the project.
    package var projectFolder = ""
    /// The absolute path of the project, which links lead to.
    package var projectPath: String?
    /// Where evidence is kept, from the project's folder or absolute.
    package var evidenceFolder = ".uvmgr/evidence/sha256"
    /// The commands to type next; `nil`: those that fit the verdict.
    package var nextCommands: [String]?

    package init() {}

    package var style: TextStyle { TextStyle(colour: colour, unicode: unicode, hyperlinks: hyperlinks) }

    /// A path of the project as it should be shown.
    func shown(_ path: String) -> String {
        guard !projectFolder.isEmpty, !path.hasPrefix("/") else { return path }
        return projectFolder.hasSuffix("/") ? projectFolder + path : projectFolder + "/" + path
    }

    /// The absolute path of a file of the project, if it is known where that is.
    func absolute(_ path: String) -> String? {
        path.hasPrefix("/") ? path : projectPath.map { $0 + "/" + path }
    }

    /// Where a piece of evidence is.
    func path(of evidence: Evidence) -> String {
        shown("\(evidenceFolder)/\(evidence.digest.prefix(2))/\(evidence.digest.dropFirst(2))")
    }
}

/// A run in one of the report formats, ending in a line break.
///
/// - Complexity: O(gates + findings); nothing besides the values is read.
package func report(_ run: RunState, as format: ReportFormat, options: ReportOptions) -> String {
    switch format {
    case .text: TextReport(run: run, options: options).text
    case .json: runJSON(run).pretty + "\n"
    case .junit: JUnitDocument(run: run, options: options).text
    case .markdown: MarkdownReport(run: run, options: options).text
    case .github: GitHubReport(run: run, options: options).text
    }
}
