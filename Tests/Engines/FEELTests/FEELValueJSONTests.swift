import StructuredData
import Testing

@testable import FEEL

@Suite("FEEL values and JSON") struct FEELValueJSONTests {
    @Test(
        arguments: [
            (JSON.null, "null"), (true, "true"), (42, "42"), (0.1, "0.1"), ("a", "\"a\""),
            ([1, "x", .null], "[1, \"x\", null]"),
            (["b": 1, "a": ["c": false]], "{a: {c: false}, b: 1}"), (1e300, "1e+300"), (-2.5, "-2.5"),
        ] as [(JSON, String)])
    func valuesComeFromJSON(_ json: JSON, _ text: String) {
        let value = FEELValue(json)
        #expect(value.description == text)
        #expect(value.json == json)
    }

    @Test(arguments: [
        ("@\"2024-02-29\"", "\"2024-02-29\""), ("@\"P1DT2H\"", "\"P1DT2H\""),
        ("@\"10:30:00Z\"", "\"10:30:00Z\""),
        ("[1..3)", "\"[1..3)\""), ("abs", "null"), ("1/4", "0.25"), ("{a: @\"P1Y\"}", "{\"a\":\"P1Y\"}"),
        ("9223372036854775807", "9223372036854775807"), ("1e30", "1e+30"),
    ])
    func valuesBecomeJSON(_ text: String, _ json: String) throws {
        #expect(try FEELExpression(parsing: text).evaluate().json.canonical == json)
    }

    @Test func contextsKeepTheirOrder() {
        var context: FEELContext = ["z": 1, "a": 2]
        context["m"] = 3
        context["z"] = 4
        #expect(context.keys == ["z", "a", "m"])
        context["a"] = nil
        #expect(context.keys == ["z", "m"])
        #expect(context == ["m": 3, "z": 4])
    }
}
