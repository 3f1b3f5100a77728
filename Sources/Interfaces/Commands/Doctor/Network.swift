import TOML
import Projects
import AdvisorySources
import Capabilities
import DefinitionOfDone
import Diagnostics
import StructuredData
import Telemetry

/// Whether the servers that gates ask can be reached.
///
/// None is essential: a gate that needs one says so itself.
struct Network: Sendable {
    let session: Session
    let configured: ConfiguredProject?
    static let pypi = "https://pypi.org/simple"

    func findings() async -> [HealthFinding] {
        async let registry = registry()
        async let advisories = advisories()
        return await [registry, advisories]
    }

    private func registry() async -> HealthFinding {
        let (url, origin) = Self.index(session.environment, configured)
        return await ask(
            "registry", url, origin, hint: "check the network, `HTTPS_PROXY`, and the address of the index")
    }

    /// The index that uv would ask, and who says so.
    static func index(
        _ environment: [String: String], _ configured: ConfiguredProject?
    ) -> (url: String, origin: String?) {
        for name in ["UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"] {
            guard let value = environment[name], !value.isEmpty else { continue }
            // uv allows `name=url`.
            let url =
                value.firstRange(of: "=http").map { value[value.index(after: $0.lowerBound)...] }
                ?? value[...]
            return (String(url), "$\(name)")
        }
        let indexes = configured?.project.pyproject?.value.value(at: "/tool/uv/index")?.array ?? []
        if let url = indexes.first(where: { $0["default"]?.bool == true })?["url"]?.string {
            return (url, "pyproject.toml")
        }
        return (pypi, nil)
    }

    private func advisories() async -> HealthFinding {
        let text = configured?.configuration.text("advisories") ?? AdvisoryLookup.Options().osvURL
        let path = configured?.configuration.path("advisories") ?? text
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
            let isThere = session.files.isFile(path) || session.files.isDirectory(path)
            return isThere
                ? HealthFinding("advisories", .ok, path)
                : HealthFinding(
                    "advisories", .warn, "there is no `\(path)`", hint: "correct the setting `advisories`")
        }
        return await ask(
            "advisories", text, nil,
            hint:
                "the gate `vulnerabilities` cannot run without; `--advisories ZIP|DIR` reads a local database"
        )
    }

    /// Any answer but that of a broken server shows that it is there.
    private func ask(_ name: String, _ url: String, _ origin: String?, hint: String) async -> HealthFinding {
        // User and password belong to the request and to nothing that is printed.
        let shown = Redactor().redact(url) + (origin.map { ", from \($0)" } ?? "")
        let status: Int
        do {
            let request = HTTPRequest(.head, url, timeout: .seconds(5), bodyLimit: 1 << 20)
            status = try await session.runtime.machine.http.send(request).status
        } catch { return HealthFinding(name, .warn, Redactor().redact(error.diagnostic.message), hint: hint) }
        switch status {
        case 401, 403:
            return HealthFinding(
                name, .warn, "\(shown) wants credentials (\(status))", hint: "store them with `uv auth login`"
            )
        case 500...: return HealthFinding(name, .warn, "\(shown) answers \(status)", hint: hint)
        default: return HealthFinding(name, .ok, shown)
        }
    }
}
