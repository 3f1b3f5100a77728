import Foundation
import StructuredData
import Testing

/// What every command has in common, and the housekeeping commands.
@Suite struct CommandLineTests {
    @Test func version() async throws {
        let outcome = try await uvmgr("--version", in: Program.home)
        #expect(outcome.exit == 0)
        #expect(outcome.stdout.wholeMatch(of: /uvmgr \d+\.\d+\.\d+.*\n/) != nil, "\(outcome.stdout)")
        #expect(outcome.stderr.isEmpty)
    }

    @Test func everyCommandHasHelp() async throws {
        var waiting: [[String]] = [[]]
        var leaves: [[String]] = []
        while let path = waiting.popLast() {
            let outcome = try await start(path + ["--help"], in: Program.home).outcome()
            #expect(outcome.exit == 0, "\(path)")
            #expect(outcome.stderr.isEmpty)
            #expect(
                outcome.stdout.contains("USAGE: " + (["uvmgr"] + path).joined(separator: " ")),
                "\(outcome.stdout)")
            let commands = Self.commands(in: outcome.stdout)
            waiting += commands.map { path + [$0] }
            guard commands.isEmpty else { continue }
            leaves.append(path)
            #expect(outcome.stdout.contains("EXAMPLES:"), "\(path) has no examples")
            #expect(
                outcome.stdout.contains("  " + (["uvmgr"] + path).joined(separator: " ")),
                "\(path) has no example")
            #expect(outcome.stdout.contains("EXIT CODES:"), "\(path)")
            let short = try await start(path + ["-h"], in: Program.home).outcome()
            #expect(short.exit == 0)
            let named = try await start(["help"] + path, in: Program.home).outcome()
            #expect(named.exit == 0, "help \(path): \(named.everything)")
        }
        let known: Set<[String]> = [
            ["dod", "validate"], ["dod", "runs"], ["dod", "show"], ["dod", "explain"], ["dod", "init"],
            ["dod", "policy", "show"], ["project", "show"], ["config", "show"], ["doctor"], ["completions"],
        ]
        #expect(known.isSubset(of: leaves), "\(leaves)")
    }

    /// The names below `SUBCOMMANDS:`.
    private static func commands(in help: String) -> [String] {
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(of: "SUBCOMMANDS:") else { return [] }
        return lines[(start + 1)...].prefix { !$0.isEmpty }.compactMap { line in
            line.hasPrefix("  ") && !line.hasPrefix("   ")
                ? line.split(separator: " ").first?.split(separator: ",").first.map(String.init) : nil
        }.filter { $0 != "help" }
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completions(_ shell: String) async throws {
        try await withFolder("completions") { folder in
            let outcome = try await uvmgr("completions", shell, in: folder)
            #expect(outcome.exit == 0)
            #expect(outcome.stdout.contains("validate"))
            try Data(outcome.stdout.utf8).write(to: folder.appending(path: "script"))
            guard let program = Program.find(shell) else { return }
            let parsed = try await sh("'\(program)' -n script", in: folder)
            #expect(parsed.exit == 0, "\(parsed.everything)")
        }
    }

    private static let commented = """
        # The project.
        [project]   # with a comment
        name = 'tiny'
        version = "0.1.0"

        [tool.ruff]
        line-length = 100    # wide


        """

    @Test func initKeepsEveryByte() async throws {
        try await withProject(["pyproject.toml": Self.commented]) { project in
            let shown = try await project.run("dod", "init", "--dry-run")
            #expect(shown.exit == 0, "\(shown.everything)")
            #expect(shown.stdout.contains("+[tool.uvmgr.dod]"))
            #expect(try project.read("pyproject.toml") == Self.commented)

            let made = try await project.run("dod", "init")
            #expect(made.exit == 0)
            let new = try project.read("pyproject.toml")
            #expect(new.hasPrefix(Self.commented.trimmingCharacters(in: .newlines)))
            let diff = try await sh("git diff --numstat", in: project.folder)
            #expect(diff.stdout.contains("\t0\tpyproject.toml"), "lines were taken away: \(diff.stdout)")
            #expect(new.contains("[tool.uvmgr.dod]\npolicy = \"standard\""), "\(new)")

            let again = try await project.run("dod", "init")
            #expect(again.exit == 2)
            #expect(again.stderr.contains("the project has a `[tool.uvmgr.dod]` table"))
            #expect(again.stderr.contains("pyproject.toml:"))
            #expect(try project.read("pyproject.toml") == new)
            let config = try await project.run("config", "show", "--origin")
            #expect(config.exit == 0, "\(config.everything)")
        }
    }

    @Test func initWithWindowsLineEnds() async throws {
        let text = Self.commented.replacing("\n", with: "\r\n")
        try await withProject(["pyproject.toml": text]) { project in
            #expect(try await project.run("dod", "init", "--policy", "strict").exit == 0)
            let bytes = try Data(contentsOf: project.file("pyproject.toml"))
            let ends = bytes.indices.filter { bytes[$0] == 0x0A }
            #expect(ends.allSatisfy { $0 > 0 && bytes[$0 - 1] == 0x0D })
        }
    }

    @Test func configurationWithOrigins() async throws {
        let settings =
            "[tool.uvmgr.dod]\npolicy = \"minimal\"\ntimeout = \"5min\"\n[tool.uvmgr.dod.gates]\nlint = \"at most 3 findings\"\n"
        try await withProject(Tiny.files(settings: settings)) { project in
            let outcome = try await project.run(
                "config", "show", "--origin",
                environment: ["UVMGR_DOD_TIMEOUT": "7min", "UVMGR_DOD_PARALLEL": "3"])
            #expect(outcome.exit == 0, "\(outcome.everything)")
            func row(_ key: String) -> [Substring] {
                outcome.stdout.split(separator: "\n").first { $0.hasPrefix(key + " ") }?.split(separator: " ")
                    ?? []
            }
            #expect(row("policy").contains("minimal") && row("policy").joined().contains("pyproject.toml:6"))
            #expect(row("timeout").contains("7min") && row("timeout").joined().contains("UVMGR_DOD_TIMEOUT"))
            #expect(row("parallel").contains("3") && row("parallel").joined().contains("UVMGR_DOD_PARALLEL"))
            #expect(row("gate-timeout").contains("10min") && row("gate-timeout").joined().contains("built"))
            #expect(
                row("gates.lint").joined(separator: " ").contains("at most 3 findings")
                    && row("gates.lint").joined().contains("pyproject.toml:9"))
            let json = try JSON(parsing: try await project.run("config", "show", "--format", "json").stdout)
            #expect(json["schema"]?.string == "uvmgr.config/1")
        }
    }

    @Test(.needsUV) func doctor() async throws {
        try await withProject(Tiny.files()) { project in
            let outcome = try await project.run("doctor")
            #expect(outcome.exit == 0, "\(outcome.everything)")
            for name in ["uv", "python", "git", "registry", "disk for state"] {
                #expect(outcome.stdout.contains(" \(name) "), "\(outcome.stdout)")
            }
            let json = try JSON(parsing: try await project.run("doctor", "--format", "json").stdout)
            #expect(json["healthy"]?.bool == true)
            #expect(!project.exists(".uvmgr"), "an examination leaves nothing behind")
        }
        // Outside of a project that is only worth a look.
        try await withFolder("empty") { folder in
            let outcome = try await uvmgr("doctor", in: folder)
            #expect(outcome.exit == 0, "\(outcome.everything)")
        }
    }

    @Test func projectShow() async throws {
        try await withProject(Tiny.files()) { project in
            let text = try await project.run("project", "show")
            #expect(text.exit == 0)
            #expect(text.stdout.contains("tiny"))
            let json = try JSON(parsing: try await project.run("project", "show", "--format", "json").stdout)
            #expect(json.pretty.contains("\"tiny\""))
        }
    }

    @Test(arguments: ["minimal", "standard", "strict", "enterprise"]) func policies(_ name: String)
        async throws
    {
        let outcome = try await uvmgr("dod", "policy", "show", name, in: Program.home)
        #expect(outcome.exit == 0)
        #expect(outcome.stdout.contains("tests"))
        let json = try await uvmgr("dod", "policy", "show", name, "--format", "json", in: Program.home)
        #expect((try? JSON(parsing: json.stdout)) != nil)
    }

    @Test func colour() async throws {
        let escape = "\u{1B}["
        try await withFolder("empty") { folder in
            for (arguments, environment, isColoured) in [
                (["dod", "runs"], [:], false), (["dod", "runs", "--color", "always"], [:], true),
                (["dod", "runs", "--color", "never"], ["CLICOLOR_FORCE": "1"], false),
                (["dod", "runs"], ["CLICOLOR_FORCE": "1"], true),
                (["dod", "runs"], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
            ] as [([String], [String: String?], Bool)] {
                let outcome = try await start(arguments, in: folder, environment: environment).outcome()
                #expect(outcome.exit == 2)
                #expect(
                    outcome.stderr.contains(escape) == isColoured,
                    "\(arguments) \(environment): \(outcome.stderr)")
            }
        }
    }
}
