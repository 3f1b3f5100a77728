import Capabilities
import PythonScripts
import StructuredData
import Testing

@Suite(.enabled(if: pythonPath != nil)) struct ScriptSandboxTests {
    static let refused = [
        "open('/tmp/uvmgr-scripts-x', 'w')", "open('/tmp/uvmgr-scripts-x', 'a')", "open('/etc/hosts', 'r+')",
        "import os\nos.open('/tmp/uvmgr-scripts-x', os.O_CREAT | os.O_WRONLY)",
        "import os\nos.remove('/tmp/uvmgr-scripts-x')",
        "import os\nos.mkdir('/tmp/uvmgr-scripts-x')",
        "import os\nos.rename('/tmp/uvmgr-scripts-x', '/tmp/uvmgr-scripts-y')",
        "import os\nos.system('true')", "import os\nos.fork()", "import os\nos.execv('/bin/true', ['true'])",
        "import os\nos.kill(1, 0)", "import os\nos.posix_spawn('/bin/true', ['true'], {})",
        "import subprocess\nsubprocess.run(['true'])", "import socket\nsocket.socket()",
        "import socket\nsocket.getaddrinfo('localhost', 80)", "import ctypes",
        "import sqlite3\nsqlite3.connect('/tmp/uvmgr-scripts-x')",
        "import shutil\nshutil.rmtree('/tmp/uvmgr-scripts-x')",
        "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))",
    ]

    static let ways: [[SandboxHelper]] = [[], SandboxHelper.found(by: processes, path: searchPath)]

    @Test(arguments: ways) func anIsolatedScriptOnlyComputes(_ helpers: [SandboxHelper]) async throws {
        try #require(!Self.refused.isEmpty)
        let settings = settings(sandbox: .isolated(folder: "/tmp", helpers: helpers))
        try await withPythonSession(settings, starter: processes) { python in
            let facts = try await python.facts()
            let possible = [.auditHook] + helpers.map { ScriptIsolation.namespaces($0) }
            #expect(possible.contains(facts.isolation))
            for script in Self.refused {
                guard case .failed(let message) = await python.came(script) else {
                    Issue.record("not refused: \(script)")
                    continue
                }
                #expect(message.contains("PermissionError: an isolated script may not"), "\(script)")
            }
            let allowed =
                "import json, math, decimal, datetime, re, os\nx = open('/etc/hosts').read() != ''\ny = sorted(os.environ)\nz = os.getcwd()"
            guard case .finished(let assigned, _) = await python.came(allowed) else {
                Issue.record("a script that only computes was refused")
                return
            }
            #expect(assigned["x"] == true && assigned["z"] == "/tmp")
            let names = Set(assigned["y"]?.array?.compactMap(\.string) ?? [])
            #expect(names.isSubset(of: ["PATH", "LANG", "LC_CTYPE", "PWD", "UVMGR_PROCESS_TOKEN"]))
        }
    }

    @Test func aHelperThatDoesNotWorkIsPassedOver() async throws {
        let helpers = [SandboxHelper.bubblewrap(path: "/nowhere/bwrap"), .unshare(path: "/bin/false")]
        let settings = settings(sandbox: .isolated(folder: "/tmp", helpers: helpers))
        try await withPythonSession(settings, starter: processes) { python in
            let before = try await python.facts()
            #expect(await python.came("import os\nos._exit(1)").isFailure)
            let after = try await python.facts()
            #expect(before.isolation == .auditHook && after == before)
        }
    }

    @Test func memoryIsLimited() async throws {
        let limits = ScriptLimits(memory: 200 << 20)
        try await withPythonSession(settings(limits: limits), starter: processes) { python in
            guard try await python.facts().isMemoryLimited else { return }
            #expect(await python.came("x = len('a' * (300 << 20))") == .failed("line 1: MemoryError"))
            #expect(await python.came("x = len('a' * (50 << 20))") == .finished(["x": 52_428_800]))
        }
    }
}
