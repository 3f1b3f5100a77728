import BPMN
import Diagnostics
package import FEEL
import YAML

/// Runs the scenarios of a file against its model, on the engine alone: without a ledger, without waiting, without the
/// services themselves.
package struct ScenarioRunner: Sendable {
    package let file: ScenarioFile
    package let model: WorkflowModel
    private let process: String
    private let scripts: any ScriptHost
    private let zones: (any FEELTimeZones)?

    /// - Parameters:
    ///   - file: What is told of the model.
    ///   - model: The model that the file names.
    ///   - scripts: Runs what is written in Python.
    ///   - zones: The rules of time zones for FEEL; without them only offsets and UTC are known.
    /// - Throws: ``WorkflowError/faults(_:)`` for each element, service, message or signal that the model does not have,
    ///   and what ``WorkflowModel/process(named:)`` throws.
    package init(
        _ file: ScenarioFile, model: WorkflowModel, scripts: any ScriptHost,
        zones: (any FEELTimeZones)? = nil
    ) throws(WorkflowError) {
        let faults = ScenarioCheck.faults(of: file, in: model)
        guard faults.isEmpty else { throw .faults(faults) }
        (self.file, self.model, self.scripts, self.zones) = (file, model, scripts, zones)
        process = try Self.process(file, model)
    }

    private static func process(_ file: ScenarioFile, _ model: WorkflowModel) throws(WorkflowError) -> String
    {
        if file.process == nil, file.scenarios.allSatisfy(\.startsByTrigger) {
            return model.deployment.processes.first ?? ""
        }
        do { return try model.process(named: file.process) } catch {
            let known = model.deployment.processes.map { "`\($0)`" }.joined(separator: ", ")
            throw .faults([
                Diagnostic(
                    code: "scenario.process", message: error.diagnostic.message,
                    place: SourcePlace(file: file.file), hint: "name one with `process:`; there are \(known)")
            ])
        }
    }

    /// Runs the scenarios, one after another.
    ///
    /// - Parameters:
    ///   - names: Which of them; `nil`: all.
    ///   - onResult: Is handed each result as it comes.
    /// - Returns: What came of them, and what they cover.
    /// - Throws: ``WorkflowError/cancelled``; what else goes wrong in a scenario is a failure of it.
    package func run(
        named names: Set<String>? = nil, onResult: (ScenarioResult) -> Void = { _ in }
    ) async throws(WorkflowError) -> ScenarioReport {
        var coverage = ScenarioCoverage(model)
        var results: [ScenarioResult] = []
        for scenario in file.scenarios where names?.contains(scenario.name) ?? true {
            let (result, track) = try await run(scenario)
            coverage.add(track)
            results.append(result)
            onResult(result)
        }
        return ScenarioReport(
            file: file.file, model: model.file, digest: model.digest, results: results, coverage: coverage,
            threshold: file.threshold.map {
                ScenarioReport.Threshold(percent: $0.value, place: file.place($0.mark))
            },
            leftOut: file.scenarios.count - results.count)
    }

    private func run(
        _ scenario: Scenario
    ) async throws(WorkflowError) -> (ScenarioResult, ScenarioTrack) {
        var play = ScenarioPlay(
            scenario, of: file, model: model, process: process, scripts: scripts, zones: zones)
        do { try await play.run() } catch {
            switch error {
            case .failed(let failure): play.failures.append(failure)
            case .error(.cancelled): throw .cancelled
            case .error(let error):
                let message = error.diagnostic.message
                play.failures.append(
                    ScenarioFailure(file.diagnostic("engine", message, scenario.mark)))
            }
        }
        let result = ScenarioResult(
            name: scenario.name, place: file.place(scenario.mark), failures: play.failures,
            state: play.steps.state.standing.name, trace: play.track.completed,
            duration: .milliseconds(play.clock.now.milliseconds - scenario.at.milliseconds),
            steps: play.process.version)
        return (result, play.track)
    }
}

extension Scenario {
    fileprivate var startsByTrigger: Bool { if case .plain = start.trigger { false } else { true } }
}
