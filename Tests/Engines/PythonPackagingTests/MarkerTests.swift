import Diagnostics
import PythonPackaging
import Testing

@Suite("Environment markers, PEP 508")
struct MarkerTests {
    static let environments: [MarkerEnvironment] = [
        MarkerEnvironment(values: [
            .pythonVersion: "3.8", .pythonFullVersion: "3.8.10", .osName: "posix", .sysPlatform: "linux",
            .platformRelease: "5.15.0-91-generic", .platformSystem: "Linux", .platformVersion: "#1 SMP",
            .platformMachine: "x86_64", .platformPythonImplementation: "CPython",
            .implementationName: "cpython",
            .implementationVersion: "3.8.10",
        ]),
        MarkerEnvironment(
            values: [
                .pythonVersion: "3.14", .pythonFullVersion: "3.14.0+", .osName: "nt", .sysPlatform: "win32",
                .platformRelease: "10", .platformSystem: "Windows", .platformVersion: "10.0.19041",
                .platformMachine: "AMD64", .platformPythonImplementation: "CPython",
                .implementationName: "cpython",
                .implementationVersion: "3.14.0",
            ], extras: ["Foo_Bar"]),
        MarkerEnvironment(
            values: [
                .pythonVersion: "3.11", .pythonFullVersion: "3.11.0rc1", .osName: "posix",
                .sysPlatform: "darwin",
                .platformRelease: "23.1.0", .platformSystem: "Darwin", .platformVersion: "Darwin Kernel",
                .platformMachine: "arm64", .platformPythonImplementation: "PyPy", .implementationName: "pypy",
                .implementationVersion: "7.3.1",
            ], extras: ["test"]),
    ]

    @Test func agreesWithPackaging() throws {
        let rows = try fixtureLines("markers.txt").map { $0.split(separator: "\t").map(String.init) }
        #expect(rows.count >= 900)
        for row in rows where row[1] != "?" {
            guard let marker = try? Marker(row[0]) else {
                Issue.record("refused \(row[0])")
                continue
            }
            let answers = Self.environments.map { marker.holds(in: $0) ? "T" : "F" }.joined()
            #expect(answers == row[1], "\(row[0])")
            #expect(try Marker(marker.description) == marker, "\(marker)")
        }
    }

    @Test(arguments: [
        (#""test" in extras"#, true), (#"'dev' in dependency_groups"#, true),
        (#""docs" not in extras"#, true),
        (#""docs" in extras or 'x' in dependency_groups"#, false), (#"extra == "Test""#, true),
        (#"extra != "test""#, false), (#"python_version in "3.11 3.12""#, true),
        (#"python_full_version === "3.11.0RC1""#, true),
    ]) func setsAndExtras(text: String, holds: Bool) throws {
        var environment = Self.environments[2]
        environment.dependencyGroups = ["Dev"]
        #expect(try Marker(text).holds(in: environment) == holds)
    }

    @Test(arguments: [(Version.Number(12), "3.12"), (8, "3.8")])
    func cpython(minor: Version.Number, short: String) throws {
        let environment = MarkerEnvironment.cpython(
            Version(release: [3, minor, 1]), on: .linux, machine: "x86_64")
        #expect(try Marker("python_version == '\(short)' and sys_platform == 'linux'").holds(in: environment))
        #expect(
            try Marker("python_full_version == '\(short).1' and os_name == 'posix'").holds(in: environment))
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let column: Int
        let reason: TextFault.Reason
        var testDescription: String { text }
    }

    @Test(arguments: [
        Fault(text: "python_versio < '3'", column: 1, reason: .unknownVariable("python_versio")),
        Fault(text: "os_name == 'x", column: 12, reason: .openQuote),
        Fault(text: "os_name ~= '1.0'", column: 9, reason: .compatibleNeedsVersions),
        Fault(text: "python_version ~= '3'", column: 16, reason: .compatibleNeedsVersions),
        Fault(text: "os_name not 'x'", column: 13, reason: .expected("`in` after `not`")),
        Fault(text: "(os_name == 'x'", column: 16, reason: .expected("`)`")),
        Fault(text: "os_name == 'x' os_name", column: 16, reason: .expected("`and`, `or` or the end")),
        Fault(text: "", column: 1, reason: .expected("a marker variable or a quoted text")),
        Fault(text: String(repeating: "(", count: 10_000), column: 201, reason: .tooDeep),
    ]) func faultIsPlaced(_ row: Fault) {
        #expect { try Marker(row.text) } throws: { error in
            guard case .malformed(let fault)? = error as? PackagingError else { return false }
            return fault.column == row.column && fault.reason == row.reason
        }
    }

    @Test func unknownVariableIsSuggested() throws {
        #expect { try Marker("python_versio < '3'") } throws: { error in
            (error as? PackagingError)?.diagnostic.hint == "did you mean `python_version`?"
        }
    }

    @Test func extrasNamed() throws {
        #expect(try Marker("extra == 'A_b' and (os_name == 'nt' or 'c' in extras)").extras == ["a-b", "c"])
    }
}
