import BPMN
import Diagnostics

extension ExecutionCase {
    /// What came of running it.
    package enum Result: Equatable {
        case trace([String])
        /// The model was not loaded or not deployed.
        case refused(String)

        package static func == (left: Self, right: Self) -> Bool {
            switch (left, right) {
            case (.trace(let left), .trace(let right)): left == right
            case (.refused, .refused): true
            default: false
            }
        }
    }

    /// The processes that are started before its own.
    func others(_ deployment: Deployment) -> [String] {
        isParallel ? deployment.processes.filter { $0 != process && deployment.startsPlainly($0) } : []
    }

    /// Runs it on a model.
    package func run(_ model: ExecutableModel, observe: CaseRunner.Observer? = nil) throws -> Result {
        let deployment: Deployment
        do {
            deployment = try model.deployment()
        } catch {
            return .refused(error.diagnostic.message)
        }
        var runner = CaseRunner(deployment, observe: observe)
        try runner.run(self, others: others(deployment))
        return .trace(Token.counted(runner.trace, for: expected))
    }

    /// What is wrong with a result; `nil` if it is the expected one.
    package func fault(_ result: Result) -> String? {
        switch result {
        case .refused(let why): isRefusal ? nil : "the model was refused: \(why)"
        case .trace(let found): found == expected ? nil : "gave \(found) instead of \(expected)"
        }
    }
}

extension SuiteFolder {
    /// The model of a case.
    package func model(of item: ExecutionCase) throws -> ExecutableModel {
        try ExecutableModel(bytes(item.file), file: item.file)
    }

    package func runExecution() throws -> SuiteReport {
        var report = SuiteReport(name)
        for item in try executionCases(&report) {
            do {
                report.record(item.id, item.fault(try item.run(try model(of: item))))
            } catch let error as XMLNode.Malformed {
                report.record(item.id, item.isRefusal ? nil : words(error))
            } catch {
                report.record(item.id, words(error))
            }
        }
        return report
    }
}

extension ExecutionCase {
    /// Runs it on its model after a change.
    package func run(_ model: ExecutableModel, after change: Metamorphosis) throws -> Result {
        let others = try self.others(model.deployment())
        let changed = model.copy
        change.apply(to: changed, of: self)
        let deployment: Deployment
        do {
            deployment = try changed.deployment()
        } catch {
            return .refused(error.diagnostic.message)
        }
        var item = self
        item.process = change.process(of: self)
        var runner = CaseRunner(deployment)
        try runner.run(item, others: others.map { change == .renamed ? "renamed-\($0)" : $0 })
        return .trace(Token.counted(runner.trace, for: expected))
    }
}
