import Testing

@testable import DefinitionOfDone

/// Which change measures which gate again.
@Suite struct GateKeyTests {
    static let gates = [
        "format", "lint", "types", "tests", "coverage", "performance", "lock", "vulnerabilities", "build",
    ]
    static let all: Set<String> = Set(gates)

    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        let changed: Set<String>
        var testDescription: String { file }
        init(_ file: String, _ changed: Set<String>) { (self.file, self.changed) = (file, changed) }
    }

    static let python: Set<String> = ["format", "lint", "types", "tests", "coverage", "performance"]
    static let rows = [
        Row("tests/test_p.py", python),
        Row("src/p/__init__.py", python.union(["build"])),
        Row("README.md", ["tests", "coverage", "performance", "build"]),
        Row("ruff.toml", python.union(["build"])),
        Row("docs/index.md", ["tests", "coverage", "performance"]),
        Row("uv.lock", ["tests", "coverage", "performance", "lock", "vulnerabilities"]),
        Row("pyproject.toml", all.subtracting(["vulnerabilities"])),
    ]

    static func bench() throws -> Bench {
        var bench = try Bench([
            "pyproject.toml": """
            [project]
            name = "p"
            version = "1"
            [dependency-groups]
            dev = ["pytest-benchmark", "mypy", "pytest"]
            [build-system]
            requires = ["uv_build"]
            build-backend = "uv_build"
            """, "src/p/__init__.py": "", "tests/test_p.py": "", "README.md": "", "ruff.toml": "",
            "docs/index.md": "",
            "uv.lock": "version = 1\n",
        ])
        try bench.shop.script("uv", "echo uv 9.9.9")
        bench.uv = bench.shop["uv"]
        try bench.fakeEnvironment([:], packages: ["ruff-1.0"])
        bench.flags.only = gates
        return bench.with(environment: bench.shop["venv"])
    }

    /// Keys of all gates, as if what each builds on had been measured.
    static func keys(_ bench: Bench) async throws -> [String: String] {
        let validation = try bench.validation()
        let work = GateWork(validation, try await Survey(validation))
        var keys: [String: String] = [:]
        for planned in validation.plan.gates {
            var context = work.context(planned, onOutput: nil)
            for name in planned.after {
                context.upstream[name] = GateRun(
                    gate: name, kind: .quality, outcome: .measured, key: keys[name])
            }
            let gate = GateCatalog.gate(planned.name, validation.request.configuration.gates[planned.name])
            keys[planned.name] = work.key(gate, context)
        }
        return keys
    }

    @Test(arguments: rows) func aFile(_ row: Row) async throws {
        let bench = try Self.bench()
        let before = try await Self.keys(bench)
        #expect(before == (try await Self.keys(bench)))
        #expect(Set(before.keys) == Self.all)
        try bench.shop.write(
            "project/" + row.file, try LiveText.read(bench.shop["project/" + row.file]) + "\n# x\n")
        let after = try await Self.keys(bench)
        #expect(Set(Self.gates.filter { before[$0] != after[$0] }) == row.changed)
    }

    @Test func settingsAndTools() async throws {
        var bench = try Self.bench()
        let before = try await Self.keys(bench)
        func changed(_ bench: Bench) async throws -> Set<String> {
            let after = try await Self.keys(bench)
            return Set(Self.gates.filter { before[$0] != after[$0] })
        }
        // Conditions judge; they do not measure.
        bench.flags.gates = ["lint at most 3 findings"]
        #expect(try await changed(bench) == [])
        bench.flags.gates = []
        bench.flags.settings["gate-timeout"] = "3s"
        #expect(try await changed(bench) == [])
        bench.flags.settings["advisories"] = bench.shop["project"]
        #expect(try await changed(bench) == ["vulnerabilities"])
        bench.flags.settings["advisories"] = nil
        // Another package in the environment may change what everything that runs in it does.
        try bench.shop.write("venv/lib/python3.11/site-packages/idna-3.0.dist-info/METADATA", "")
        #expect(try await changed(bench) == Self.python)
    }
}
