import ArgumentParser
import DefinitionOfDone
import Diagnostics
import Ledger
import Projects
import StructuredData

/// `uvmgr dod history`.
struct History: Command {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "How a gate and its metrics went over the runs.",
        usage: "uvmgr dod history [--gate <gate>] [--metric <metric>] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr dod history --gate coverage
              uvmgr dod history --gate performance --metric p99 --limit 500
              uvmgr dod history --format json

            A measurement that a run took from the cache counts once, in the run that made it.

            \(Help.commonExitCodes)
            """)

    @Option(help: ArgumentHelp("The gate.", valueName: "gate"), completion: .list(GateCatalog.names))
    var gate: String?
    @Option(help: ArgumentHelp("One metric of the gate; otherwise all.", valueName: "metric"))
    var metric: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("How many of the latest values.", valueName: "number"))
    var limit = 100
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        guard limit >= 1 else {
            throw ValidationError("`--limit` is a whole number of at least 1, not \(limit)")
        }
        if metric != nil, gate == nil { throw ValidationError("`--metric` needs `--gate`") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = RunFolder(project: try session.project().directory, environment: session.environment)
        let queries = try session.recordedQueries(folder)
        let metrics = try await queries.metrics()
        let gates = Array(Set(metrics.map(\.gate))).sorted()
        let wanted = gate.map { [GateCatalog.aliases[$0] ?? $0] } ?? gates
        if let gate, !gates.contains(wanted[0]), try await queries.gates(wanted[0], limit: 1).isEmpty {
            throw DoDError.unknownGate(gate, known: gates, place: nil, excerpt: nil)
        }
        if let gate, let metric, !metrics.contains(where: { $0 == (wanted[0], metric) }) {
            let known = metrics.filter { $0.gate == wanted[0] }.map(\.metric)
            throw DoDError.unknownMetric(metric, gate: gate, known: known)
        }
        var documents: [JSON] = []
        for (index, gate) in wanted.enumerated() {
            var series: [(metric: String, points: [SeriesPoint])] = []
            for (owner, name) in metrics where owner == gate && (metric == nil || metric == name) {
                series.append((name, try await queries.series(gate: gate, metric: name, limit: limit)))
            }
            // The runs one by one are for who asked for one gate.
            let runs = self.gate == nil ? [] : try await queries.gates(gate, limit: min(limit, 20))
            switch answer.format {
            case .json: documents.append(historyJSON(gate: gate, series, gates: runs))
            case .text:
                let text = historyText(
                    gate: gate, series, gates: runs, options: session.reportOptions(folder))
                try session.answer((index > 0 ? "\n" : "") + text)
            }
        }
        if answer.format == .json {
            try session.answer(["schema": "uvmgr.history/1", "gates": .array(documents)])
        }
        return .success
    }
}

extension Session {
    /// What is on record; a project that nobody validated has nothing.
    func recordedQueries(_ folder: RunFolder) throws(DoDError) -> RunQueries {
        do { return try queries(folder) } catch .missing { throw .noRuns(project: folder.project) } catch {
            throw .ledger(error)
        }
    }
}
