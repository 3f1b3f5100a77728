import Capabilities
import PythonScripts
import StructuredData
import Testing

/// What scripts see and give back.
@Suite(.enabled(if: pythonPath != nil)) struct ScriptValueTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let script: String
        var variables: [String: JSON] = [:]
        let came: Came
        var testDescription: String { script }

        init(_ script: String, _ variables: [String: JSON] = [:], _ came: Came) {
            (self.script, self.variables, self.came) = (script, variables, came)
        }
    }

    static let assignments = [
        Row("", [:], .finished([:])),
        Row("x = 1", [:], .finished(["x": 1])),
        Row("x = x + 1", ["x": 1, "y": 2], .finished(["x": 2])),
        Row("x = x", ["x": [1]], .finished([:])),
        Row("y = x", ["x": [1]], .finished(["y": [1]])),
        Row("del x", ["x": 1, "y": 2], .finished([:], removed: ["x"])),
        Row("b.append(1); a['k'] = 2", ["a": ["k": 1], "b": []], .finished(["a": ["k": 2], "b": [1]])),
        Row("x[0] = True", ["x": [1]], .finished(["x": [true]])),
        Row("x = True", ["x": 1], .finished(["x": true])),
        Row("x[0] = 1.5; x[0] = 1", ["x": [1]], .finished([:])),
        Row(
            "a.b.c = a.b.d + 1; del a.x", ["a": ["b": ["d": 1], "x": 0]],
            .finished(["a": ["b": ["d": 1, "c": 2]]])),
        Row(
            "n = [i.price for i in items]; m = items[0]['price']", ["items": [["price": 5]]],
            .finished(["n": [5], "m": 5])),
        Row("t = sorted(a.items())", ["a": ["items": 1]], .finished(["t": [["items", 1]]])),
        Row("a.items", ["a": ["items": 1]], .finished([:])),
        Row("import json\nt = json.dumps(a)", ["a": ["k": ["l": 1]]], .finished(["t": #"{"k": {"l": 1}}"#])),
        Row(
            "import copy\nb = copy.deepcopy(a); b.k.l = 2", ["a": ["k": ["l": 1]]],
            .finished(["b": ["k": ["l": 2]]])),
        Row("globals()['x y'] = 1", [:], .finished(["x y": 1])),
        Row("z = globals()['x y']", ["x y": 1], .finished(["z": 1])),
        Row("z = eval('q')", ["q": 1], .finished(["z": 1])),
        Row("def f():\n    global x\n    x = y\nf()", ["x": 0, "y": 3], .finished(["x": 3])),
        Row(
            "def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nx = f(20)", [:],
            .finished(["x": 2_432_902_008_176_640_000])),
        // What is no data stays in the script.
        Row(
            "import os, math as m\ndef f(): pass\nclass C: pass\n_x = 1\ng = len\ny = 1", [:],
            .finished(["y": 1])),
        Row("x = len", ["x": 1], .finished([:], removed: ["x"])),
        Row("_a = 2; y = _a", ["_a": 1], .finished(["y": 2])),
        Row("del _a", ["_a": 1], .finished([:])),
        Row("x = __name__", [:], .finished(["x": "__main__"])),
        Row("list = [1]; n = len(list)", [:], .finished(["list": [1], "n": 1])),
        Row("\n    x = 1\n    if x:\n        x = 2\n", [:], .finished(["x": 2])),
        Row("\n\tx = '''a\nb'''", [:], .finished(["x": "a\nb"])),
        Row("x = 'ü🐍\\u0000\\n\"\\\\' + y", ["y": "\u{1}é"], .finished(["x": "ü🐍\u{0}\n\"\\\u{1}é"])),
        Row("x = (1, (2,)), None, False", [:], .finished(["x": [[1, [2]], .null, false]])),
        Row(
            "x = {3, 1, 2}; y = {'b', 1}; z = frozenset()", [:],
            .finished(["x": [1, 2, 3], "y": ["b", 1], "z": []])),
        Row("x = range(3); y = {'a': 1}.keys()", [:], .finished(["x": [0, 1, 2], "y": ["a"]])),
        Row("x = 2.0; y = 1.5; z = 1e300; w = -0.0", [:], .finished(["x": 2, "y": 1.5, "z": 1e300, "w": 0])),
        Row("x = 2**63 - 1; y = -2**63", [:], .finished(["x": .integer(.max), "y": .integer(.min)])),
        Row(
            "import datetime as d\nx = d.datetime(2024, 2, 29, 1, tzinfo=d.timezone.utc); y = d.date(2024, 2, 29)\n"
                + "z = d.time(1, 2); w = d.timedelta(1, 90, 500000); v = -d.timedelta(seconds=90)", [:],
            .finished([
                "x": "2024-02-29T01:00:00+00:00", "y": "2024-02-29", "z": "01:02:00", "w": "P1DT90.5S",
                "v": "-P0DT90S",
            ])),
        Row(
            "from decimal import Decimal as D\nx = D('1.10'); y = D('3.00'); z = D('12345678901234567')", [:],
            .finished(["x": 1.1, "y": 3, "z": 12_345_678_901_234_567])),
        Row(
            "import enum, uuid, pathlib\nclass E(enum.Enum):\n    A = 'a'\nclass I(enum.IntEnum):\n    B = 2\nx = [E.A, I.B]\n"
                + "y = uuid.UUID(int=1); z = pathlib.Path('/a')", [:],
            .finished(["x": ["a", 2], "y": "00000000-0000-0000-0000-000000000001", "z": "/a"])),
        Row(
            "from collections import *\nx = OrderedDict(b=1); y = Counter('aa'); z = namedtuple('P', 'a b')(1, 2)",
            [:],
            .finished(["x": ["b": 1], "y": ["a": 2], "z": [1, 2]])),
    ]

    @Test func assignmentsComeBack() async throws {
        try #require(!Self.assignments.isEmpty)
        await withPythonSession(settings(), starter: processes) { python in
            for row in Self.assignments {
                #expect(await python.came(row.script, row.variables) == row.came, "\(row.script)")
            }
        }
    }

    static let unfit: [(String, String)] = [
        ("x = b'a'", "`x` (bytes) has no form in JSON"),
        ("x = {'a': [1, {'b': object()}]}", "`x.a[1].b` (object) has no form in JSON"),
        ("class C: pass\nx = C()", "`x` (C) has no form in JSON"),
        ("import fractions\nx = fractions.Fraction(1, 3)", "`x` (fractions.Fraction) has no form in JSON"),
        ("x = (i for i in ())", "`x` (generator) has no form in JSON"),
        ("x = [len]", "`x[0]` (builtin_function_or_method) has no form in JSON"),
        ("x = 1j", "`x` (complex) has no form in JSON"),
        ("x = float('nan')", "`x` (float) is nan, which is no number in JSON"),
        ("x = [-float('inf')]", "`x[0]` (float) is -inf, which is no number in JSON"),
        ("x = 1e308 * 10", "`x` (float) is inf, which is no number in JSON"),
        ("import decimal\nx = decimal.Decimal('NaN')", "`x` (Decimal) is NaN, which is no number in JSON"),
        ("x = 2**63", "`x` (int) needs more than 64 bits"),
        ("x = {1: 2}", "`x` (int) is the key 1; keys must be text"),
        ("x = {'a': {None: 2}}", "`x.a` (NoneType) is the key None; keys must be text"),
        ("x = '\\ud800'", "`x` (str) holds half of a surrogate pair, which is no text"),
        ("x = []\nx.append(x)", "`x[0][0][0][0][0]…` (list) is nested deeper than 200 levels"),
        (
            "x = []\nfor _ in range(200): x = [x]",
            "`x[0][0][0][0][0]…` (list) is nested deeper than 200 levels"
        ),
        ("x = 'a' * (20 << 20)", "the script gives back 20971522 bytes where 16777216 are allowed"),
        ("x = y = 'a' * (9 << 20)", "the script gives back 18874372 bytes where 16777216 are allowed"),
    ]

    @Test func whatIsNoJSONIsNamed() async throws {
        await withPythonSession(settings(), starter: processes) { python in
            let first = try? await python.facts()
            for (script, message) in Self.unfit {
                #expect(await python.came(script) == .failed(message))
                #expect(await python.came("x = 1") == .finished(["x": 1]), "\(script)")
            }
            #expect(await python.came("x = []\nfor _ in range(199): x = [x]\nx = 1") == .finished(["x": 1]))
            #expect(first != nil)
        }
    }

    static let expressions: [(String, [String: JSON], JSON)] = [
        ("1 + 1", [:], 2), (" x > 1\n", ["x": 2], true),
        ("order.total >= 10 and 'a' in tags", ["order": ["total": 10], "tags": ["a"]], true),
        ("{'a': x}", ["x": .null], ["a": .null]), ("[i * 2 for i in x]", ["x": [1, 2]], [2, 4]),
        ("(x, {1})", ["x": 1], [1, [1]]),
        ("sum(map(lambda i: i * k, x))", ["x": [1, 2], "k": 3], 9), ("print('hi')", [:], .null),
        ("x.append(1)", ["x": []], .null), ("a['b'].c", ["a": ["b": ["c": "d"]]], "d"),
    ]

    @Test func expressionsHaveValues() async throws {
        try await withPythonSession(settings(), starter: processes) { python in
            for (text, variables, value) in Self.expressions {
                let found = try await python.evaluate(text, variables: variables)
                #expect(found.value == value, "\(text)")
            }
            let printing = try await python.evaluate("print('hi')", variables: [:])
            #expect(printing.printed.text == "hi\n")
            await #expect(throws: ScriptError.unfit(path: "", type: "bytes", reason: "has no form in JSON")) {
                try await python.evaluate("b''", variables: [:])
            }
            await #expect(
                throws: ScriptError.unfit(path: "[0]", type: "bytes", reason: "has no form in JSON")
            ) {
                try await python.evaluate("[b'']", variables: [:])
            }
            await #expect(throws: ScriptError.tooLarge(bytes: 17 << 20 | 2, limit: 16 << 20)) {
                try await python.evaluate("'a' * (17 << 20)", variables: [:])
            }
        }
    }

    @Test func largeVariablesGoThere() async throws {
        let big = JSON.array((0..<20_000).map { .integer($0) })
        let text = JSON.string(String(repeating: "ü", count: 500_000))
        await withPythonSession(settings(), starter: processes) { python in
            let variables = ["big": big, "text": text, "n": 1]
            #expect(await python.came("n = n + 1", variables) == .finished(["n": 2]))
            #expect(await python.came("n = len(big) + len(text)", variables) == .finished(["n": 520_000]))
            #expect(await python.came("big.append(0); big.pop()", variables) == .finished([:]))
            #expect(await python.came("m = big[::-1][:1]", variables) == .finished(["m": [19_999]]))
            #expect(await python.came("copy = big", variables) == .finished(["copy": big]))
        }
    }

    @Test func variablesThatAreTooDeepAreRefused() async throws {
        var deep: JSON = 1
        for _ in 0..<200 { deep = [deep] }
        let (fits, tooDeep) = (deep, JSON.array([deep]))
        await withPythonSession(settings(), starter: processes) { python in
            #expect(await python.came("y = len(x)", ["x": fits]) == .finished(["y": 1]))
            #expect(
                await python.came("y = len(x)", ["x": tooDeep])
                    == .failed("`x` is nested deeper than 200 levels"))
            #expect(await python.came("y = 1", ["x": tooDeep]) == .finished(["y": 1]))
        }
    }
}
