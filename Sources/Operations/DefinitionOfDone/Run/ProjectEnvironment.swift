package import Capabilities
import PythonPackaging

/// A virtual environment that is there, with what is installed in it.
package struct ProjectEnvironment: Hashable, Sendable {
    package let path: String
    /// Such as `3.11.7`.
    package let pythonVersion: String
    /// Versions by normalised name.
    package let packages: [String: String]
    /// Those of ``packages`` that uvmgr put in, which are no part of the project.
    package let added: Set<String>
    /// Changes whenever what is installed may have changed.
    package let fingerprint: String

    package var python: String { path + "/bin/python" }

    package func executable(_ name: String) -> String { path + "/bin/" + name }

    /// Reads `pyvenv.cfg` and the names of the `dist-info` folders; starts no process.
    ///
    /// - Returns: `nil` if there is no working environment at `path`.
    package init?(
        at path: String, fingerprint: String, added: Set<String> = [], _ files: any FileSystem
    ) {
        guard files.isFile(path + "/bin/python"), let settings = try? files.readText(path + "/pyvenv.cfg"),
            let version = Self.version(settings), let libraries = try? files.list(path + "/lib")
        else { return nil }
        var packages: [String: String] = [:]
        for library in libraries where library.hasPrefix("python") {
            let names = (try? files.list("\(path)/lib/\(library)/site-packages")) ?? []
            for name in names where name.hasSuffix(".dist-info") {
                let parts = name.dropLast(".dist-info".count).split(separator: "-", maxSplits: 1)
                guard parts.count == 2 else { continue }
                packages[PackageName.normalized(String(parts[0]))] = String(parts[1])
            }
        }
        (self.path, pythonVersion, self.packages) = (path, version, packages)
        (self.added, self.fingerprint) = (added, fingerprint)
    }

    private static func version(_ settings: String) -> String? {
        for line in settings.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
            if parts.count == 2, parts[0] == "version_info" || parts[0] == "version" { return parts[1] }
        }
        return nil
    }
}
