import Capabilities
import Files
import Testing

@testable import DefinitionOfDone

@Suite struct ToolboxTests {
    /// A `uv` that installs a tool as a script, and counts how often it was asked.
    static func bench() throws -> Bench {
        var bench = try Bench(["pyproject.toml": "[project]\nname = \"p\"\n"])
        try bench.shop.script(
            "uv",
            """
            for last; do :; done
            echo "$last" >> '\(bench.shop["asked"])'
            mkdir -p "$UV_TOOL_BIN_DIR"
            printf '#!/bin/sh\\necho installed\\n' > "$UV_TOOL_BIN_DIR/${last%%==*}"
            chmod +x "$UV_TOOL_BIN_DIR/${last%%==*}"
            """)
        bench.uv = bench.shop["uv"]
        return bench
    }

    @Test func theProjectsOwnToolComesFirst() async throws {
        let bench = try Self.bench()
        try bench.fakeEnvironment(["ruff": "echo own"], packages: ["ruff-0.1.0"])
        let environment = ProjectEnvironment(at: bench.shop["venv"], fingerprint: "", LiveFileSystem())
        let tool = try await bench.validation().toolbox.tool("ruff", in: environment)
        #expect(tool.identity == ToolIdentity(name: "ruff", version: "0.1.0", origin: .project))
        #expect(tool.executable == bench.shop["venv/bin/ruff"])
        #expect(!LiveFileSystem().isFile(bench.shop["asked"]))
    }

    @Test func aPinnedToolIsInstalledOnce() async throws {
        let bench = try Self.bench()
        let toolbox = try bench.validation().toolbox
        let identity = ToolIdentity(
            name: "ruff", version: try #require(ToolPins.versions["ruff"]), origin: .pinned)
        #expect(toolbox.identity("ruff", in: nil) == identity)
        async let first = toolbox.tool("ruff", in: nil)
        async let second = toolbox.tool("ruff", in: nil)
        let (one, two) = try await (first, second)
        #expect(one == two)
        #expect(one.identity == identity)
        #expect(LiveFileSystem().isFile(one.executable))
        #expect(try LiveText.read(bench.shop["asked"]) == "ruff==\(identity.version)\n")
    }

    @Test func whatTheInstallerSaidIsTheReason() async throws {
        let bench = try Self.bench()
        try bench.shop.script("uv", "echo 'no solution' >&2; exit 1")
        await #expect(throws: GateFailure.toolNotInstalled(ToolPins.requirement("ruff"), said: "no solution"))
        {
            _ = try await bench.validation().toolbox.tool("ruff", in: nil)
        }
    }

    @Test func everyPinIsAVersion() {
        for (name, version) in ToolPins.versions {
            #expect(version.split(separator: ".").count >= 2, "\(name)")
            #expect(ToolPins.requirement(name) == "\(name)==\(version)")
        }
    }
}
