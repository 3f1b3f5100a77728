import Capabilities
import Digests
import Projects

/// A copy of the project to build from.
///
/// Backends choose what goes into an sdist by looking around, and not all of them pass over `.uvmgr`: hatchling reads the
/// `.gitignore` at the root alone, others none. A build in place would pack the environment and the ledger.
struct BuildSource {
    let context: GateContext

    // Not below the state folder, whose `.gitignore` backends would take for the project's.
    private var home: String {
        context.folder.cache + "/build/" + SHA256Digest(of: context.scratch).hex.prefix(16)
    }

    /// The workspace's root for a member, which may take settings from it.
    private var origin: String { context.project.rootDirectory }

    /// Makes the copy, hands the project's folder in it to `body`, and removes it.
    func with<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let (files, home) = (context.services.files, home)
        let result: Result
        do {
            try files.remove(home)
            result = try await body(try await copy())
        } catch {
            // The first failure tells more than one of cleaning up after it.
            try? files.remove(home)
            throw error
        }
        try files.remove(home)
        return result
    }

    private func copy() async throws -> String {
        let (files, services) = (context.services.files, context.services)
        let git = GitRepository(
            folder: origin, environment: context.childEnvironment.base, runner: services.runner, files: files)
        let place = try await git?.place()
        let target = home + "/" + (place?.prefix ?? "")
        try files.makeDirectory(target)
        // Backends that ask git for the version find the repository, which they only read.
        if let place {
            try files.write(Array("gitdir: \(place.repository)\n".utf8), to: home + "/.git")
        }
        let names = try chosen(place.map { Set($0.paths.compactMap { $0.split(separator: "/").first }) })
        guard let copier = services.runner.find("cp", path: context.childEnvironment.base["PATH"] ?? "")
        else { throw GateFailure.unavailable("there is no `cp` on the search path") }
        let result = try await context.run(
            copier, ["-Rp"] + names.map { origin + "/" + $0 } + [target], label: "copy-")
        guard result.isSuccess else { throw context.failure(result) }
        guard context.root != origin else { return target }
        return target + (target.hasSuffix("/") ? "" : "/") + context.root.shown(from: origin)
    }

    /// Without what is no source: the state folder, environments, and what git ignores.
    private func chosen(_ known: Set<Substring>?) throws -> [String] {
        let files = context.services.files
        return try files.list(origin).filter { name in
            let path = origin + "/" + name
            guard name != ".git", name != ".uvmgr", path != context.folder.state else { return false }
            return known?.contains(Substring(name)) ?? !files.isFile(path + "/pyvenv.cfg")
        }
    }
}
