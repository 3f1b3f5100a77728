import ProcessLanguages
import StructuredData
import Testing

@testable import BPMN

@Suite("JUEL") struct JUELTests {
    static let values: [(String, [String: JSON], JSON)] = [
        ("${a}", ["a": 1], 1), ("#{ a }", ["a": 1], 1), ("${a.b.c}", ["a": ["b": ["c": "x"]]], "x"),
        ("${a == 1}", ["a": 1], true), ("${a eq 1}", ["a": 2], false), ("${a != 'x'}", ["a": "y"], true),
        ("${a < 2 && b >= 3}", ["a": 1, "b": 3], true), ("${a lt 2 and b ge 3}", ["a": 1, "b": 2], false),
        ("${a || b}", ["a": false, "b": true], true), ("${!a}", ["a": false], true),
        ("${not (a or b)}", ["a": false, "b": true], false),
        ("${(a || b) && c}", ["a": true, "b": false, "c": false], false),
        ("${a + b * 2}", ["a": 1, "b": 3], 7), ("${(a + b) * 2}", ["a": 1, "b": 3], 8),
        ("${10 - a - 1}", ["a": 4], 5), ("${10 - (a - 1)}", ["a": 4], 7), ("${7 % 4}", [:], 3),
        ("${8 div 2}", [:], 4), ("${-a}", ["a": 4], -4), ("${a mod 2 == 0}", ["a": 4], true),
        ("${a > 1 ? 'big' : \"small\"}", ["a": 2], "big"),
        ("${a ? 1 : b ? 2 : 3}", ["a": false, "b": false], 3),
        ("${empty a}", ["a": ""], true), ("${empty a}", ["a": []], true), ("${empty a}", ["a": [0]], false),
        ("${empty a}", ["a": [:]], true), ("${empty a}", ["a": .null], true), ("${empty a}", ["a": 5], false),
        ("${!empty a && a.size() > 1}", ["a": [1, 2]], true), ("${not empty a}", ["a": "x"], true),
        ("${execution.getVariable(\"a\") + 1}", ["a": 1], 2),
        ("${execution.hasVariable('a')}", ["a": 1], true),
        ("${a.contains('b')}", ["a": "abc"], true), ("${a.contains('b')}", ["a": ["b"]], true),
        ("${a.equals('b')}", ["a": "b"], true),
        ("${a.startsWith('b') || a.endsWith('c')}", ["a": "abc"], true),
        ("${a.length() == 3}", ["a": "abc"], true), ("${a[0]}", ["a": [7, 8]], 7),
        ("${a.get(1)}", ["a": [7, 8]], 8), ("${a['b c']}", ["a": ["b c": 5]], 5),
        ("${a.toUpperCase()}", ["a": "x"], "X"), ("Hello ${a}, ${b}!", ["a": "A", "b": 2], "Hello A, 2!"),
        ("${\"a\\\"b\"}", [:], "a\"b"), ("${true}", [:], true),
        ("${a.b ? '}' : '{'}", ["a": ["b": true]], "}"),
    ]

    @Test(arguments: values) func value(text: String, variables: [String: JSON], expected: JSON) throws {
        guard case .feel(let feel) = try JUEL.translated(text) else {
            Issue.record("`\(text)` is no expression")
            return
        }
        let value = try FEELEvaluator().evaluate(feel, variables: Variables(variables))
        #expect(value == expected, "\(feel)")
    }

    @Test func textIsText() throws {
        for text in ["", "plain", "costs $5", "{a}", "a = b"] {
            #expect(try JUEL.translated(text) == .text(text))
        }
    }

    /// What is refused, with the character that is named.
    static let refused: [(String, Int)] = [
        ("${bean.call(a)}", 8), ("${bean.call()}", 8), ("${fn:length(a)}", 3), ("${S('x')}", 3),
        ("${execution.id}", 3), ("${a +}", 6), ("${a", 1), ("${(a}", 5), ("x ${a b}", 7), ("${'x}", 1),
        ("${a[b]}", 7), ("${}", 3), ("${a ? b}", 8), ("${a..b}", 5),
    ]

    @Test(arguments: refused) func refusal(text: String, character: Int) {
        do {
            let value = try JUEL.translated(text)
            Issue.record("`\(text)` became \(value)")
        } catch {
            #expect(error.message.hasSuffix("at character \(character)"), "\(error.message)")
            #expect(!error.hint.isEmpty && error.reason == .expression)
        }
    }

    @Test func depthIsLimited() {
        for text in [String(repeating: "(", count: 10_000), String(repeating: "!", count: 10_000)] {
            #expect(throws: Refusal.self) { try JUEL.translated("${\(text)a}") }
        }
    }
}
