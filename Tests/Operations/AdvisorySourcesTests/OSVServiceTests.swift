import Advisories
import AdvisorySources
import Capabilities
import Foundation
import Testing

@Suite("OSV services", .enabled(if: SharedData.isThere), .timeLimit(.minutes(5))) struct OSVServiceTests {
    private func report(
        _ service: OSVServer.Service, _ bench: Bench, _ subjects: [AdvisorySubject]
    ) async throws -> AdvisoryReport {
        let lookup = bench.lookup {
            if service.hangs { $0.requestTimeout = .milliseconds(500) }
            // Pauses at the same time add up on the clock of the tests.
            $0.totalTimeout = .seconds(3600)
        }
        return try await lookup.report(on: subjects, from: .service(url: service.url))
    }

    private static func packages() throws -> [AdvisorySubject] {
        try [
            subject("Jinja2", "2.10"), subject("requests", "2.19.1"), subject("none-such", "1.0"),
            subject("jinja2", "2.11.3"),
        ]
    }

    /// What the same packages have by the archive that the server has its entries from.
    static let expected = Task {
        try await withBench { bench in
            let source = AdvisorySource.archive(path: try #require(SharedData.archive))
            return try await bench.lookup().report(on: packages(), from: source).lines
        }
    }

    @Test func aServiceSaysWhatItsDatabaseSays() async throws {
        try await withBench { bench in
            let known = try KnownMatches()
            let service = try OSVServer.shared.get().service("ok")
            let report = try await bench.lookup().report(on: known.subjects, from: .service(url: service.url))
            #expect(report.lines == known.lines)
            #expect(report.origin == .init(name: "OSV", location: service.url))
            #expect(report.fetched == ManualClock.start)
            #expect(!report.isCached)
        }
    }

    @Test(arguments: ["pages", "busy", "late", "stamped"]) func itIsAskedUntilAllIsKnown(_ mode: String)
        async throws
    {
        try await withBench { bench in
            let service = try OSVServer.shared.get().service(mode)
            let expected = try await Self.expected.value
            #expect(expected.count > 10)
            #expect(try await report(service, bench, Self.packages()).lines == expected)
            switch mode {
            case "pages": #expect(try await service.requests(bench).filter { $0.hasPrefix("POST") }.count > 5)
            case "busy": #expect(bench.clock.slept.allSatisfy { $0 == .seconds(7) })
            case "late": #expect(bench.clock.slept.first == .seconds(9))
            default: #expect(bench.clock.slept.isEmpty)
            }
        }
    }

    @Test func answersAreKeptForAnHour() async throws {
        try await withBench { bench in
            let service = try OSVServer.shared.get().service("ok")
            let first = try await report(service, bench, Self.packages())
            let count = try await service.requests(bench).count
            bench.clock.advance(.seconds(3599))
            let second = try await report(service, bench, Self.packages())
            #expect(second.lines == first.lines)
            #expect((second.isCached, second.fetched) == (true, ManualClock.start))
            #expect(second.newestEntry == first.newestEntry)
            #expect(try await service.requests(bench).count == count)

            // Another package: only that is asked for, and the oldest answer gives the age.
            let third = try await report(service, bench, Self.packages() + [subject("flask", "0.12")])
            #expect(third.lines.count > first.lines.count)
            #expect((third.isCached, third.fetched) == (false, ManualClock.start))

            // After an hour the queries are asked again; the entries did not change.
            let entries = try await service.requests(bench).filter { $0.hasPrefix("GET") }
            bench.clock.advance(.seconds(1))
            let fourth = try await report(service, bench, Self.packages())
            #expect(fourth.lines == first.lines)
            #expect(fourth.fetched == bench.clock.now())
            #expect(try await service.requests(bench).filter { $0.hasPrefix("GET") } == entries)

            // A later stamp means another entry.
            bench.clock.advance(.seconds(3600))
            #expect(try await report(service.turned("stamped"), bench, Self.packages()).lines == first.lines)
        }
    }

    @Test func changedEntriesAreFetchedAgain() async throws {
        try await withBench { bench in
            let service = try OSVServer.shared.get().service("ok")
            _ = try await report(service, bench, Self.packages())
            let before = try await service.requests(bench).filter { $0.hasPrefix("GET") }
            // The cache of the one service has the stamps of the other.
            for file in try bench.cachedFiles() where file.contains("entries/") {
                let path = "\(bench.cache)/\(file)"
                let text = try bench.files.readText(path)
                try bench.files.write(
                    Array(text.replacing("\"stamp\":\"20", with: "\"stamp\":\"10").utf8), to: path)
            }
            _ = try await report(service, bench, Self.packages())
            let after = try await service.requests(bench).filter { $0.hasPrefix("GET") }
            #expect(after.count == 2 * before.count)
        }
    }

    @Test(arguments: [
        "", "{", "null", "[]", "{\"schema\":1,\"answers\":3,\"stamp\":1,\"entry\":{}}",
        #"{"schema":1,"answers":{"jinja2==2.10":{"fetched":-9223372036854775808,"entries":[]}}}"#,
    ])
    func damagedCacheIsFetchedAgain(_ text: String) async throws {
        try await withBench { bench in
            let service = try OSVServer.shared.get().service("ok")
            let first = try await report(service, bench, Self.packages())
            for file in try bench.cachedFiles() {
                try bench.files.write(Array(text.utf8), to: "\(bench.cache)/\(file)")
            }
            let second = try await report(service, bench, Self.packages())
            #expect(second.lines == first.lines)
            #expect(!second.isCached)
            #expect(try await report(service, bench, Self.packages()).isCached)
        }
    }

    @Test func whatTheServiceReportsCountsToo() async throws {
        try await withBench { bench in
            let service = try OSVServer.shared.get().service("extra")
            let fixed = try await report(service, bench, [subject("jinja2", "99")])
            #expect(!fixed.matches.isEmpty)
            #expect(fixed.matches.map(\.isReportedOnly) == fixed.matches.map { _ in true })
        }
    }

    @Test func unwritableCacheIsTold() async throws {
        try await withBench { bench in
            try bench.files.write([], to: bench.cache)
            let service = try OSVServer.shared.get().service("ok")
            let report = try await report(service, bench, Self.packages())
            #expect(report.lines.count > 10)
            #expect(report.cacheProblem != nil)
        }
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let mode: String
        let reason: String
        var pauses = 0
        var testDescription: String { mode }
    }

    @Test(arguments: [
        Fault(mode: "error", reason: "answered with HTTP status 500, at the last of 3 tries", pauses: 2),
        Fault(mode: "hang", reason: "did not answer within 0.5 seconds, at the last of 3 tries", pauses: 2),
        Fault(mode: "drop", reason: "at the last of 3 tries", pauses: 2),
        Fault(mode: "truncated", reason: "at the last of 3 tries", pauses: 2),
        Fault(mode: "half", reason: "the text ends in the middle of a value"),
        Fault(mode: "loop", reason: "a page leads to itself"),
        Fault(mode: "lost", reason: "answered with HTTP status 404"),
        Fault(mode: "other", reason: "it is about `OTHER-1`"),
        Fault(mode: "fewer", reason: "there is not one result for each query"),
        Fault(mode: "broken", reason: "answered with HTTP status 500, at the last of 3 tries"),
    ])
    func faultIsAnErrorAndNeverFewerVulnerabilities(_ fault: Fault) async throws {
        try await withBench { bench in
            let service = try OSVServer.shared.get().service(fault.mode)
            do {
                let report = try await report(service, bench, Self.packages())
                Issue.record("it answered: \(report.lines)")
            } catch let AdvisoryError.unreachable(failures) {
                #expect(failures.map(\.source) == [.init(name: "OSV", location: service.url)])
                #expect(failures.first?.reason.contains(fault.reason) == true, "\(failures)")
                #expect(bench.clock.slept.count >= fault.pauses)
            }
        }
    }

    @Test func nobodyThereIsAnError() async throws {
        try await withBench { bench in
            await #expect(throws: AdvisoryError.self) {
                try await bench.lookup().report(
                    on: Self.packages(), from: .service(url: "http://127.0.0.1:1"))
            }
        }
    }

    @Test func timeIsLimitedInAll() async throws {
        try await withBench { bench in
            let service = try OSVServer.shared.get().service("busy")
            let lookup = bench.lookup { $0.totalTimeout = .seconds(10) }
            do {
                _ = try await lookup.report(on: Self.packages(), from: .service(url: service.url))
                Issue.record("it answered")
            } catch let AdvisoryError.unreachable(failures) {
                #expect(failures.first?.reason.hasSuffix("and there is no time left to try again") == true)
                #expect(bench.clock.slept == [.seconds(7)])
            }
        }
    }

    @Test func cancellationEndsIt() async throws {
        try await withBench { bench in
            let service = try OSVServer.shared.get().service("hang")
            let lookup = bench.lookup()
            let subjects = try Self.packages()
            let task = Task { try await lookup.report(on: subjects, from: .service(url: service.url)) }
            task.cancel()
            await #expect(throws: AdvisoryError.cancelled) { try await task.value }
        }
    }
}
