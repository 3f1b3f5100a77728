import Attestations
import Capabilities
import Files
import Foundation
import Processes
import StructuredData
import Testing

@testable import Commands

/// What the program made, read by securesystemslib and in-toto-attestation as other tools do.
@Suite(
    "Attestations in the hands of third parties",
    .enabled(
        if: AttestedProject.git != nil && (ThirdParty.uv != nil || ThirdParty.python != nil),
        "git, and one of uv and python3, are not on PATH"))
struct ThirdPartyTests {
    @Test func everyStatementIsReadAndEverySignatureVerified() async throws {
        let project = try await AttestedProject()
        let made = await project.uvmgr(["attest", "make", "--output", "../dist/a.intoto.jsonl"])
        try #require(made.exit == 0, "\(made.errors)")
        let pem = await project.uvmgr(["audit", "key", "export"]).output
        let id = try PublicKey(pem: pem).keyID
        let lines = try project.workshop.read("dist/a.intoto.jsonl").split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        let changed = try lines.map { try Self.changed($0) }
        let answers = try await ThirdParty.answers(
            try lines.map { try Self.statement($0) } + lines.map { Self.verify($0, id, pem) }
                + changed.map { Self.verify($0, id, pem) }, in: project.workshop)
        for (answer, subjects) in zip(answers.prefix(4), [3, 3, 1, 3] as [Int64]) {
            #expect(answer["error"] == nil, "\(answer.canonical)")
            #expect(answer["subjects"] == .integer(subjects))
        }
        #expect(answers[3]["extensions"] == ["uvmgr_verification"])
        for (answer, line) in zip(answers.dropFirst(4), lines) {
            #expect(answer["accepted"] == [.string(id)], "\(answer.canonical)")
            #expect(answer["payload"]?.string == String(decoding: try Self.payload(line), as: UTF8.self))
        }
        #expect(answers.dropFirst(8).count == 4)
        for answer in answers.dropFirst(8) {
            #expect(answer["error"]?.string?.hasPrefix("VerificationError") == true)
        }
    }

    private static func payload(_ line: String) throws -> [UInt8] {
        try Envelope(parsing: Array(line.utf8)).payload
    }

    private static func statement(_ line: String) throws -> JSON {
        ["check": "statement", "statement": .string(String(decoding: try payload(line), as: UTF8.self))]
    }

    private static func verify(_ line: String, _ id: String, _ pem: String) -> JSON {
        [
            "check": "verify", "envelope": .string(line), "threshold": 1,
            "keys": [["keyid": .string(id), "pem": .string(pem)]],
        ]
    }

    /// The same envelope about another version.
    private static func changed(_ line: String) throws -> String {
        var members = try JSON(parsing: line).object ?? [:]
        let text = String(decoding: try payload(line), as: UTF8.self).replacing("-1.2-", with: "-1.3-")
        members["payload"] = .string(Data(text.utf8).base64EncodedString())
        return JSON.object(members).canonical
    }
}

/// The Python libraries, asked through the script that the engine's tests ask them with.
enum ThirdParty {
    static let packages = ["securesystemslib[crypto]==1.6.0", "in-toto-attestation==0.9.3"]
    private static let own = ProcessInfo.processInfo.environment
    static let uv = LiveProcessRunner().find(own["UVMGR_UV"] ?? "uv", path: AttestedProject.search)
    static let python = LiveProcessRunner().find("python3", path: AttestedProject.search)

    static func answers(_ requests: [JSON], in workshop: Workshop) async throws -> [JSON] {
        let root = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
        let script = root + "/Engines/AttestationsTests/Support/checks.py"
        let input = JSON.array(requests).canonicalBytes
        let output: [UInt8]
        if let uv {
            let with = packages.flatMap { ["--with", $0] }
            output = try await run(
                uv, ["run", "--no-project", "--isolated", "--quiet"] + with + ["python", script], input,
                workshop)
        } else {
            let environment = workshop.path("venv")
            _ = try await run(python ?? "python3", ["-m", "venv", environment], [], workshop)
            let inner = environment + "/bin/python"
            let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            _ = try await run(inner, install + packages, [], workshop)
            output = try await run(inner, [script], input, workshop)
        }
        let answers = try JSON(parsing: output).array ?? []
        try #require(answers.count == requests.count)
        return answers
    }

    private static func run(
        _ path: String, _ arguments: [String], _ input: [UInt8], _ workshop: Workshop
    ) async throws -> [UInt8] {
        let result = try await LiveProcessRunner().run(
            ProcessInvocation(
                executable: path, arguments: arguments, environment: own, workingDirectory: workshop.root,
                standardInput: input, timeout: .seconds(300), outputLimit: 64 << 20))
        try #require(result.isSuccess, "\(path) \(arguments): \(result.standardError.text)")
        return result.standardOutput.bytes
    }
}
