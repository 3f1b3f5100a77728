import Attestations
import DefinitionOfDone
import Diagnostics
import Foundation
import StructuredData
import SupplyChain
import Testing

@testable import Commands

@Suite("attest", .enabled(if: AttestedProject.git != nil, "git is not on PATH")) struct AttestTests {
    private func attested(_ output: String = "../dist/sample.intoto.jsonl") async throws -> AttestedProject {
        let project = try await AttestedProject()
        let made = await project.uvmgr(["attest", "make", "--output", output])
        try #require(made.exit == 0, "\(made.errors)")
        let key = await project.uvmgr(["audit", "key", "export"])
        try project.workshop.write(key.output, to: "dist/key.pem")
        return project
    }

    private let wheel = AttestedProject.wheelName

    @Test func aStrangerNeedsFileAttestationAndKey() async throws {
        let project = try await attested()
        let result = await project.stranger([
            "attest", "verify", wheel, "--key", "key.pem", "--policy", "minimal",
        ])
        #expect(result.exit == 0)
        #expect(result.errors.isEmpty)
        #expect(result.output.hasPrefix("✓ \(wheel) accepted, by sample.intoto.jsonl\n"))
        #expect(!result.output.contains("✗"))
        #expect(result.output.contains("test result: PASSED, 1 passed"))
        let json = await project.stranger([
            "attest", "verify", wheel, "--key", "key.pem", "--format", "json", "--bundle",
            "sample.intoto.jsonl",
        ])
        #expect(json.json["schema"] == "uvmgr.attest-report/1")
        #expect(json.json["accepted"] == true)
        #expect(json.json.value(at: "/artifacts/0/run") == .string(project.run))
        #expect(
            json.json.value(at: "/artifacts/0/checks")?.array?.count == AttestationCheck.Name.allCases.count)
        // Nothing is made for a question.
        #expect(try project.workshop.names("dist") == ["key.pem", "sample.intoto.jsonl", wheel].sorted())
        #expect(try !project.workshop.names().contains("stranger"))
    }

    static let refusals: [(name: String, arguments: [String], exit: UInt8, says: String)] = [
        ("a stricter policy", ["--policy", "strict"], 1, "✗ policy"),
        ("another file", ["key.pem"], 1, "✗ artifact"),
        ("no such file", ["nothing.whl"], 2, "nothing.whl"),
        ("no such bundle", ["--bundle", "nothing.jsonl"], 2, "nothing.jsonl"),
        ("both places", ["--bundle", "sample.intoto.jsonl", "--note"], 2, "exclude each other"),
        ("no duration", ["--max-age", "old"], 2, "`--max-age old` is no duration"),
        ("no note", ["--note"], 2, "there is no commit"),
    ]

    @Test func whatIsOffIsToldWithTheExitCode() async throws {
        let project = try await attested()
        for row in Self.refusals {
            let arguments = ["attest", "verify", wheel, "--key", "key.pem"] + row.arguments
            let result = await project.stranger(arguments)
            #expect(result.exit == row.exit, "\(row.name): \(result.errors)")
            #expect((result.output + result.errors).contains(row.says), "\(row.name): \(result.output)")
        }
        let keyless = await project.stranger(["attest", "verify", wheel])
        #expect(keyless.exit == 2)
        #expect(keyless.errors.contains("no key is trusted"))
        try project.workshop.write("", to: "dist/sample.intoto.jsonl")
        let empty = await project.stranger(["attest", "verify", wheel, "--key", "key.pem"])
        #expect(empty.exit == 1)
        #expect(empty.output.contains("✗ there is no attestation beside it"))
    }

    @Test func allFilesMustBeAccepted() async throws {
        let project = try await attested()
        try project.workshop.write("another", to: "dist/other.whl")
        let result = await project.stranger(["attest", "verify", wheel, "other.whl", "--key", "key.pem"])
        #expect(result.exit == 1)
        #expect(result.output.contains("✓ \(wheel) accepted"))
        #expect(result.output.contains("✗ other.whl refused"))
    }

    @Test func notesTravelWithTheRepository() async throws {
        let project = try await attested()
        for added in ["added 4 attestations", "has them already"] {
            let made = await project.uvmgr(["attest", "make", project.run, "--note"])
            #expect(made.exit == 0)
            #expect(made.errors.contains(added))
        }
        _ = try await project.git("clone", "-q", "project", "copy", in: "")
        _ = try await project.git("fetch", "-q", "origin", "refs/notes/uvmgr:refs/notes/uvmgr", in: "copy")
        let path = "../dist/" + wheel
        let arguments = ["attest", "verify", path, "--note", "--key", "../dist/key.pem"]
        let result = await project.uvmgr(arguments, in: "copy")
        #expect(result.exit == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("accepted, by the note of HEAD"))
    }

    @Test func changesThatAreInNoCommitAreNotClaimed() async throws {
        let project = try await AttestedProject(isModified: true)
        let refused = await project.uvmgr(["attest", "make", "--note"])
        #expect(refused.exit == 2)
        #expect(refused.errors.contains("changes that are not in `\(project.commit.prefix(12))`"))
        let made = await project.uvmgr(["attest", "make"])
        #expect(made.exit == 0)
        #expect(made.errors.contains("left out the commit"))
        #expect(!made.output.contains("gitCommit"))
    }

    @Test func withoutAVerdict() async throws {
        let project = try await AttestedProject(nil)
        let result = await project.uvmgr(["attest", "make"])
        #expect(result.exit == 2)
        #expect(result.errors.contains("came to no verdict"))
        let show = await project.uvmgr(["attest", "show"])
        #expect(show.exit == 2)
        #expect(show.errors.contains("uvmgr attest make"))
    }

    @Test func notDoneIsRefused() async throws {
        let project = try await AttestedProject(.notDone)
        let made = await project.uvmgr([
            "attest", "make", "--output", "../dist/x.intoto.jsonl", "--format", "json",
        ])
        #expect(made.json["schema"] == "uvmgr.attestation/1")
        #expect(made.json["predicates"]?.array?.count == 4)
        let result = await project.uvmgr(["attest", "verify", "../dist/" + wheel])
        #expect(result.exit == 1)
        #expect(result.output.contains("✗ verdict     not done: no property holds by it"))
        #expect(result.output.contains("✗ run         the log has `not done`"))
    }

    @Test func shownWithWhoVouches() async throws {
        let project = try await attested()
        let own = await project.uvmgr(["attest", "show"])
        #expect(own.exit == 0)
        #expect(!own.output.contains("not verified"))
        #expect(own.output.contains("UVMGR_DONE, UVMGR_POLICY_STANDARD"))
        #expect(
            own.output == (await project.uvmgr(["attest", "show", String(project.run.prefix(20))])).output)
        let other = await project.stranger(["attest", "show", "sample.intoto.jsonl"])
        #expect(other.output.components(separatedBy: "not verified: no trusted key signed it").count == 5)
        let named = await project.stranger([
            "attest", "show", "sample.intoto.jsonl", "--key", "key.pem", "--format", "json",
        ])
        #expect(named.json["schema"] == "uvmgr.attestations/1")
        #expect(named.json["attestations"]?.array?.allSatisfy { $0["verified"] == true } == true)
    }

    @Test func aBundleThatIsNoLongerThereIsToldAndMadeAgain() async throws {
        let project = try await attested()
        let made = await project.uvmgr(["attest", "make", "--format", "json"])
        let path = try #require(made.json["path"]?.string)
        try Data("changed".utf8).write(to: URL(filePath: path))
        let lost = await project.uvmgr(["attest", "show"])
        #expect(lost.exit == 69)
        #expect(lost.errors.contains("not what was attested"))
        try FileManager.default.removeItem(atPath: path)
        #expect((await project.uvmgr(["attest", "make"])).exit == 0)
        #expect((await project.uvmgr(["attest", "show"])).exit == 0)
    }

    static let durations: [(text: String, seconds: Int64?)] = [
        ("30d", 2_592_000), ("12h", 43_200), ("90s", 90), ("1.5h", 5400), ("0d", nil), ("-1d", nil),
        ("d", nil),
        ("1", nil), ("10ms", nil), ("99999999999999999999d", nil),
    ]

    @Test(arguments: durations) func ages(_ row: (text: String, seconds: Int64?)) {
        #expect(AttestVerify.seconds(row.text) == row.seconds)
    }
}
