import BPMN
import Diagnostics

extension ExecutionCase {
    /// The time that a twin has beyond its case, in milliseconds, so that what was interrupted can come to its end.
    static let extraTime: Int64 = 60_000

    /// The elements that a run of the case enters, and its trace.
    private func elements(of model: ExecutableModel, extra: Int64 = 0) throws -> (
        entered: Set<String>, trace: [String]
    ) {
        var entered: Set<String> = []
        var longer = self
        longer.delay += extra
        let deployment = try model.deployment()
        var runner = CaseRunner(deployment) { _, _, _, events in
            for case .elementActivated(let activation) in events { entered.insert(activation.element) }
        }
        try runner.run(longer, others: others(deployment))
        return (entered, runner.trace)
    }

    /// Looks for what is wrong with a run without the event.
    ///
    /// What only the event leads to must not run; what its shape says must run, and what ran before and can still run, does.
    ///
    /// - Parameters:
    ///   - kind: which event is missing.
    ///   - run: the model that runs without it.
    ///   - twin: the model from whose shape it is told what must happen.
    ///   - model: the model of the case.
    /// - Returns: what is wrong; `nil` if nothing is.
    /// - Throws: when a model does not load or a run does not end.
    package func fault(
        without kind: Twin, running run: ExecutableModel, asIn twin: ExecutableModel,
        insteadOf model: ExecutableModel
    ) throws -> String? {
        let (before, firstTrace) = try elements(of: model)
        let (after, trace) = try elements(of: run, extra: Self.extraTime)
        let deployment = try twin.deployment()
        let forecast = Forecast(
            deployment.definitions, from: others(deployment) + [process], time: delay + Self.extraTime,
            twin: kind)
        if let element = after.subtracting(forecast.possible).min() {
            return "`\(element)` ran, which only the event leads to"
        }
        if let element = forecast.certain.subtracting(after).min() {
            return "`\(element)` did not run, which does not need the event"
        }
        if let element = before.intersection(forecast.possible).subtracting(after).min() {
            return "`\(element)` ran with the event, does not need it, and did not run without it"
        }
        // An error that nothing throws any more is no error of the case either.
        let known = Set(firstTrace).subtracting(kind == .throwing ? [Token.thrown] : [])
        let errors = Set(trace.filter { $0.hasPrefix("ERROR_") }).subtracting(known)
        return errors.min().map { "it ended with \($0)" }
    }
}

extension SuiteFolder {
    /// Each case of `bpmn-execution` again, with its event never thrown.
    package func runTwins() throws -> SuiteReport {
        var report = SuiteReport("\(name)-twins")
        for item in try executionCases(&report) {
            if item.isRefusal {
                report.skip(item.id, "the model must not run at all")
                continue
            }
            do {
                let model = try model(of: item)
                try addTwins(of: item, model, to: &report)
            } catch {
                report.record("\(item.id)~twin", words(error))
            }
        }
        return report
    }

    private func addTwins(of item: ExecutionCase, _ model: ExecutableModel, to report: inout SuiteReport)
        throws
    {
        var count = 0
        for kind in Twin.allCases {
            let twin = model.copy
            guard kind.drop(from: twin) else { continue }
            count += 1
            let id = count == 1 ? "\(item.id)~twin" : "\(item.id)~twin\(kind.rawValue)"
            do {
                report.record(id, try item.fault(without: kind, running: twin, asIn: twin, insteadOf: model))
            } catch {
                report.record(id, words(error))
            }
        }
        if count == 0 { report.skip(item.id, "the file has no event that can fail to come") }
    }
}
