import PythonScripts
import StructuredData
import Testing

/// Python says what is no Python, and nothing is run.
@Suite(.enabled(if: pythonPath != nil)) struct PythonSyntaxTests {
    private static func checker(_ interpreter: String? = nil) -> PythonSyntax {
        var settings = settings()
        if let interpreter { settings.interpreter = interpreter }
        return PythonSyntax(settings, runner: processes)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        var isExpression = false
        /// Where the fault is; `nil`: there is none.
        let place: [Int]?
        var testDescription: String { text }
    }

    static let rows = [
        Row(text: "x = 1\ny = x", place: nil), Row(text: "x = (1,", place: [1, 5]),
        Row(text: "x = 1\n  y = 2\nz = )", place: [2, 3]), Row(text: "", place: nil),
        Row(text: "    x = 1\n    y = 2", place: nil), Row(text: "x = 1\n    y = 2", place: nil),
        Row(text: "x = 1\n    y = )\n    z = 2", place: [2, 9]),
        Row(text: "if x:\n        y = 1\n    z = 2", place: nil), Row(text: "if x:\ny = 1", place: [2, 1]),
        Row(text: " a > 1 ", isExpression: true, place: nil),
        Row(text: "a = 1", isExpression: true, place: [1, 3]),
        Row(text: "raise SystemExit(3)", place: nil), Row(text: "while True: pass", place: nil),
        Row(text: "x = \"\u{0}\"", place: [0, 0]),
    ]

    @Test func allTextsAtOnce() async throws {
        let texts = Self.rows.map { PythonSyntax.Text($0.text, isExpression: $0.isExpression) }
        let faults = try await Self.checker().faults(of: texts)
        #expect(faults.count == Self.rows.count)
        for (row, fault) in zip(Self.rows, faults) {
            guard let place = row.place else {
                #expect(fault == nil, "\(row.text)")
                continue
            }
            #expect(fault?.line == place[0], "\(row.text)")
            // Pythons differ in the column by one or two.
            #expect(abs((fault?.column ?? -9) - place[1]) <= 2, "\(row.text)")
            #expect(fault?.message.isEmpty == false)
        }
    }

    @Test func whatHasAMarginRuns() async throws {
        let texts = Self.rows.filter { $0.place == nil && !$0.isExpression && $0.text.hasSuffix("2") }
        #expect(texts.count == 3)
        await withPythonSession(settings(), starter: processes) { python in
            for row in texts {
                guard case .finished(let assigned, _) = await python.came(row.text, ["x": true]) else {
                    Issue.record("\(row.text)")
                    continue
                }
                #expect(assigned.values.contains(2), "\(row.text)")
            }
        }
    }

    @Test func whatIsNoPythonIsSaidSo() async throws {
        await #expect(throws: ScriptError.self) {
            try await Self.checker("/bin/false").faults(of: [PythonSyntax.Text("x", isExpression: true)])
        }
    }
}
