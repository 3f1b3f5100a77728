import Diagnostics
import Foundation
import StructuredData
import Testing

@testable import DefinitionOfDone

@Suite struct JSONReportTests {
    static let schema = URL(filePath: #filePath + "/../../../../../docs/schemas/run-1.schema.json")
        .standardizedFileURL

    /// Prints, a line for each document of a list, how many complaints the schema has, then the complaints.
    ///
    /// Members that the schema does not name are complaints too, so that it names them all.
    static let validator = """
        import json, sys, jsonschema
        schema = json.load(open(sys.argv[2]))
        def close(node):
            if isinstance(node, dict):
                if "properties" in node and "type" in node: node["additionalProperties"] = False
                for value in node.values(): close(value)
            elif isinstance(node, list):
                for value in node: close(value)
        close(schema)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        for document in json.load(open(sys.argv[1])):
            errors = list(validator.iter_errors(document))
            print(len(errors), *[error.json_path + " " + error.message[:200] for error in errors])
        """

    private func complaints(_ documents: [String]) throws -> [String] {
        let list = "[" + documents.joined(separator: ",") + "]"
        return try Python.run(Self.validator, input: list, arguments: [Self.schema.path()])
            .split(separator: "\n").map(String.init)
    }

    @Test(.enabled(if: Python.hasJSONSchema)) func everyRunFitsTheSchema() throws {
        let runs = SampleRun.all.map(\.state) + [RunState(id: "r-1")]
        let documents = runs.map { report($0, as: .json, options: ReportOptions()) }
        #expect(try complaints(documents) == Array(repeating: "0", count: runs.count))
    }

    static let faults = [
        (#""exitCode": 1,"#, #""exitCode": 0,"#), (#""verdict": "not done""#, #""verdict": "bad""#),
        (#""kind": "security""#, #""kind": "secure""#), (#""origin": "pinned","#, ""),
        (#""status": "failed""#, #""status": "broken""#), (#""size": 12345"#, #""size": "12345""#),
        (#""line": 42"#, #""line": 0"#), (#""traceId": "#, #""trace": "#),
        ("https://uvmgr.dev/schemas/run/1", "https://uvmgr.dev/schemas/run/2"),
    ]

    @Test(.enabled(if: Python.hasJSONSchema)) func brokenDocumentsDoNot() throws {
        let document = report(SampleRun.notDone.state, as: .json, options: ReportOptions())
        for fault in Self.faults { #expect(document.contains(fault.0)) }
        let results = try complaints(Self.faults.map { document.replacing($0.0, with: $0.1) })
        #expect(results.count == Self.faults.count)
        for (result, fault) in zip(results, Self.faults) { #expect(!result.hasPrefix("0"), "\(fault)") }
    }

    @Test(arguments: SampleRun.all) func readsBack(_ sample: SampleRun) throws {
        let value = try JSON(parsing: Array(report(sample.state, as: .json, options: ReportOptions()).utf8))
        #expect(value["run"]?.string == sample.state.id)
        #expect(value["gates"]?.array?.count == sample.state.plan.count)
        #expect(value["exitCode"]?.integer == Int64(sample.state.answer.exitStatus.rawValue))
        let findings = try value["gates"]?.array?.flatMap { gate in
            try (gate["findings"]?.array ?? []).map { try Finding(json: $0) }
        }
        #expect(findings == sample.state.gates.flatMap(\.findings))
    }
}
