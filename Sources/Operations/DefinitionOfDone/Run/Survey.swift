import Capabilities
import Conditions
import Digests
import Logging
import Projects

/// What a run finds before it measures: the files, the commit, the lock.
struct Survey: Sendable {
    let inventory: Inventory
    let subject: Subject
    /// The commit that `diff` and trends go by; `nil` where nothing asks for one.
    let base: String?
    let uv: ToolIdentity

    init(_ validation: Validation) async throws(DoDError) {
        let project = validation.request.project
        let folder = validation.folder
        let services = validation.services
        let git = GitRepository(
            folder: folder.project, environment: validation.children.base, runner: services.runner,
            files: services.files)
        let facts: GitFacts?
        do {
            facts = try await git?.facts(scratch: folder.scratch(validation.id))
            if facts == nil, let reason = try await git?.refusal() {
                validation.log.warning("git does not answer", metadata: ["reason": "\(reason)"])
            }
        } catch { throw .process(error) }
        let paths = facts?.files ?? FileWalk(files: services.files).files(below: folder.project)
        inventory = try Self.inventory(paths, validation)
        base = try await Self.base(validation, git, facts)
        subject = Subject(
            project: project.name, version: project.version, commit: facts?.commit,
            tree: facts?.tree ?? "sha256:" + inventory.digest(.all), branch: facts?.branch,
            isModified: facts?.isModified ?? false, lock: try Self.lockDigest(project, services.files))
        uv = try await Self.uv(validation)
    }

    private static func inventory(_ paths: [String], _ validation: Validation) throws(DoDError) -> Inventory {
        let files = validation.services.files
        let name = validation.folder.state + "/digests"
        var cache = DigestCache((try? files.readText(name)) ?? "")
        do {
            let inventory = try Inventory(
                paths, in: validation.folder.project, cache: &cache, files,
                now: validation.services.clock.now())
            if cache.isChanged { try files.write(Array(cache.text.utf8), to: name) }
            return inventory
        } catch { throw .file(error) }
    }

    private static func base(
        _ validation: Validation, _ git: GitRepository?, _ facts: GitFacts?
    ) async throws(DoDError) -> String? {
        let wanted = validation.request.configuration.text("since")
        guard wanted != nil || validation.plan.asksForDifference else { return nil }
        guard let git, facts != nil else {
            if let wanted { throw .badReference(wanted, reason: "the project is in no git repository") }
            return nil
        }
        do {
            guard let wanted else { return try await git.mergeBase() }
            if let commit = try await git.commit(wanted) { return commit }
        } catch { throw .process(error) }
        throw .badReference(wanted ?? "", reason: "git does not know it")
    }

    private static func lockDigest(
        _ project: DiscoveredProject, _ files: some FileSystem
    ) throws(DoDError) -> String? {
        do { return try project.lockDigest(files) } catch { throw .file(error) }
    }

    /// The version of uv, remembered for as long as its file stays the same.
    private static func uv(_ validation: Validation) async throws(DoDError) -> ToolIdentity {
        let services = validation.services
        let path = services.files.resolve(services.uv) ?? services.uv
        let memory = validation.folder.state + "/uv-version"
        let status = try? services.files.status(path)
        let mark = "\(path) \(status?.size ?? 0) \(status?.modified ?? 0)"
        let lines = (try? services.files.readText(memory))?.split(separator: "\n").map(String.init) ?? []
        if lines.count == 2, lines[0] == mark {
            return ToolIdentity(name: "uv", version: lines[1], origin: .system)
        }
        do {
            let result = try await services.runner.traced(
                ProcessInvocation(
                    executable: services.uv, arguments: ["--version"], environment: validation.children.base,
                    workingDirectory: validation.folder.project, timeout: .seconds(20)),
                command: ["uv", "--version"])
            let words = result.standardOutput.text.split(separator: " ")
            guard result.isSuccess, words.count >= 2 else { throw DoDError.noUV }
            let version = String(words[1]).trimmed
            try services.files.write(Array("\(mark)\n\(version)\n".utf8), to: memory)
            return ToolIdentity(name: "uv", version: version, origin: .system)
        } catch let error as ProcessError { throw .process(error) } catch let error as FileError {
            throw .file(error)
        } catch { throw .noUV }
    }
}

extension Plan {
    /// Whether a condition speaks of what changed since another commit.
    var asksForDifference: Bool {
        gates.contains { gate in
            guard let condition = gate.condition.flatMap({ try? Condition(parsing: $0) }) else {
                return false
            }
            return gate.name == "coverage" && gate.condition?.contains("diff") == true
                || condition.baselines.contains(Condition.defaultBaseline) || condition.asksForNewFindings
        }
    }
}

/// Lists the files of a project that is in no git repository.
struct FileWalk {
    let files: any FileSystem

    private static let passedOver: Set<String> = [
        ".eggs", ".git", ".hg", ".hypothesis", ".mypy_cache", ".nox", ".pytest_cache", ".ruff_cache", ".svn",
        ".tox",
        ".uvmgr", ".venv", "__pycache__", "build", "dist", "node_modules", "venv",
    ]

    /// Relative paths, folders in order; a folder that is reached twice through links is listed once.
    func files(below root: String) -> [String] {
        var found: [String] = []
        var seen: Set<String> = []
        var waiting = [""]
        let home = files.resolve(root) ?? root
        while let folder = waiting.popLast() {
            let full = root + "/" + folder
            guard let real = files.resolve(full), seen.insert(real).inserted else { continue }
            // A link to outside could lead over the whole disk, and an environment is not the project's work.
            guard real == home || real.hasPrefix(home + "/"),
                folder.isEmpty || !files.isFile(full + "/pyvenv.cfg")
            else {
                continue
            }
            for name in (try? files.list(full)) ?? [] {
                let path = folder.isEmpty ? name : folder + "/" + name
                guard let status = try? files.status(root + "/" + path) else { continue }
                switch status.kind {
                case .file: found.append(path)
                case .directory where !Self.passedOver.contains(name) && !name.hasSuffix(".egg-info"):
                    waiting.append(path)
                case .directory, .other: continue
                }
            }
        }
        return found.sorted()
    }
}
