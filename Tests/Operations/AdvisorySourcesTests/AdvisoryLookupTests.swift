import Advisories
import AdvisorySources
import PythonPackaging
import Testing

@Suite("Order of sources", .enabled(if: SharedData.isThere)) struct AdvisoryLookupTests {
    private func packages() throws -> [AdvisorySubject] {
        try [subject("jinja2", "2.10"), subject("requests", "2.19.1")]
    }

    @Test func theServiceIsPreferred() async throws {
        try await withBench { bench in
            let server = try OSVServer.shared.get()
            let (osv, pypi) = (server.service("ok"), server.service("ok"))
            let report = try await bench.lookup(osv: osv, pypi: pypi).report(on: packages(), from: .standard)
            #expect(report.origin.name == "OSV")
            #expect(report.insteadOf == nil)
            #expect(try await pypi.requests(bench).isEmpty)
        }
    }

    @Test func theIndexIsTheLastResort() async throws {
        try await withBench { bench in
            let server = try OSVServer.shared.get()
            let (osv, pypi) = (server.service("error"), server.service("ok"))
            let subjects = try packages() + [subject("none-such", "1.0"), subject("flask", nil)]
            let report = try await bench.lookup(osv: osv, pypi: pypi).report(on: subjects, from: .standard)
            #expect(report.origin == .init(name: "PyPI", location: pypi.url))
            #expect(report.insteadOf?.source == .init(name: "OSV", location: osv.url))
            #expect(report.insteadOf?.reason.contains("HTTP status 500") == true)
            let exact = try await bench.lookup(osv: server.service("ok"), pypi: pypi)
                .report(on: subjects, from: .standard)
            #expect(report.lines == exact.lines)
            #expect(report.matches.allSatisfy { $0.vulnerability.severity == nil })
            #expect(report.packagesQueried == 2)
            #expect(report.notQueryable.map(\.subject.name.normalized) == ["flask", "none-such"])
            #expect(
                report.notQueryable.map(\.reason) == [
                    "its version is not known", "`\(pypi.url)` has no such package",
                ])
            #expect(report.newestEntry == nil)
        }
    }

    @Test(arguments: ["error", "drop", "half"]) func nothingReachableNamesBoth(_ mode: String) async throws {
        try await withBench { bench in
            let server = try OSVServer.shared.get()
            let (osv, pypi) = (server.service("error"), server.service(mode))
            do {
                _ = try await bench.lookup(osv: osv, pypi: pypi).report(on: packages(), from: .standard)
                Issue.record("it answered")
            } catch let AdvisoryError.unreachable(failures) {
                #expect(failures.map(\.source.name) == ["OSV", "PyPI"])
                #expect(failures.map(\.source.location) == [osv.url, pypi.url])
            }
        }
    }

    @Test(arguments: [
        ("jinja2", "98.0", "it does not have `jinja2` 98.0"),
        ("none-such", "1.0", "it has none of the packages"),
    ])
    func anIndexThatCannotSayIsNoSource(_ name: String, _ version: String, _ reason: String) async throws {
        try await withBench { bench in
            let server = try OSVServer.shared.get()
            let lookup = bench.lookup(osv: server.service("error"), pypi: server.service("ok"))
            do {
                _ = try await lookup.report(on: [subject(name, version)], from: .standard)
                Issue.record("it answered")
            } catch let AdvisoryError.unreachable(failures) {
                #expect(failures.last?.reason == reason)
            }
        }
    }

    @Test func anotherServiceHasNoLastResort() async throws {
        try await withBench { bench in
            let server = try OSVServer.shared.get()
            let (osv, pypi) = (server.service("error"), server.service("ok"))
            await #expect(throws: AdvisoryError.self) {
                try await bench.lookup(osv: osv, pypi: pypi).report(
                    on: packages(), from: .service(url: osv.url))
            }
            #expect(try await pypi.requests(bench).isEmpty)
        }
    }

    @Test func whatCannotBeAskedIsNamed() async throws {
        try await withBench { bench in
            let service = try OSVServer.shared.get().service("ok")
            let subjects = try [
                subject("unlocked", nil), subject("mine", "1.0", notFromIndex: "a member of the workspace"),
            ]
            let report = try await bench.lookup().report(on: subjects, from: .service(url: service.url))
            #expect(report.notQueryable.map(\.subject) == subjects)
            #expect(
                report.notQueryable.map(\.reason) == [
                    "its version is not known", "a member of the workspace",
                ])
            #expect(report.packagesQueried == 0)
            #expect(!report.isCached)
            #expect(try await service.requests(bench).isEmpty)
        }
    }
}
