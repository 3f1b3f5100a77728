import Testing
import ToolReports

@Suite("SARIF 2.1.0")
struct SARIFLogTests {
    @Test func ruff() throws {
        let log = try SARIFLog(parsing: Fixture.bytes("ruff.sarif"))
        #expect(log.runs.map(\.tool) == ["ruff"] && log.runs[0].succeeded)
        #expect(log.results.map(\.rule) == ["invalid-syntax", "invalid-syntax", "F401"])
        let last = try #require(log.results.last)
        #expect(
            last.file == "/project/src/shop/cart.py" && last.line == 3 && last.column == 8
                && last.endColumn == 10)
        #expect(last.level == .error && last.message == "`os` imported but unused" && !last.isSuppressed)
    }

    private func log(_ run: String) -> [UInt8] {
        bytes(
            #"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t", "rules": [{"id": "A1", "#
                + #""defaultConfiguration": {"level": "note"}, "messageStrings": {"m": {"text": "{0} is {{not}} {1}"}}}, "#
                + #"{"id": "B"}]}, "extensions": [{"name": "x", "rules": [{"id": "X", "defaultConfiguration": "#
                + #"{"level": "error"}}]}]}, \#(run)}]}"#)
    }

    private func result(_ members: String, _ run: String = "") throws -> SARIFLog.Result {
        let text = #""results": [{"message": {"text": "m"}, \#(members)}]\#(run)"#
        return try #require(try SARIFLog(parsing: log(text)).results.first)
    }

    @Test(arguments: [
        (#""ruleId": "A1""#, SARIFLog.Level.note), (#""ruleId": "A1/sub/x""#, .note),
        (#""ruleIndex": 0"#, .note),
        (#""ruleId": "B""#, .warning), (#""ruleId": "unknown""#, .warning), (#""rule": {"id": "A1"}"#, .note),
        (#""rule": {"index": 0, "toolComponent": {"index": 0}}"#, .error), (#""ruleId": "X""#, .error),
        (#""ruleId": "A1", "level": "error""#, .error), (#""ruleId": "A1", "kind": "pass""#, .none),
        (#""ruleId": "A1", "kind": "fail""#, .note), (#""ruleIndex": -1"#, .warning),
    ]) func levels(members: String, level: SARIFLog.Level) throws {
        #expect(try result(members).level == level)
    }

    @Test func messagesByID() throws {
        let text = #""results": [{"ruleId": "A1", "message": {"id": "m", "arguments": ["x", "y"]}}]"#
        #expect(try SARIFLog(parsing: log(text)).results[0].message == "x is {not} y")
    }

    @Test(arguments: [
        (#""uri": "src/a%20b%C3%A9.py""#, "src/a bé.py"), (#""uri": "file:///a/b%25.py""#, "/a/b%.py"),
        (#""uri": "file://host/a.py""#, "/a.py"), (#""uri": "file:///C:/a.py""#, "C:/a.py"),
        (#""uri": "a%zz%4""#, "a%zz%4"),
        (#""uri": "https://e.org/a%20b""#, "https://e.org/a%20b"),
        (#""index": 0"#, "/root/src/from index.py"),
        (#""uri": "a.py", "uriBaseId": "SRC""#, "/root/src/a.py"),
        (#""uri": "a.py", "uriBaseId": "OTHER""#, "a.py"),
        (#""uri": "/abs.py", "uriBaseId": "SRC""#, "/abs.py"),
    ]) func paths(location: String, path: String) throws {
        let run =
            #", "originalUriBaseIds": {"ROOT": {"uri": "file:///root"}, "SRC": {"uri": "src/", "uriBaseId": "ROOT"}}, "#
            + #""artifacts": [{"location": {"uri": "from%20index.py", "uriBaseId": "SRC"}}]"#
        let members =
            #""locations": [{"physicalLocation": {"artifactLocation": {\#(location)}, "region": {"startLine": 3}}}]"#
        let found = try result(members, run)
        #expect(found.file == path && found.line == 3 && found.column == nil)
    }

    @Test(arguments: [
        (#""suppressions": []"#, false), (#""suppressions": [{"kind": "inSource"}]"#, true),
        (#""suppressions": [{"kind": "external", "status": "accepted"}]"#, true),
        (#""suppressions": [{"kind": "external", "status": "underReview"}]"#, false),
        (#""suppressions": [{"kind": "inSource"}, {"kind": "external", "status": "rejected"}]"#, false),
    ]) func suppressions(members: String, isSuppressed: Bool) throws {
        #expect(try result(members).isSuppressed == isSuppressed)
    }

    @Test func fingerprintsAndInvocations() throws {
        let members =
            #""fingerprints": {"a": "1"}, "partialFingerprints": {"a": "2", "b": "3"}, "baselineState": "new""#
        let found = try result(members)
        #expect(found.fingerprints == ["a": "1", "b": "3"] && found.baselineState == "new")
        let failed =
            #""results": [], "invocations": [{"executionSuccessful": true}, {"executionSuccessful": false}]"#
        #expect(try !SARIFLog(parsing: log(failed)).runs[0].succeeded)
    }

    @Test(arguments: [
        (#""results": null"#, "wrong-shape"), (#""x": 1"#, "wrong-shape"),
        (#""results": [{}]"#, "wrong-shape"),
        (#""results": [{"message": {"id": "m"}}]"#, "wrong-shape"),
        (#""results": [{"message": {"text": "m"}, "level": "fatal"}]"#, "wrong-shape"),
        (#""results": [{"message": {"text": "m"}, "ruleIndex": 7}]"#, "wrong-shape"),
        (#""results": [{"message": {"text": "m"}, "ruleIndex": -2}]"#, "wrong-shape"),
        (
            #""results": [{"message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"index": 0}}}]}]"#,
            "wrong-shape"
        ),
        (
            #""results": [{"message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "%FF"}}}]}]"#,
            "wrong-shape"
        ),
        (
            #""results": [{"message": {"text": "m"}, "locations": [{"physicalLocation": {"region": {"startLine": 0}}}]}]"#,
            "wrong-shape"
        ),
        (
            #""originalUriBaseIds": {"A": {"uri": "x", "uriBaseId": "A"}}, "results": [{"message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a", "uriBaseId": "A"}}}]}]"#,
            "wrong-shape"
        ),
    ]) func refused(run: String, code: String) {
        #expect(performing: { try SARIFLog(parsing: log(run)) }, throws: hasCode(code))
    }

    @Test(arguments: [
        ("", "empty"), ("{}", "wrong-shape"), (#"{"version": "2.0.0", "runs": []}"#, "wrong-shape"),
        ("<a/>", "malformed"),
    ])
    func otherDocuments(text: String, code: String) {
        #expect(performing: { try SARIFLog(parsing: bytes(text)) }, throws: hasCode(code))
    }
}
