import Foundation
import StructuredData
import Testing

/// Mistakes in what the user wrote: each is refused before anything runs, with its place, its line, and what is near.
@Suite struct ConfigurationMistakesTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let name: String
        /// Appended to `pyproject.toml`, or written to `uvmgr.toml`.
        var settings = ""
        var ownFile: String?
        var arguments: [String] = []
        var environment: [String: String] = [:]
        /// Files beside, by name.
        var files: [String: String] = [:]
        /// All of this is in the message.
        let says: [String]

        var testDescription: String { name }
    }

    static let table = "[tool.uvmgr.dod]\n"

    static let mistakes: [Mistake] = [
        Mistake(
            name: "broken TOML in pyproject.toml",
            settings: table + "policy = \"standard\ntimeout = \"1min\"\n",
            says: ["error: ", "pyproject.toml:6:", "6 | policy = \"standard"]),
        Mistake(
            name: "broken TOML in uvmgr.toml", ownFile: "[dod]\npolicy = = \"strict\"\n",
            says: ["error: ", "uvmgr.toml:2:10", "2 | policy = = \"strict\""]),
        Mistake(
            name: "unknown key", settings: table + "polcy = \"strict\"\n",
            says: ["unknown key `polcy` in `tool.uvmgr.dod`", "pyproject.toml:6:1", "did you mean `policy`?"]),
        Mistake(
            name: "unknown key in uvmgr.toml", ownFile: "[dod]\ntimout = \"1min\"\n",
            says: ["unknown key `timout` in `dod`", "uvmgr.toml:2:1", "did you mean `timeout`?"]),
        Mistake(
            name: "unknown key of a gate",
            settings: table + "[tool.uvmgr.dod.gates.lint]\nconditon = \"no findings\"\n",
            says: ["unknown key `conditon`", "pyproject.toml:7:1", "did you mean `condition`?"]),
        Mistake(
            name: "unknown gate", settings: "[tool.uvmgr.dod.gates]\ncoverge = \">= 80%\"\n",
            says: ["`coverge`", "pyproject.toml:6:1", "did you mean `coverage`?"]),
        Mistake(
            name: "unknown gate in --only", arguments: ["--only", "tets"],
            says: ["there is no gate `tets`", "did you mean `tests`?"]),
        Mistake(
            name: "unknown gate in --skip", arguments: ["--skip", "lnit"],
            says: ["there is no gate `lnit`", "did you mean `lint`?"]),
        Mistake(
            name: "unknown gate in --gate", arguments: ["--gate", "coverge >= 85%"],
            says: ["unknown gate `coverge`", "1 | coverge >= 85%", "^^^^^^^", "did you mean `coverage`?"]),
        Mistake(
            name: "unknown policy", settings: table + "policy = \"strcit\"\n",
            says: ["there is no policy `strcit`", "pyproject.toml:6:", "did you mean `strict`?"]),
        Mistake(
            name: "unknown policy in --policy", arguments: ["--policy", "standrad"],
            says: ["there is no policy `standrad`", "did you mean `standard`?"]),
        Mistake(
            name: "policy file that is not there", arguments: ["--policy", "./none.toml"],
            says: ["none.toml"]),
        Mistake(
            name: "broken policy file", arguments: ["--policy", "team.toml"],
            files: ["team.toml": "name = \"team\"\n[gates\n"], says: ["team.toml:2:"]),
        Mistake(
            name: "unknown policy in the environment", environment: ["UVMGR_DOD_POLICY": "minmal"],
            says: ["there is no policy `minmal`", "did you mean `minimal`?"]),
        Mistake(
            name: "unknown unit", settings: "[tool.uvmgr.dod.gates]\nperformance = \"p99 < 1 mss\"\n",
            says: ["unknown unit `mss`", "pyproject.toml:6:24", "did you mean `ms`?", "^^^"]),
        Mistake(
            name: "unknown metric", settings: "[tool.uvmgr.dod.gates]\ncoverage = \"brnch >= 80%\"\n",
            says: ["unknown metric `brnch`", "pyproject.toml:6:13", "did you mean `branch`?", "^^^^^"]),
        Mistake(
            name: "unknown severity", settings: "[tool.uvmgr.dod.gates]\nsecurity = \"no critcal CVEs\"\n",
            says: ["unknown severity `critcal`", "did you mean `critical`?"]),
        Mistake(
            name: "condition of the wrong dimension",
            settings: "[tool.uvmgr.dod.gates]\ncoverage = \">= 80ms\"\n",
            says: [
                "`80ms` is a time, and `line` is a ratio", "pyproject.toml:6:16",
                "6 | coverage = \">= 80ms\"", "^^^^",
                "write a percentage such as `80%`",
            ]),
        Mistake(
            name: "wrong dimension in --gate", arguments: ["--gate", "coverage >= 80ms"],
            says: ["`80ms` is a time, and `line` is a ratio", "coverage >= 80ms", "^^^^"]),
        Mistake(
            name: "value of the wrong type", settings: table + "parallel = \"many\"\n",
            says: ["`tool.uvmgr.dod.parallel` must be a whole number", "pyproject.toml:6:"]),
        Mistake(
            name: "duration that is none", settings: table + "timeout = \"20 parsecs\"\n",
            says: ["must be a duration such as", "pyproject.toml:6:"]),
        Mistake(
            name: "both files", settings: table, ownFile: "[dod]\n",
            says: ["has both `uvmgr.toml` and `[tool.uvmgr]` in `pyproject.toml`"]),
        Mistake(
            name: "waiver without an end",
            settings: "[[tool.uvmgr.dod.waivers]]\nfinding = \"GHSA-1\"\nreason = \"no\"\n",
            says: ["`until`", "pyproject.toml:"]),
        Mistake(
            name: "setting in the environment", environment: ["UVMGR_DOD_TIMEOUT": "soon"],
            says: ["`UVMGR_DOD_TIMEOUT=soon` is not a duration", "unset it"]),
        Mistake(
            name: "nothing left to run", arguments: ["--only", "lint", "--skip", "lint"],
            says: ["no gate is left to run"]),
        Mistake(
            name: "unknown report format", arguments: ["--report", "jnit=out.xml"],
            says: ["there is no report format `jnit`", "did you mean `junit`?"]),
        Mistake(
            name: "report without a file", arguments: ["--report", "junit"], says: ["FORMAT=FILE"]),
        Mistake(
            name: "two reports in one file", arguments: ["--report", "junit=x", "--report", "markdown=x"],
            says: ["two reports would be written to"]),
        Mistake(name: "unknown flag", arguments: ["--polici", "strict"], says: ["--polici", "`--policy`"]),
        Mistake(name: "flag without its value", arguments: ["--policy"], says: ["--policy"]),
        Mistake(
            name: "jobs that are none", arguments: ["--jobs", "0"], says: ["whole number of at least 1"]),
        Mistake(
            name: "member that is none", arguments: ["--package", "nothere"], says: ["nothere"]),
    ]

    @Test(arguments: mistakes) func isRefused(_ mistake: Mistake) async throws {
        var files = Tiny.files(settings: mistake.settings)
        files["uvmgr.toml"] = mistake.ownFile
        files.merge(mistake.files) { $1 }
        try await withFolder("mistake") { folder in
            let project = Project(folder: folder)
            for (name, text) in files { try project.write(text, to: name) }
            let environment = mistake.environment.mapValues(Optional.some)
            let plain = try await start(
                ["dod", "validate"] + mistake.arguments, in: folder, environment: environment
            ).outcome()
            #expect(plain.exit == 2, "\(plain.everything)")
            #expect(plain.stdout.isEmpty)
            for words in mistake.says {
                #expect(plain.stderr.contains(words), "no \(words) in\n\(plain.stderr)")
            }
            let json = try await start(
                ["dod", "validate"] + ["--format", "json"] + mistake.arguments, in: folder,
                environment: environment
            ).outcome()
            #expect(json.exit == 2)
            let document = try JSON(parsing: json.stdout)
            #expect(document["error"]?["message"]?.string?.isEmpty == false, "\(json.stdout)")
            #expect(!project.exists(".uvmgr/ledger.db"), "nothing was to be run")
        }
    }

    @Test func noProjectHere() async throws {
        try await withFolder("empty") { folder in
            for arguments in [["dod", "validate"], ["project", "show"], ["dod", "runs"], ["dod", "init"]] {
                let outcome = try await start(arguments, in: folder).outcome()
                #expect(outcome.exit == 2, "\(arguments): \(outcome.everything)")
                #expect(outcome.stdout.isEmpty)
                #expect(
                    outcome.stderr.contains(
                        "error: there is no Python project in `\(Project(folder: folder).path)` or above it"))
                #expect(outcome.stderr.contains("hint: go to a folder with a `pyproject.toml`"))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).isEmpty)
        }
    }

    @Test func projectThatIsNone() async throws {
        try await withFolder("empty") { folder in
            let none = try await uvmgr("dod", "validate", "--project", "nowhere", in: folder)
            #expect(none.exit == 2)
            #expect(none.stderr.contains("nowhere"))
            let outside = try await uvmgr("-C", "nowhere", "dod", "validate", in: folder)
            #expect(outside.exit == 2)
            #expect(outside.stderr.contains("`nowhere` is not a folder"))
        }
    }

    @Test(arguments: [
        (
            ["dod", "valdate"], "there is no command `uvmgr dod valdate`",
            "did you mean `validate`?"
        ),
        (["docter"], "there is no command `uvmgr docter`", "did you mean `doctor`?"),
        (["dod"], "`uvmgr dod` needs a command", "validate"),
        (["dod", "policy", "show", "strikt"], "there is no policy `strikt`", "did you mean `strict`?"),
        (["completions", "powershell"], "powershell", "bash"),
    ]) func unknownCommand(_ words: [String], _ message: String, _ hint: String) async throws {
        let outcome = try await start(words, in: Program.home).outcome()
        #expect(outcome.exit == 2, "\(outcome.everything)")
        #expect(outcome.stdout.isEmpty)
        #expect(outcome.stderr.contains(message), "\(outcome.stderr)")
        #expect(outcome.stderr.contains(hint), "\(outcome.stderr)")
    }

    @Test func unknownRun() async throws {
        try await withProject(Tiny.files()) { project in
            let none = try await project.run("dod", "show", "last")
            #expect(none.exit == 2)
            #expect(none.stderr.contains("has no recorded run"))
            #expect(none.stderr.contains("uvmgr dod validate"))
        }
    }
}
