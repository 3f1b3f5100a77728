import Foundation
import StructuredData
import Testing

/// Traces that start before uvmgr and go on in its children, and secrets that are in none of them.
@Suite(.serialized, .needsUV) struct TelemetryTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let parent = "b7ad6b7169203331"
    private static let writing = Tiny.test(
        """
        with open(os.environ["E2E_OUT"], "w") as file:
            file.write(os.environ.get("TRACEPARENT", "none") + " " + os.environ.get("TRACESTATE", "none"))
        """)

    private struct Span: Hashable {
        let trace, id, parent, name: String
    }

    private func spans(_ file: URL) throws -> [Span] {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return try lines.flatMap { line -> [Span] in
            let document = try JSON(parsing: String(line))
            let scopes = (document["resourceSpans"]?.array ?? []).flatMap { $0["scopeSpans"]?.array ?? [] }
            return scopes.flatMap { $0["spans"]?.array ?? [] }.map { span in
                Span(
                    trace: span["traceId"]?.string ?? "", id: span["spanId"]?.string ?? "",
                    parent: span["parentSpanId"]?.string ?? "", name: span["name"]?.string ?? "")
            }
        }
    }

    @Test func aGivenTraceIsContinuedAndPassedOn() async throws {
        try await withProject(Tiny.files(test: Self.writing)) { project in
            let out = project.path + ".out"
            defer { try? FileManager.default.removeItem(atPath: out) }
            let result = try await project.validate(
                "--only", "tests", "--only", "lock", "--trace-file", "trace.jsonl",
                environment: [
                    "TRACEPARENT": "00-\(Self.trace)-\(Self.parent)-01", "TRACESTATE": "vendor=1",
                    "E2E_OUT": out,
                ])
            #expect(result.exit == 0, "\(result.outcome.everything)")
            #expect(result.report?["traceId"]?.string == Self.trace)
            let spans = try spans(project.file("trace.jsonl"))
            try #require(!spans.isEmpty)
            #expect(spans.allSatisfy { $0.trace == Self.trace })
            let ids = Set(spans.map(\.id))
            #expect(ids.count == spans.count)
            let roots = spans.filter { !ids.contains($0.parent) }
            #expect(roots.map(\.name) == ["uvmgr dod validate"], "\(roots)")
            #expect(roots.first?.parent == Self.parent)
            for name in ["gate tests", "gate lock", "environment"] {
                #expect(spans.contains { $0.name == name }, "no span \(name)")
            }

            let parts = try String(contentsOfFile: out, encoding: .utf8).split(separator: " ")
            let context = parts[0].split(separator: "-").map(String.init)
            try #require(context.count == 4)
            #expect(context[1] == Self.trace)
            #expect(ids.contains(context[2]), "the child's parent is no span of ours")
            #expect(parts[1] == "vendor=1")
        }
    }

    @Test func withoutOneATraceBegins() async throws {
        try await withProject(Tiny.files(test: Self.writing)) { project in
            let out = project.path + ".out"
            defer { try? FileManager.default.removeItem(atPath: out) }
            for given in [nil, "00-zz-yy-01", "00-00000000000000000000000000000000-0000000000000000-01"]
                as [String?]
            {
                let result = try await project.validate(
                    "--only", "tests", "--no-cache", "--trace-file", "trace.jsonl",
                    environment: ["TRACEPARENT": given, "E2E_OUT": out])
                #expect(result.exit == 0, "\(result.outcome.everything)")
                let spans = try spans(project.file("trace.jsonl"))
                let ids = Set(spans.map(\.id))
                #expect(spans.filter { !ids.contains($0.parent) }.map(\.parent) == [""])
                #expect(Set(spans.map(\.trace)) == [result.report?["traceId"]?.string ?? ""])
                #expect(try String(contentsOfFile: out, encoding: .utf8).contains(spans[0].trace))
                try FileManager.default.removeItem(at: project.file("trace.jsonl"))
            }
        }
    }

    @Test func otherCommandsAreTracedToo() async throws {
        try await withProject(Tiny.files()) { project in
            let outcome = try await project.run("config", "show", "--trace-file", "trace.jsonl")
            #expect(outcome.exit == 0)
            #expect(try spans(project.file("trace.jsonl")).map(\.name) == ["uvmgr config show"])
            let wrong = try await project.run("config", "show", "--trace-file", "/proc/none/trace.jsonl")
            #expect(wrong.exit == 0, "a trace that cannot be written costs a warning")
            #expect(wrong.stderr.contains("/proc/none"))
        }
    }

    /// A token in the environment that a test prints, a password in an address on the command line.
    @Test func secretsAreInNothingThatIsKept() async throws {
        let secret = "xq7Vw2LrT9kZp4Bn8sHd"
        let password = "hunter2-battery-staple"
        let test = Tiny.test(
            """
            print("token is", os.environ["DEPLOY_TOKEN"])
            sys.stderr.write("again " + os.environ["DEPLOY_TOKEN"] + "\\n")
            self.fail("cannot log in with " + os.environ["DEPLOY_TOKEN"])
            """)
        try await withProject(Tiny.files(test: test)) { project in
            let outcome = try await project.run(
                "dod", "validate", "--only", "tests", "--only", "vulnerabilities", "-vv", "--trace-file",
                "trace.jsonl",
                "--advisories", "http://robot:\(password)@127.0.0.1:1/osv", "--report", "json=run.json",
                "--report", "junit=run.xml", environment: ["DEPLOY_TOKEN": secret])
            #expect(outcome.exit == 1, "\(outcome.everything)")
            let explained = try await project.run("dod", "explain", "last", "--format", "json")
            for word in [secret, password] {
                #expect(
                    !outcome.stdout.contains(word) && !outcome.stderr.contains(word),
                    "printed: \(outcome.everything)")
                #expect(!explained.stdout.contains(word))
                let kept = try await sh(
                    "grep -rlaF '\(word)' . --exclude-dir=.git --exclude-dir=venv", in: project.folder)
                #expect(kept.stdout.isEmpty, "\(word) is in \(kept.stdout)")
                let cached = try await sh(
                    "grep -rlaF '\(word)' '\(Program.cache.path())/uvmgr/gates'", in: project.folder)
                #expect(cached.stdout.isEmpty, "\(word) is in \(cached.stdout)")
            }
            #expect(outcome.everything.contains("cannot log in with"))
        }
    }
}
