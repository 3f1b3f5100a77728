import Conditions
import Files
import Testing

@testable import DefinitionOfDone

@Suite struct PolicyReaderTests {
    static func load(_ files: [String: String], _ name: String = "team.toml") throws -> Policy {
        let shop = try Workshop(files)
        return try Policy.load(name, path: shop[name], from: LiveFileSystem())
    }

    @Test func extendsAnother() throws {
        let policy = try Self.load([
            "team.toml": """
            name = "team"
            extends = "base/house.toml"
            waivers-need-owner = true
            [gates]
            coverage = ">= 90%"
            [gates.build]
            required = false
            [gates.types]
            required = true
            """,
            "base/house.toml":
                "extends = \"../top.toml\"\nunmeasured = \"undecided\"\n[gates]\nsecurity = \"no CVEs\"\n",
            "top.toml": "extends = \"standard\"\n",
        ])
        #expect(policy.name == "team")
        #expect(policy.unmeasured == .undecided)
        #expect(policy.waiversNeedOwner)
        #expect(policy.gate("vulnerabilities")?.condition?.description == "no CVEs")
        #expect(policy.gate("lint")?.condition?.description == "no findings")
        let coverage = try #require(policy.gate("coverage"))
        #expect(coverage.condition?.description == ">= 90%")
        #expect(coverage.requirement == .required)
        let build = try #require(policy.gate("build"))
        #expect(build.requirement == .reported)
        #expect(build.condition?.description == "no errors")
        #expect(policy.gate("types")?.requirement == .required)
    }

    @Test func defaults() throws {
        let policy = try Self.load(["team.toml": ""])
        #expect(policy.name == "team.toml")
        #expect(policy.gates == Policy.builtin("minimal")?.gates)
        #expect(policy.unmeasured == .listed)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let files: [String: String]
        let refusal: String
        init(_ text: String, _ refusal: String) { (files, self.refusal) = (["team.toml": text], refusal) }
        init(_ files: [String: String], _ refusal: String) { (self.files, self.refusal) = (files, refusal) }
        var testDescription: String { refusal }
    }

    static let wrong = [
        Row(
            "extend = \"strict\"",
            "team.toml:1:1 config.unknown-key: unknown key `extend` in `` (did you mean `extends`?)"),
        Row("extends = 3", "team.toml:1:11 config.wrong-type: `extends` must be a string"),
        Row(
            "extends = \"strickt\"",
            "team.toml:1:11 policy.unknown: there is no policy `strickt` (did you mean `strict`?)"),
        Row("extends = \"gone.toml\"", "file.missing: "),
        Row(
            "unmeasured = \"ignored\"",
            "team.toml:1:14 config.wrong-type: `unmeasured` must be one of listed, undecided"),
        Row("waivers-need-owner = \"yes\"", "team.toml:1:22 config.wrong-type: "),
        Row("name = 1", "team.toml:1:8 config.wrong-type: `name` must be a string"),
        Row("[gates]\nlnt = \"no findings\"", "team.toml:2:1 gate.no-command: "),
        Row("[gates]\ncoverage = \">= 5ms\"", "team.toml:2:16 condition.wrong-dimension: "),
        Row(
            "[gates.types]\ncommand = [\"mypy\"]",
            "team.toml:2:1 config.unknown-key: unknown key `command` in `gates.types` (known keys: condition, required)"
        ),
        Row("extends = \"team.toml\"", "policy.cycle: policies extend each other in a circle: "),
        Row(
            ["team.toml": "extends = \"b.toml\"", "b.toml": "extends = \"team.toml\""],
            "policy.cycle: policies extend each other in a circle: "),
        Row("x = ", "team.toml:1:"),
    ]

    @Test(arguments: wrong) func refuses(_ row: Row) throws {
        let told = try refusal { _ = try Self.load(row.files) }
        #expect(told.hasPrefix(row.refusal), "\(told)")
    }

    @Test func unknownNames() throws {
        for (name, hint) in [("stict", "did you mean `strict`?"), ("zzzzzzzz", "choose minimal")] {
            #expect(try refusal { _ = try Self.load([:], name) }.contains(hint))
        }
    }

    /// A circle that goes by different spellings of a path ends all the same.
    @Test func circlesByAnotherWay() throws {
        let told = try refusal {
            _ = try Self.load(["team.toml": "extends = \"sub/../team.toml\"", "sub/x": ""])
        }
        #expect(told.hasPrefix("policy.cycle"), "\(told)")
    }
}
