import Capabilities
import PythonScripts
import StructuredData
import Testing

/// What goes wrong in scripts is named, and the next script works.
@Suite(.enabled(if: pythonPath != nil)) struct ScriptFailureTests {
    static let exceptions: [(String, String)] = [
        ("x = 1\n\n1 / 0", "line 3: ZeroDivisionError: division by zero"),
        ("def f():\n    return y\n\nf()", "line 2: NameError: name 'y' is not defined"),
        ("import json\njson.loads('{')", "line 2: json.decoder.JSONDecodeError: "),
        ("class E(Exception): pass\nraise E('a')", "line 2: E: a"),
        ("raise ValueError", "line 1: ValueError"),
        ("x = {'a': 1}\nx['b']", "line 2: KeyError: 'b'"),
        ("order.totl", "line 1: AttributeError: no member `totl`"),
        ("del order.totl", "line 1: AttributeError: no member `totl`"),
        ("import no_such_module", "line 1: ModuleNotFoundError: No module named 'no_such_module'"),
        ("input()", "line 1: EOFError: EOF when reading a line"),
        ("import sys\nsys.exit(3)", "line 2: SystemExit: 3"),
        ("raise SystemExit", "line 1: SystemExit"),
        ("raise KeyboardInterrupt", "line 1: KeyboardInterrupt"),
        ("raise GeneratorExit", "line 1: GeneratorExit"),
        ("def f(): return f()\nf()", "line 1: RecursionError: maximum recursion depth exceeded"),
        (
            "class E(Exception):\n    def __str__(self): 1/0\nraise E",
            "line 3: E: its message could not be made"
        ),
        ("raise Exception('\\ud800')", "line 1: Exception: ?"),
        ("assert 1 > 2, 'no'", "line 1: AssertionError: no"),
        ("x = 'a' * (2 << 30)", "line 1: MemoryError"),
        ("x = []\nwhile True: x.append('a' * 1000000)", "line 2: MemoryError"),
        ("class C(dict):\n    def items(self): raise OSError('no')\nx = C()", "line 2: OSError: no"),
        ("x = (", "line 1: SyntaxError: "), ("if 1:\nx = 2", "line 2: SyntaxError: "),
        ("return 1", "line 1: SyntaxError: "),
        ("x = 1\ny = $", "line 2: SyntaxError: "), ("x = '\u{0}'", ""),
        (String(repeating: "(", count: 5000), ""),
        (String(repeating: "-", count: 100_000) + "1", ""),
    ]

    @Test func exceptionsAreNamedWithTheirLine() async throws {
        try #require(!Self.exceptions.isEmpty)
        let limits = ScriptLimits(memory: 300 << 20)
        await withPythonSession(settings(limits: limits), starter: processes) { python in
            for (script, message) in Self.exceptions {
                guard case .failed(let found) = await python.came(script, ["order": ["total": 1]]) else {
                    Issue.record("no failure: \(script.prefix(80))")
                    continue
                }
                #expect(found.hasPrefix(message), "\(script.prefix(80))")
                #expect(await python.came("x = 1") == .finished(["x": 1]), "\(script.prefix(80))")
            }
        }
    }

    static let enders: [(String, String)] = [
        ("import os\nos._exit(3)", "the script ended its worker: it exited with code 3"),
        ("import os\nos.kill(os.getpid(), 9)", "the script ended its worker: it was killed by signal 9"),
        ("import os\nos.kill(0, 15)", "the script ended its worker: it was killed by signal 15"),
        ("import os\nos.abort()", "the script ended its worker: it was killed by signal 6"),
        ("import os\nos.closerange(0, 1000)", "the script ended its worker: "),
        ("import os\nos.write(241, b'garbage\\n')", "the script disturbed its worker: its answer is no JSON"),
        ("import os\nos.write(241, b'[]\\n')", "the script disturbed its worker: its answer is none"),
        (
            "import os\nos.write(241, b'[2,null,\"done\",{},5]\\n')",
            "the script disturbed its worker: its answer is none"
        ),
        (
            "import os\nwhile True: os.write(241, b'x' * 65536)",
            "the script disturbed its worker: its answer has no end"
        ),
        (
            "import os, time\nos.close(241)\ntime.sleep(600)",
            "the script ended its worker: it closed its answers"
        ),
        ("import sys\nsys.setrecursionlimit(10**9)\nx = []\nfor _ in range(10**6): x = [x]\nrepr(x)", ""),
        (
            "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()",
            "the script left a thread running, which was killed"
        ),
        (
            "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
            "the script left a thread running, which was killed"
        ),
        (
            "import subprocess\nsubprocess.Popen(['sleep', '600'])",
            "the script left a process running, which was killed"
        ),
        (
            "import os, time\nif os.fork() == 0: time.sleep(600)",
            "the script left a process running, which was killed"
        ),
        (
            "import os, signal, time\nif os.fork() == 0:\n    os.setsid()\n    signal.signal(15, signal.SIG_IGN)\n    time.sleep(600)",
            "the script left a process running, which was killed"
        ),
        (
            "import subprocess\nsubprocess.Popen(['sleep', '600'])\n1 / 0",
            "line 3: ZeroDivisionError: division by zero"
        ),
    ]

    @Test func whoeverEndsTheWorkerHarmsNobodyElse() async throws {
        try #require(!Self.enders.isEmpty)
        let limits = ScriptLimits(resultSize: 1 << 16)
        await withPythonSession(settings(limits: limits), starter: processes) { python in
            for (script, message) in Self.enders {
                guard case .failed(let found) = await python.came(script) else {
                    Issue.record("no failure: \(script)")
                    continue
                }
                #expect(found.hasPrefix(message), "\(script)")
                #expect(await python.came("x = 1") == .finished(["x": 1]), "\(script)")
            }
        }
    }

    static let harmless = [
        "import os\nos.closerange(0, 3)", "import sys\nsys.stdout.close()",
        "import sys\nsys.stdout = None; sys.stderr = 5",

        "import builtins\n_b = builtins\nlen = None",
        "import os\nif os.fork() == 0: os._exit(0)\nos.wait()",
        "import os\nif os.fork() == 0: _x = 1\nelse: os.wait()",
        "import os\nif os.fork() == 0: raise SystemExit\nelse: os.wait()", "import os\nos.chdir('/tmp')",
        "import sys\nsys.setrecursionlimit(200)",
        "import threading\n_t = threading.Thread(target=len, args=('',))\n_t.start()\n_t.join()",
        "import subprocess\nsubprocess.run(['true'])",
        "import sys, os\nos.write(1, b'[1]\\n'); os.write(2, b'{}\\n')\nprint('[]')", "__builtins__.clear()",
        "import gc\ngc.collect()",
        // What a script changes in a module stays, and harms the conversation no more than the rest.
        "import json, os\njson.dumps = json.loads = os.write = os.read = os.dup2 = None",
    ]

    @Test func whatAScriptDoesToTheWorkerIsPutRight() async throws {
        let check =
            "import os\nx = [len('ab'), os.getcwd(), print('p')]\ndef f(n): return f(n - 1) if n else 1\nf(500)"
        try await withPythonSession(settings(), starter: processes) { python in
            for script in Self.harmless {
                let came = await python.came(script)
                #expect(came == .finished([:]) || came == .finished(["len": .null]), "\(script)")
                let result = try await python.execute(check, variables: [:])
                #expect(
                    result.outcome == .finished(assigned: ["x": [2, "/", .null]], removed: []), "\(script)")
                #expect(result.printed.text == "p\n", "\(script)")
            }
        }
    }

    @Test func eachScriptBeginsFromItsVariablesAlone() async throws {
        await withPythonSession(settings(), starter: processes) { python in
            #expect(await python.came("x = 1; _y = 2\ndef f(): pass") == .finished(["x": 1]))
            for name in ["x", "_y", "f"] {
                #expect(
                    await python.came(name) == .failed("line 1: NameError: name '\(name)' is not defined"))
            }
        }
    }

    @Test func bpmnErrorsAreResults() async throws {
        await withPythonSession(settings(), starter: processes) { python in
            #expect(
                await python.came("x = 1\nraise BpmnError('E1', 'no stock')") == .raised("E1", "no stock"))
            #expect(await python.came("raise BpmnError('E1')") == .raised("E1", ""))
            #expect(await python.came("def f():\n    raise BpmnError(7, 8)\nf()") == .raised("7", "8"))
            #expect(await python.came("class E(BpmnError): pass\nraise E('E2')") == .raised("E2", ""))
            #expect(
                await python.came(
                    "try:\n    raise BpmnError('E1', 'm')\nexcept BpmnError as e:\n    x = [e.code, str(e)]")
                    == .finished(["x": ["E1", "E1: m"]]))
            #expect(await python.came("raise BpmnError()").isFailure)
        }
    }

    @Test func whatIsPrintedComesBack() async throws {
        let limits = ScriptLimits(printedSize: 10)
        try await withPythonSession(settings(limits: limits), starter: processes) { python in
            let script =
                "import os, subprocess\nprint('ü')\nos.write(1, b'ab')\nsubprocess.run(['printf', 'cd'])"
            let result = try await python.execute(script, variables: [:])
            #expect(result.printed == CapturedOutput(bytes: Array("ü\nabcd".utf8)))
            let long = try await python.execute("print('a' * 1000000, end='z')", variables: [:])
            #expect(long.printed == CapturedOutput(bytes: Array("aaaaaaaaaz".utf8), droppedBytes: 999_991))
            await #expect(
                throws: ScriptError.raised(
                    type: "OSError", message: "no", line: 2,
                    printed: CapturedOutput(bytes: Array("hi\n".utf8)))
            ) {
                try await python.execute("print('hi')\nraise OSError('no')", variables: [:])
            }
            await #expect(
                throws: ScriptError.ended(.exited(1), printed: CapturedOutput(bytes: Array("hi\n".utf8)))
            ) {
                try await python.execute("import os\nprint('hi')\nos._exit(1)", variables: [:])
            }
        }
    }

    @Test func aScriptThatHangsIsKilled() async throws {
        let limits = ScriptLimits(time: .milliseconds(300))
        await withPythonSession(settings(limits: limits), starter: processes) { python in
            for script in [
                "while True: pass", "import time\ntime.sleep(600)",
                "import signal, os\nsignal.signal(15, signal.SIG_IGN)\nos.read(os.pipe()[0], 1)",
                "x = 10 ** 10 ** 9",
                "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
            ] {
                #expect(
                    await python.came(script)
                        == .failed("the script ran longer than 0.3 seconds and was killed"))
            }
        }
        await withPythonSession(settings(limits: limits), starter: processes) { python in
            #expect(await python.came("while True: pass").isFailure)
            #expect(await python.came("x = 1") == .finished(["x": 1]))
        }
    }

    static let interpreters: [(String, String)] = [
        ("/nowhere/python3", "could not start `/nowhere/python3` for scripts: no such file"),
        ("/", "could not start `/` for scripts: it is a folder"),
        ("/bin/false", "could not start `/bin/false` for scripts: it ended at once"),
        ("/bin/echo", "could not start `/bin/echo` for scripts: it does not answer as Python does"),
    ]

    @Test(arguments: interpreters) func whatIsNoPythonIsRefused(_ path: String, _ message: String)
        async throws
    {
        var settings = settings()
        settings.interpreter = path
        await withPythonSession(settings, starter: processes) { python in
            #expect(await python.came("x = 1") == .failed(message))
            #expect(await python.came("x = 1") == .failed(message))
        }
    }
}
