import Capabilities
import Diagnostics
import Digests
package import Projects
import PythonPackaging
import StructuredData
import TOML

extension DiscoveredProject {
    package var name: String { project.name.value }

    package var version: String? {
        if case .fixed(let version) = project.version.value { version.description } else { nil }
    }

    /// `nil` where there is nothing to run.
    var testRunner: ProjectTool? {
        project.tools.testRunner?.value ?? (project.testPaths.value.isEmpty ? nil : .pytest)
    }

    /// Whether it is a workspace member other than the root.
    var isMember: Bool { workspace.map { $0.root != directory } ?? false }

    /// What coverage is measured of where the project does not say: its packages, by folder.
    ///
    /// A module that is a single file goes by its name: coverage measures nothing for the path of a file.
    var importSources: [String] {
        project.layout.value.sourcePaths.map { path in
            guard path.hasSuffix(".py"), let file = path.split(separator: "/").last else { return path }
            return String(file.dropLast(3))
        }
    }

    private func tool(_ name: String) -> JSON? { pyproject?.value["tool"]?[name] }

    /// Whether the project tells mypy what to check.
    var hasMypyTargets: Bool {
        let table = tool("mypy")
        return table?["files"] != nil || table?["packages"] != nil || table?["modules"] != nil
    }

    /// Whether the project's settings say what coverage measures.
    var hasCoverageSources: Bool {
        if let run = tool("coverage")?["run"] { return run["source"] != nil || run["source_pkgs"] != nil }
        return project.tools.evidence(for: .coverage).contains {
            $0.strength == .configuration && $0.place.map { !$0.file.hasSuffix("pyproject.toml") } ?? false
        }
    }

    /// What the lock pins, with places relative to the project; `nil` without a lock.
    func lockedPackages(_ files: any FileSystem) throws -> [LockedPackage]? {
        guard let lock else { return nil }
        let shown = lock.paths.map { $0.shown(from: directory) }
        guard lock.kind != .requirements else {
            var read: [RequirementsFile] = []
            for (path, name) in zip(lock.paths, shown) {
                read.append(try RequirementsFile(parsing: try files.readText(path), file: name))
            }
            return PinnedRequirements(read).packages
        }
        guard let path = lock.paths.first else { return nil }
        return try LockFile(parsing: try files.readText(path), kind: lock.kind, file: shown[0]).packages
    }

    /// SHA-256 over the lock's files; `nil` without a lock.
    func lockDigest(_ files: any FileSystem) throws(FileError) -> String? {
        guard let lock else { return nil }
        guard lock.paths.count != 1 else { return SHA256Digest(of: try files.read(lock.paths[0])).hex }
        var hasher = SHA256Digest.Hasher()
        for path in lock.paths { hasher.update(SHA256Digest(of: try files.read(path)).hex.utf8) }
        return hasher.finish().hex
    }
}
