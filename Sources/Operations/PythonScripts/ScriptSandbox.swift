package import Capabilities

/// How far scripts are kept from the machine.
package enum ScriptSandbox: Hashable, Sendable {
    /// Scripts may do what the user may.
    case none
    /// Scripts compute, and nothing else.
    ///
    /// They start in `folder` with an environment of `PATH` and `LANG` alone, may start no process and write no file
    /// (`RLIMIT_NPROC`, `RLIMIT_FSIZE`, `RLIMIT_NOFILE`), and an audit hook of Python refuses files opened for writing,
    /// sockets, processes, signals to others and `ctypes`.
    ///
    /// The hook and the limits guard against mistakes, not against an attacker: who wants to gets round a hook inside
    /// the interpreter. The first of `helpers` that works here puts the worker into namespaces of its own besides,
    /// which the kernel guards; ``PythonFacts/isolation`` says which it was.
    case isolated(folder: String, helpers: [SandboxHelper])
}

/// A program that starts another one in namespaces of its own.
package enum SandboxHelper: Hashable, Sendable {
    /// `bwrap`: no network, no other processes, no file can be written.
    case bubblewrap(path: String)
    /// `unshare` of util-linux: no network, no shared memory of others. Files are guarded by the hook alone.
    case unshare(path: String)

    /// The helpers on the search path `path`, the stronger first.
    package static func found(by runner: some ProcessRunner, path: String) -> [SandboxHelper] {
        [
            runner.find("bwrap", path: path).map { .bubblewrap(path: $0) },
            runner.find("unshare", path: path).map { .unshare(path: $0) },
        ].compactMap(\.self)
    }
}

/// What keeps scripts from the machine in fact.
package enum ScriptIsolation: Hashable, Sendable {
    case none
    /// The audit hook and the limits, a guard against mistakes.
    case auditHook
    /// The audit hook, the limits, and namespaces that this helper made.
    case namespaces(SandboxHelper)
}

extension PythonSettings {
    /// How to start the worker, the way to be preferred first.
    var invocations: [(isolation: ScriptIsolation, invocation: ProcessInvocation)] {
        guard case .isolated(let folder, let helpers) = sandbox else {
            return [(.none, python(environment, workingDirectory, isIsolated: false))]
        }
        var kept = environment.filter { $0.key == "PATH" || $0.key == "LANG" }
        kept["LANG"] = kept["LANG"] ?? "C.UTF-8"
        let plain = python(kept, folder, isIsolated: true)
        return helpers.map { (.namespaces($0), $0.wrapping(plain)) } + [(.auditHook, plain)]
    }

    private func python(
        _ environment: [String: String], _ folder: String, isIsolated: Bool
    ) -> ProcessInvocation {
        // Without `site` Python starts in half the time; the worker makes up for it when a package is imported.
        let switches = ["-I", "-S", "-X", "utf8"] + (isIsolated ? ["-B"] : [])
        let numbers = [limits.memory, limits.resultSize, limits.depth, isIsolated ? 1 : 0]
        let settings = numbers.map(String.init).joined(separator: ",")
        return ProcessInvocation(
            executable: interpreter, arguments: switches + ["-c", WorkerProgram.text, settings],
            environment: environment, workingDirectory: folder, outputLimit: limits.printedSize)
    }
}

extension SandboxHelper {
    fileprivate func wrapping(_ invocation: ProcessInvocation) -> ProcessInvocation {
        var wrapped = invocation
        let command = ["--", invocation.executable] + invocation.arguments
        switch self {
        case .bubblewrap(let path):
            let mounts = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
            let isolation = ["--unshare-all", "--die-with-parent"]
            wrapped.executable = path
            wrapped.arguments = isolation + mounts + ["--chdir", invocation.workingDirectory] + command
        case .unshare(let path):
            wrapped.executable = path
            wrapped.arguments = ["--user", "--map-root-user", "--net", "--ipc", "--uts"] + command
        }
        return wrapped
    }
}
