import Capabilities
import DefinitionOfDone
import Diagnostics

/// Whether the programs that uvmgr runs are there, and which they are.
struct Programs: Sendable {
    let session: Session
    let folder: RunFolder

    func findings() async -> [HealthFinding] {
        let uv: String
        do { uv = try session.uv() } catch {
            let git = await git()
            return [HealthFinding("uv", .fail, error.diagnostic), git, tools]
        }
        async let version = version(of: "uv", uv, missing: .fail)
        async let python = python(uv)
        async let git = git()
        return await [version, python, git, tools]
    }

    private func python(_ uv: String) async -> HealthFinding {
        let hint = "install one with `uv python install`"
        // Looking for one must not fetch one.
        guard let found = await output(uv, ["python", "find"], more: ["UV_PYTHON_DOWNLOADS": "never"]) else {
            return HealthFinding("python", .warn, "uv finds no Python that suits", hint: hint)
        }
        let path = found.trimmedLine
        guard let version = await output(path, ["--version"]) else {
            return HealthFinding("python", .warn, "`\(path)` does not run", hint: hint)
        }
        return HealthFinding("python", .ok, "\(version.trimmedLine.versionPart) (\(path))")
    }

    private func git() async -> HealthFinding {
        let hint = "install it; without it a run knows no commit and `diff` cannot be measured"
        guard
            let path = session.runtime.machine.runner.find(
                "git", path: session.environment["PATH"] ?? "/usr/bin:/bin")
        else { return HealthFinding("git", .warn, "`git` is not on the search path", hint: hint) }
        return await version(of: "git", path, missing: .warn)
    }

    private func version(of name: String, _ path: String, missing: HealthFinding.State) async -> HealthFinding
    {
        guard let text = await output(path, ["--version"]) else {
            return HealthFinding(name, missing, "`\(path) --version` failed", hint: "install it again")
        }
        return HealthFinding(name, .ok, "\(text.trimmedLine.versionPart) (\(path))")
    }

    /// The tools that are used where a project brings none.
    private var tools: HealthFinding {
        let all = ToolPins.versions.map { (name: $0.key, version: $0.value) }.sorted { $0.name < $1.name }
        let installed = all.filter {
            session.files.isDirectory("\(folder.tools)/\($0.name)-\($0.version)/bin")
        }
        let names = installed.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
        let rest = all.count - installed.count
        let more = rest == 0 ? "" : "\(rest) pinned tools are installed when a gate first needs them"
        return HealthFinding("tools", .ok, [names, more].filter { !$0.isEmpty }.joined(separator: "; "))
    }

    /// What a program prints; `nil` if it cannot be run or fails.
    private func output(_ path: String, _ arguments: [String], more: [String: String] = [:]) async -> String?
    {
        let result = try? await session.runtime.machine.runner.run(
            ProcessInvocation(
                executable: path, arguments: arguments,
                environment: session.environment.merging(more) { _, new in new },
                workingDirectory: session.directory, timeout: .seconds(20)))
        return result.flatMap { $0.isSuccess ? $0.standardOutput.text : nil }
    }
}

extension String {
    fileprivate var trimmedLine: String {
        String(prefix { !$0.isNewline }.drop(while: \.isWhitespace))
    }

    /// From the first digit to the next space: `uv 0.13.9 (x86…)` is `0.13.9`.
    fileprivate var versionPart: String {
        let start = drop { !$0.isNumber }
        return start.isEmpty ? self : String(start.prefix { !$0.isWhitespace })
    }
}
