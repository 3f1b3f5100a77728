import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The program under test, and what it is started with.
enum Program {
    private static let own = ProcessInfo.processInfo.environment

    /// The built `uvmgr`: `$UVMGR_PROGRAM`, else the one that was built with these tests.
    static let path: String = {
        if let named = own["UVMGR_PROGRAM"], !named.isEmpty { return named }
        let manager = FileManager.default
        return candidates.first { manager.isExecutableFile(atPath: $0) } ?? candidates.first ?? "uvmgr"
    }()

    /// Beside the test bundle, or beside a folder that holds it.
    private static var candidates: [String] {
        var folders: [URL] = []
        for start in [CommandLine.arguments.first, Bundle.main.executablePath]
            + CommandLine.arguments.map(Optional.some)
        {
            guard let start, start.hasPrefix("/") else { continue }
            var folder = URL(filePath: start).resolvingSymlinksInPath()
            for _ in 0..<5 where folder.path() != "/" {
                folder = folder.deletingLastPathComponent()
                folders.append(folder)
            }
        }
        folders.append(root.appending(path: ".build/debug"))
        return folders.map { $0.appending(path: "uvmgr").path(percentEncoded: false) }.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    /// The package's folder.
    static let root = (0..<4).reduce(URL(filePath: #filePath)) { folder, _ in
        folder.deletingLastPathComponent()
    }
    .deletingLastPathComponent()

    static let search = own["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"

    /// `$UVMGR_UV`, else what is on the search path.
    static let uv: String? = {
        if let named = own["UVMGR_UV"], !named.isEmpty {
            return find(named) ?? (named.hasPrefix("/") ? named : nil)
        }
        return find("uv")
    }()

    static func find(_ name: String) -> String? {
        if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
        return search.split(separator: ":").map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// Shared by all tests of this process, so that tools are installed once: home, cache, and settings of nobody.
    static let home: URL = {
        do {
            let folder = try temporaryFolder("home")
            atexit { try? FileManager.default.removeItem(at: Program.home) }
            return folder
        } catch { fatalError("no folder for tests: \(error)") }
    }()

    /// Downloads are kept where uv keeps the user's, because a test run fetches nothing twice.
    private static var uvCache: String {
        own["UV_CACHE_DIR"] ?? (own["XDG_CACHE_HOME"] ?? (own["HOME"] ?? "/tmp") + "/.cache") + "/uv"
    }

    /// Where these tests keep what uvmgr caches.
    static var cache: URL { home.appending(path: "cache") }

    /// A small environment of its own with the uv, network and certificate settings of whoever runs the tests.
    static let environment: [String: String] = {
        let passed = own.filter { name, _ in
            ["UV_", "PIP_", "SSL_"].contains { name.hasPrefix($0) }
                || ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].contains(name.uppercased())
        }
        var environment = passed.merging([
            "PATH": search, "LANG": "C.UTF-8", "HOME": home.path(percentEncoded: false),
            "XDG_CACHE_HOME": cache.path(percentEncoded: false), "UV_CACHE_DIR": uvCache, "USER": "tester",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Tester",
            "GIT_AUTHOR_EMAIL": "tester@example.org", "GIT_COMMITTER_NAME": "Tester",
            "GIT_COMMITTER_EMAIL": "tester@example.org",
        ]) { $1 }
        // A shim would not find its own settings in another home.
        if let uv { environment["UVMGR_UV"] = uv }
        for name in ["PYENV_ROOT", "PYENV_VERSION"] { environment[name] = own[name] }
        return environment
    }()
}

/// Starts `uvmgr`; a `nil` in `environment` takes a variable away.
func start(
    _ arguments: [String], in folder: URL, environment: [String: String?] = [:]
) throws -> Launched {
    var variables = Program.environment
    for (name, value) in environment { variables[name] = value }
    return try launch(Program.path, arguments, in: folder, environment: variables)
}

/// Runs `uvmgr` to its end.
func uvmgr(
    _ arguments: String..., in folder: URL, environment: [String: String?] = [:]
) async throws -> Outcome {
    try await start(arguments, in: folder, environment: environment).outcome()
}

/// Runs another program to its end.
@discardableResult
func sh(
    _ script: String, in folder: URL, environment: [String: String] = [:]
) async throws -> Outcome {
    try await launch(
        "/bin/sh", ["-c", script], in: folder, environment: Program.environment.merging(environment) { $1 }
    ).outcome()
}

extension Trait where Self == ConditionTrait {
    /// Skips a test that needs `uv` where there is none.
    static var needsUV: Self { .enabled(if: Program.uv != nil, "uv is not on PATH and UVMGR_UV is not set") }

    /// Skips a test of what only Linux has.
    static var onLinux: Self {
        #if os(Linux)
            .enabled(if: true)
        #else
            .disabled("it looks into /proc")
        #endif
    }

    /// Skips a test that mounts, where that is not permitted.
    static var mayMount: Self { .enabled("mounting is not permitted here") { await Permissions.mount } }

    /// Skips a test that cuts off the network, where that is not permitted.
    static var mayCutNetwork: Self {
        .enabled("network namespaces are not permitted here") { await Permissions.network }
    }
}

/// What this user may do to the system for the time of a test.
private enum Permissions {
    static var mount: Bool {
        get async { await succeeds("unshare -m sh -c 'mount -t tmpfs none /mnt'") }
    }

    static var network: Bool {
        get async { await succeeds("unshare -n true") }
    }

    private static func succeeds(_ script: String) async -> Bool {
        (try? await sh(script, in: URL(filePath: "/")))?.exit == 0
    }
}
