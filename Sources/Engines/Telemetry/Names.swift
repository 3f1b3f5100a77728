/// The names of attributes, as in OpenTelemetry's semantic conventions 1.44.0 or, under `uvmgr.`, our own.
///
/// Every name stands here and nowhere else, so that a renaming upstream is one change.
public enum Names {
    /// Of the conventions; goes with everything that is exported.
    public static let schemaURL = "https://opentelemetry.io/schemas/1.44.0"

    public enum Service {
        public static let name = "service.name"
        public static let version = "service.version"
    }

    public enum SDK {
        public static let name = "telemetry.sdk.name"
        public static let language = "telemetry.sdk.language"
        public static let version = "telemetry.sdk.version"
    }

    public enum CICD {
        public static let pipelineName = "cicd.pipeline.name"
        public static let pipelineActionName = "cicd.pipeline.action.name"
        public static let pipelineRunID = "cicd.pipeline.run.id"
        public static let pipelineRunURL = "cicd.pipeline.run.url.full"
        public static let pipelineResult = "cicd.pipeline.result"
        public static let taskName = "cicd.pipeline.task.name"
        public static let taskType = "cicd.pipeline.task.type"
        public static let taskRunID = "cicd.pipeline.task.run.id"
        public static let taskRunURL = "cicd.pipeline.task.run.url.full"
        public static let taskRunResult = "cicd.pipeline.task.run.result"
        public static let workerID = "cicd.worker.id"
        public static let workerName = "cicd.worker.name"
    }

    public enum VCS {
        public static let repositoryURL = "vcs.repository.url.full"
        public static let repositoryName = "vcs.repository.name"
        public static let ownerName = "vcs.owner.name"
        public static let providerName = "vcs.provider.name"
        public static let headName = "vcs.ref.head.name"
        public static let headRevision = "vcs.ref.head.revision"
        public static let headType = "vcs.ref.head.type"
        public static let baseName = "vcs.ref.base.name"
        public static let baseRevision = "vcs.ref.base.revision"
        public static let changeID = "vcs.change.id"
    }

    public enum Process {
        public static let executableName = "process.executable.name"
        public static let executablePath = "process.executable.path"
        public static let commandArguments = "process.command_args"
        public static let exitCode = "process.exit.code"
        public static let pid = "process.pid"
        public static let workingDirectory = "process.working_directory"
    }

    public enum Failure {
        public static let errorType = "error.type"
        public static let exceptionType = "exception.type"
        public static let exceptionMessage = "exception.message"
    }

    public enum Test {
        public static let suiteName = "test.suite.name"
        public static let suiteRunStatus = "test.suite.run.status"
    }

    public enum Code {
        public static let function = "code.function.name"
        public static let file = "code.file.path"
        public static let line = "code.line.number"
    }

    public enum Uvmgr {
        public static let gateName = "uvmgr.gate.name"
        public static let gateKind = "uvmgr.gate.kind"
        public static let gateCached = "uvmgr.gate.cached"
        public static let gateOutcome = "uvmgr.gate.outcome"
        public static let policyName = "uvmgr.policy.name"
        public static let verdict = "uvmgr.verdict"
        public static let findingSeverity = "uvmgr.finding.severity"
        public static let findingCount = "uvmgr.finding.count"
        public static let runID = "uvmgr.run.id"
        public static let eventsRecorded = "uvmgr.events.recorded"
        /// Set on a span that was still running when its command ended.
        public static let cutOff = "uvmgr.span.cut_off"
        public static let loggerLabel = "uvmgr.logger.label"
    }
}

/// The values of ``Names/CICD/pipelineResult`` and ``Names/CICD/taskRunResult``.
public enum PipelineResult: String, Sendable, CaseIterable {
    case success
    /// A tool said no.
    case failure
    /// The system that runs the tools broke.
    case error
    case timeout
    case cancellation
    case skip
}
