import PythonPackaging
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import Projects

/// All checks of `doctor`, each for itself: one that goes wrong says so and spoils no other.
struct Examination: Sendable {
    let session: Session
    private let configured: Result<ConfiguredProject, any Error>
    let folder: RunFolder

    init(_ session: Session) {
        self.session = session
        configured = Result { try session.configured() }
        folder =
            (try? configured.get())?.folder
            ?? RunFolder(project: session.directory, environment: session.environment)
    }

    /// In the order in which they are to be read; what waits for others runs at once.
    func findings() async -> [HealthFinding] {
        async let programs = Programs(session: session, folder: folder).findings()
        async let network = Network(session: session, configured: try? configured.get()).findings()
        let local = [project, await ledger()] + [writable("cache", folder.cache)] + state + disk
        return await programs + network + local
    }

    private var project: HealthFinding {
        switch configured {
        case .success(let found):
            return HealthFinding(
                "project", .ok, "\(found.project.project.name.value) in \(found.project.directory)")
        case .failure(ProjectError.noProject):
            return HealthFinding(
                "project", .warn, "there is none here",
                hint: "go to a project, or name one with `--project DIR`")
        case .failure(let error):
            guard let problem = error as? any DiagnosableError else {
                return HealthFinding("project", .warn, "\(error)")
            }
            let diagnostic = problem.diagnostic
            let place = diagnostic.place.map { "\($0): " } ?? ""
            return HealthFinding("project", .warn, place + diagnostic.message, hint: diagnostic.hint)
        }
    }

    /// Reads a run, because a damaged file may well open.
    private func ledger() async -> HealthFinding {
        guard session.files.isFile(folder.ledger) else { return HealthFinding("ledger", .ok, "none yet") }
        let history: RunHistory
        do { history = try session.history(folder) } catch {
            return HealthFinding("ledger", .fail, error.diagnostic)
        }
        do { _ = try await history.recent(limit: 1) } catch {
            return HealthFinding("ledger", .fail, error.diagnostic)
        }
        return HealthFinding("ledger", .ok, folder.ledger)
    }

    /// Outside of a project there is no state to write.
    private var state: [HealthFinding] {
        if case .failure(ProjectError.noProject) = configured { return [] }
        return [writable("state", folder.state)]
    }

    /// Tries the nearest folder that is there, and makes none.
    private func writable(_ name: String, _ path: String) -> HealthFinding {
        let files = session.files
        let existing = existingFolder(path)
        let probe = "\(existing)/.uvmgr-\(session.runtime.machine.random())"
        do {
            try files.write([], to: probe)
            try files.remove(probe)
            return HealthFinding(name, .ok, "\(path) can be written")
        } catch {
            return HealthFinding(
                name, .fail, error.diagnostic.message,
                hint: name == "cache"
                    ? "give it to you with `chown`, or set `XDG_CACHE_HOME` to a folder of yours"
                    : "give it to you with `chown`, or set `UVMGR_STATE_DIR` to a folder of yours")
        }
    }

    private var disk: [HealthFinding] {
        [disk("disk for state", folder.state), disk("disk for cache", folder.cache)]
    }

    private func disk(_ name: String, _ path: String) -> HealthFinding {
        do {
            let free = try session.files.availableBytes(existingFolder(path))
            let text = "\(Self.size(free)) free"
            guard free < 500_000_000 else { return HealthFinding(name, .ok, text) }
            return HealthFinding(name, .warn, text, hint: "environments and tools need some 500 MB")
        } catch { return HealthFinding(name, .warn, error.diagnostic) }
    }

    private func existingFolder(_ path: String) -> String {
        var path = path
        while !session.files.isDirectory(path), let slash = path.lastIndex(of: "/"), slash != path.startIndex
        {
            path = String(path.prefix(upTo: slash))
        }
        return session.files.isDirectory(path) ? path : "/"
    }

    /// `1.5 GB`, in powers of ten.
    static func size(_ bytes: Int64) -> String {
        let units: [(name: String, scale: Double)] = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]
        guard let unit = units.first(where: { Double(bytes) >= $0.scale }) else { return "\(bytes) B" }
        let tenths = Int64((Double(bytes) / unit.scale * 10).rounded())
        let digits = tenths >= 1000 || tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        return "\(digits) \(unit.name)"
    }
}
