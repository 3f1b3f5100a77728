package import Capabilities
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif
#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Runs programs of the operating system.
///
/// Each child leads a process group of its own, gets nothing of this process but its three streams, and has the
/// variable `UVMGR_PROCESS_TOKEN` added to its environment. On Linux that also finds what fled from the group into a
/// session of its own, and this process becomes the one that orphans among its descendants go to.
///
/// A relative path of an executable starts in the working directory. A variable whose name begins with a digit, is
/// empty or holds `=` is left out of the child's environment, because no shell could name it either.
package struct LiveProcessRunner: ProcessRunner {
    let grace: Duration

    /// A runner that gives a process group `grace` between SIGTERM and SIGKILL.
    package init(grace: Duration = .seconds(1)) { self.grace = grace }

    package func run(
        _ invocation: ProcessInvocation, onOutput: (@Sendable (ProcessOutput) -> Void)?
    ) async throws(ProcessError) -> ProcessResult {
        try await guarded(invocation) { token in
            let result = try await start(invocation, token, onOutput)
            if Task.isCancelled { throw ProcessError.cancelled }
            return result
        }
    }

    /// Does `work` for a run that the orphanage knows of, and words what goes wrong.
    func guarded<Value>(
        _ invocation: ProcessInvocation, _ work: (ProcessToken) async throws -> Value
    ) async throws(ProcessError) -> Value {
        if Task.isCancelled { throw .cancelled }
        let failure = StartFailure(invocation: invocation)
        if let reason = failure.unspeakable {
            throw .notStarted(executable: invocation.executable, reason: reason)
        }
        let token = ProcessToken()
        Orphans.begin(token)
        defer { Orphans.end(token) }
        do {
            return try await work(token)
        } catch let error as ProcessError {
            throw error
        } catch {
            if Task.isCancelled { throw .cancelled }
            throw .notStarted(executable: invocation.executable, reason: reason(of: error, failure))
        }
    }

    package func find(_ name: String, path: String) -> String? {
        guard !name.isEmpty, !name.utf8.contains(0), !path.utf8.contains(0) else { return nil }
        if name.utf8.contains(UInt8(ascii: "/")) { return isProgram(name) ? name : nil }
        // An empty or relative entry means wherever we happen to be, where anybody may have put a program.
        return path.split(separator: ":").filter { $0.hasPrefix("/") }
            .map { $0.hasSuffix("/") ? $0 + name : "\($0)/\(name)" }.first(where: isProgram)
    }

    private func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    private func start(
        _ invocation: ProcessInvocation, _ token: ProcessToken,
        _ onOutput: (@Sendable (ProcessOutput) -> Void)?
    ) async throws -> ProcessResult {
        let streams = try ChildStreams(hasInput: invocation.standardInput != nil)
        defer { streams.close() }
        let cancellation = try Pipe()
        let started = ContinuousClock.now
        let result = try await withTaskCancellationHandler {
            try await Subprocess.run(
                configuration(invocation, token),
                input: .fileDescriptor(descriptor(streams.childInput), closeAfterSpawningProcess: false),
                output: .fileDescriptor(descriptor(streams.output.writer), closeAfterSpawningProcess: false),
                error: .fileDescriptor(descriptor(streams.error.writer), closeAfterSpawningProcess: false)
            ) { execution in
                let identifier = execution.processIdentifier
                Orphans.started(token, identifier.value)
                streams.closeChildEnds()
                let job = Pump.Job(
                    process: identifier.value, exitDescriptor: exitDescriptor(identifier), token: token,
                    streams: streams, cancellation: cancellation.reader,
                    input: invocation.standardInput ?? [], outputLimit: invocation.outputLimit,
                    deadline: invocation.timeout.map { started + $0 }, grace: grace, onOutput: onOutput)
                let outcome = await onOwnThread {
                    var pump = Pump(job)
                    return pump.run()
                }
                return (identifier.value, outcome)
            }
        } onCancel: {
            cancellation.writer.signal()
        }
        let (process, outcome) = result.closureResult
        return ProcessResult(
            processIdentifier: process,
            termination: outcome.isTimedOut ? .timedOut : termination(result.terminationStatus),
            standardOutput: outcome.standardOutput, standardError: outcome.standardError,
            duration: started.duration(to: outcome.ended))
    }

    func configuration(_ invocation: ProcessInvocation, _ token: ProcessToken) -> Configuration {
        var environment = invocation.environment.filter { name, _ in
            !name.utf8.contains(UInt8(ascii: "=")) && name.utf8.first.map { !(0x30...0x39 ~= $0) } == true
        }
        let variable = ProcessToken.variable
        environment[variable] = token.value(within: environment[variable])
        var options = PlatformOptions()
        options.processGroupID = 0
        // The pump ends the whole group by itself. Without a step here the child alone would be killed at once, so
        // one that sends no signal and waits is needed; it is over as soon as the child is.
        options.teardownSequence = [
            .send(
                signal: Signal(rawValue: 0), toProcessGroup: true, allowedDurationToNextStep: .seconds(86400))
        ]
        return Configuration(
            executable: .path(FilePath(invocation.executable)), arguments: Arguments(invocation.arguments),
            environment: .custom(environment.map { Array("\($0)=\($1)\0".utf8) }),
            workingDirectory: FilePath(invocation.workingDirectory), platformOptions: options)
    }

    func descriptor(_ descriptor: Descriptor) -> FileDescriptor {
        FileDescriptor(rawValue: descriptor.number)
    }

    func exitDescriptor(_ identifier: ProcessIdentifier) -> CInt {
        #if os(Linux)
            identifier.processDescriptor
        #else
            -1
        #endif
    }

    private func termination(_ status: TerminationStatus) -> ProcessResult.Termination {
        switch status {
        case .exited(let code): .exited(code)
        case .signaled(let signal): .signaled(signal)
        }
    }

    private func reason(of error: any Error, _ failure: StartFailure) -> String {
        switch error {
        case let error as SystemError: systemMessage(error.code)
        case let error as SubprocessError where error.code == .executableNotFound:
            failure.reason(code: ENOENT)
        case let error as SubprocessError:
            error.underlyingError.map { failure.reason(code: $0.rawValue) } ?? error.description
        default: "\(error)"
        }
    }
}
