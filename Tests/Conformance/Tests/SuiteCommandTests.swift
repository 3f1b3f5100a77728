import ConformanceSuites
import Foundation
import StructuredData
import Testing

/// The command that runs the suites, over folders of our own.
@Suite("Conformance command") struct SuiteCommandTests {
    struct Result {
        var status: Int32 = 0
        var output = ""
        var notes: [String] = []
    }

    /// Runs the command over a folder with these files.
    private func run(_ arguments: [String], _ files: [String: String]) throws -> Result {
        let home = FileManager.default.temporaryDirectory.appending(path: "suites-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: home) }
        for (path, text) in files {
            let file = home.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let (lines, notes) = (Lines(), Lines())
        var command = SuiteCommand(
            data: home, output: { lines.all.append($0) }, notes: { notes.all.append($0) })
        let status = command.run(arguments)
        return Result(status: status, output: lines.all.joined(separator: "\n"), notes: notes.all)
    }

    private final class Lines { var all: [String] = [] }

    static let model = """
        <definitions id="d" targetNamespace="t" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
        <process id="p" isExecutable="true"><startEvent id="s"/><scriptTask id="a"><script>SCRIPT_task9</script>
        </scriptTask><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/>
        <sequenceFlow id="g" sourceRef="a" targetRef="e"/></process></definitions>
        """

    static func cases(_ more: String = "") -> String {
        #"[{"id":"own#1","file":"own.bpmn","process":"p","vars":{},"delay_ms":0,"expect":["SCRIPT_task9"]}\#(more)]"#
    }

    @Test func ownCasesPass() throws {
        let result = try run(
            ["bpmn-execution", "--format", "json"],
            ["bpmn-execution/cases.json": Self.cases(), "bpmn-execution/own.bpmn": Self.model])
        #expect(result.status == 0 && result.notes.isEmpty)
        let suite: JSON = ["suite": "bpmn-execution", "passed": 1, "total": 1, "failures": []]
        #expect(try JSON(parsing: result.output) == ["suites": [suite]])
    }

    /// What each script of the suite does, and which tokens count.
    @Test(arguments: [
        (["CREATE_LOG_FILE", "SCRIPT_task1"], "SCRIPT_task1"),
        (["CREATE_MARKER_FILE", "CREATE_MARKER_FILE"], "MARKER_exists"),
        (["CREATE_MARKER_FILE", "SCRIPT_task1"], "SCRIPT_task1"),
        (["SET_STRING_DATA", "LOG_DATA"], "DATA_correct"), (["LOG_DATA"], ""),
        (["SET_STRING_DATA\n  LOG_DATA"], "DATA_correct"), (["SET_STRING_DATA, LOG_DATA"], "DATA_correct"),
        (["INCREMENT_INTEGER_VARIABLE", "INCREMENT_INTEGER_VARIABLE_AND_LOG"], "INCREMENT"),
        (
            ["CREATE_TIMESTAMP_LOG_1", "WAIT_TEN_SECONDS", "CREATE_TIMESTAMP_LOG_2", "SCRIPT_task2"],
            "SCRIPT_task2"
        ),
        (["THROW_ERROR", "SCRIPT_task1"], "ERROR_thrownErrorEvent"),
    ])
    func scripts(scripts: [String], tokens: String) throws {
        let expected = tokens.isEmpty ? "[]" : "[\"\(tokens)\"]"
        let json = """
            [{"id":"own","file":"own.bpmn","process":"p","vars":{"integerVariable":1},"delay_ms":0,
            "expect":\(expected)}]
            """
        let result = try run(
            ["bpmn-execution"],
            ["bpmn-execution/cases.json": json, "bpmn-execution/own.bpmn": Self.chain(scripts)])
        #expect(result.output == "bpmn-execution: 1/1" && result.status == 0, "\(result)")
    }

    /// A process of script tasks, one after another.
    static func chain(_ scripts: [String]) -> String {
        let tasks = scripts.enumerated().map { index, text in
            "<scriptTask id='a\(index)'><script>\(text)</script></scriptTask>"
                + "<sequenceFlow id='f\(index)' sourceRef='\(index == 0 ? "s" : "a\(index - 1)")' targetRef='a\(index)'/>"
        }
        return """
            <definitions id="d" targetNamespace="t" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
            <process id="p" isExecutable="true"><startEvent id="s"/>\(tasks.joined())<endEvent id="e"/>
            <sequenceFlow id="f" sourceRef="a\(scripts.count - 1)" targetRef="e"/></process></definitions>
            """
    }

    /// Whatever is wrong with a case is a failure of that case with a reason, and the others still run.
    @Test(arguments: [
        (#"{"file":"own.bpmn"}"#, "#2", "no `id`"),
        (#"{"id":"b","process":"p","expect":[]}"#, "b", "`file` is no text"),
        (#"{"id":"b","file":"own.bpmn","process":"p"}"#, "b", "`expect` is no list"),
        (#"{"id":"b","file":"own.bpmn","process":"p","expect":[1]}"#, "b", "more than texts"),
        (#"{"id":"b","file":"own.bpmn","process":"p","expect":[],"delay_ms":-1}"#, "b", "negative"),
        (#"{"id":"b","file":"none.bpmn","process":"p","expect":[]}"#, "b", "cannot be read"),
        (#"{"id":"b","file":"own.bpmn","process":"q","expect":[]}"#, "b", "no process `q`"),
        (#"{"id":"b","file":"cases.json","process":"p","expect":[]}"#, "b", "no XML"),
        (#"{"id":"b","file":"own.bpmn","process":"p","expect":[]}"#, "b", "instead of []"),
        (#"{"id":"b","file":"own.bpmn","process":"p","expect":["ERROR_deployment"]}"#, "b", "SCRIPT_task9"),
    ])
    func malformedCasesFail(json: String, id: String, why: String) throws {
        let result = try run(
            ["bpmn-execution", "--format=json"],
            ["bpmn-execution/cases.json": Self.cases(",\(json)"), "bpmn-execution/own.bpmn": Self.model])
        #expect(result.status == 1)
        let suite = try JSON(parsing: result.output)["suites"]?[0]
        #expect(suite?["passed"] == 1 && suite?["total"] == 2)
        #expect(suite?["failures"]?[0]?["id"]?.string == id)
        #expect(suite?["failures"]?[0]?["why"]?.string?.contains(why) == true, "\(result.output)")
    }

    @Test(arguments: [
        (["nothing"], "there is no suite `nothing`"),
        (["rego"], "no engine here answers the suite `rego` yet"),
        (["bpmn-miwg"], "`bpmn-miwg` has no cases: there is no folder"), (["--format"], "`--format` takes"),
        (["--format", "xml"], "there is no format `xml`"), (["--quick"], "there is no option `--quick`"),
        (["bpmn-execution"], "cases.json` is no list"),
    ])
    func whatCannotBeDoneIsRefused(arguments: [String], why: String) throws {
        let result = try run(arguments, ["bpmn-execution/cases.json": "{}"])
        #expect(result.status == 2 && result.output.isEmpty)
        #expect(result.notes.contains { $0.contains(why) }, "\(result.notes)")
    }

    @Test func withoutArgumentsWhatIsThereRuns() throws {
        let files = [
            "merkle/inclusion/0/a.json":
                #"{"leafIdx":0,"treeSize":0,"root":"","leafHash":"","wantErr":true}"#,
            "merkle/odd/a.json": "{}", "rego/a.json": "{}",
        ]
        let result = try run([], files)
        #expect(result.status == 1)
        #expect(result.output.hasPrefix("merkle: 1/2\n  failed  odd/a.json: there is no kind of proof `odd`"))
        #expect(result.notes.contains { $0.hasPrefix("`rego` is left out") })
        #expect(result.notes.contains { $0.hasPrefix("`dmn-tck` is left out: there is no folder") })
    }

    @Test func aFolderWithoutSuitesIsRefused() throws {
        let result = try run([], ["other/a.json": "{}"])
        #expect(
            result.status == 2 && result.notes.last?.contains("holds no suite that is known here") == true)
        let absent = try run([], [:])
        #expect(absent.status == 2 && absent.notes.last?.contains("set UVMGR_CONFORMANCE") == true)
    }
}
