import AdvisorySources
import Capabilities
import Diagnostics
import Logging
import Telemetry
import Tracing

/// The measuring of one gate, from `GateStarted` to its result.
struct Measuring: Sendable {
    let work: GateWork
    let gate: any Gate
    let context: GateContext
    let recorder: RunRecorder

    /// Never fails: what goes wrong is the result.
    func run() async -> GateRun {
        let planned = context.gate
        return await withSpan("gate \(gate.name)", ofKind: .internal) { span in
            span.attributes["cicd.pipeline.task.name"] = gate.name
            span.attributes["uvmgr.gate.name"] = gate.name
            span.attributes["uvmgr.gate.kind"] = planned.kind.rawValue
            let start = ContinuousClock.now
            var run = await measured()
            if run.reusedFrom == nil { run.duration = .now - start }
            span.attributes["uvmgr.gate.cached"] = run.reusedFrom != nil
            span.attributes["cicd.pipeline.task.run.result"] = run.outcome.conventionName
            if let reason = run.outcome.reason, !run.outcome.isMeasured {
                span.attributes["error.type"] = run.outcome.name
                span.setStatus(SpanStatus(code: .error, message: reason))
            }
            return run
        }
    }

    private func measured() async -> GateRun {
        let planned = context.gate
        var run = GateRun(gate: gate.name, kind: planned.kind, outcome: .cancelled)
        do {
            try Task.checkCancellation()
            if gate.needsEnvironment(context.project), context.environment == nil {
                throw GateFailure.noEnvironment(work.installer.failure ?? "it was not installed")
            }
            let key = work.key(gate, context)
            // With the environment made and what it waits for known, the cache may have it after all.
            if let key, !work.validation.request.ignoresCache,
                let cached = work.validation.cache.result(
                    key, notOlderThan: gate.maximumAge(in: context), now: context.services.clock.now())
            {
                return cached
            }
            run.key = key
            run.tool = gate.tool(in: context)
            try await recorder.record([.gateStarted(gate: gate.name, tool: run.tool, command: [])])
            try context.services.files.makeDirectory(context.scratch)
            let measurement = try await gate.measure(in: context)
            run.outcome = .measured
            run.tool = measurement.tool ?? run.tool
            run.measurements = measurement.measurements
            run.findings = measurement.findings.map { $0.redacted(by: context.redactor) }
        } catch {
            let failure = GateFailure(error)
            run.outcome = failure.outcome.redacted(by: context.redactor)
            if failure != .cancelled {
                work.validation.log.warning(
                    "gate was not measured",
                    metadata: ["gate": "\(gate.name)", "reason": "\(failure.diagnostic.message)"])
            }
            run.key = nil
            if case .noEnvironment = failure { run.evidence = work.installer.evidence }
        }
        run.command = context.record.command
        run.evidence += context.record.evidence
        return run
    }
}

extension Finding {
    /// Tools repeat what they read, secrets included.
    fileprivate func redacted(by redactor: Redactor) -> Finding {
        Finding(
            gate: gate, kind: kind, rule: rule, aliases: aliases, severity: severity, place: place,
            message: redactor.redact(message), remedy: remedy.map { redactor.redact($0) },
            fingerprint: fingerprint)
    }
}

extension GateOutcome {
    fileprivate func redacted(by redactor: Redactor) -> GateOutcome {
        switch self {
        case .failedToRun(let reason): .failedToRun(redactor.redact(reason))
        case .notApplicable(let reason): .notApplicable(redactor.redact(reason))
        case .measured, .timedOut, .cancelled: self
        }
    }

    /// The value of `cicd.pipeline.task.run.result`: a failure of the project is not one of the tool.
    fileprivate var conventionName: String {
        switch self {
        case .measured: "success"
        case .failedToRun: "error"
        case .timedOut: "timeout"
        case .notApplicable: "skip"
        case .cancelled: "cancellation"
        }
    }
}

extension GateFailure {
    /// Words any error of an adapter as a reason for there being no measurement.
    init(_ error: any Error) {
        switch error {
        case let failure as GateFailure: self = failure
        case is CancellationError, ProcessError.cancelled, AdvisoryError.cancelled, DoDError.cancelled:
            self = .cancelled
        case let problem as any DiagnosableError: self = .unavailable(problem.diagnostic.message)
        default: self = .unavailable("\(error)")
        }
    }
}
