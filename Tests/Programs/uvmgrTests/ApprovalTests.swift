import Foundation
import StructuredData
import Testing

/// Runs that people are to approve, with the real program: what it says of them before and after.
@Suite(.serialized, .needsUV) struct ApprovalTests {
    private func withRun(_ body: (Project, [String: String?], String) async throws -> Void) async throws {
        var files = Tiny.files(settings: "\n[tool.uvmgr.dod]\npolicy = \"team.toml\"\n")
        files["team.toml"] = """
            name = "team"
            extends = "minimal"
            needs-approval = true
            """
        try await withProject(files) { project in
            let environment: [String: String?] = [
                "XDG_STATE_HOME": project.path + ".state", "UVMGR_KEYRING": "off", "USER": "kim",
                "LOGNAME": "kim",
            ]
            defer { try? FileManager.default.removeItem(atPath: project.path + ".state") }
            let validated = try await project.validate(
                "--only", "lock", "--only", "tests", environment: environment)
            try #require(validated.exit == 0, "\(validated.outcome.everything)")
            let run = try #require(try await project.runs(environment: environment).first)
            try await body(project, environment, try #require(run["run"]?.string))
        }
    }

    private func approval(
        _ project: Project, _ environment: [String: String?]
    ) async throws -> JSON? {
        let shown = try await project.run("dod", "show", "--format", "json", environment: environment)
        #expect(shown.exit == 0, "the verdict stands whatever people say")
        let listed = try await project.runs(environment: environment).first?["approval"]
        let own = try JSON(parsing: shown.stdout)["approval"]
        #expect(own == listed)
        return own
    }

    @Test func aRunWaitsForItsSignature() async throws {
        try await withRun { project, environment, run in
            #expect(try await approval(project, environment)?["state"] == "waiting")
            let shown = try await project.run("dod", "show", run, environment: environment)
            #expect(shown.stdout.contains("waits for approval"))
            #expect(shown.stdout.contains("uvmgr workflow show run/\(run)"))
            let instance = try await project.run("workflow", "show", "run/\(run)", environment: environment)
            #expect(instance.exit == 0)
            #expect(instance.stdout.contains("complete one with: uvmgr workflow task complete run/"))
            #expect(instance.stdout.contains(" approve --set approved=true"))
            let tasks = try await project.run("workflow", "task", "list", environment: environment)
            #expect(tasks.stdout.contains("approve"))
            #expect(tasks.stdout.contains("approved=true signs it"))
            let made = try await project.run("attest", "make", run, environment: environment)
            #expect(made.exit == 0, "\(made.everything)")
            #expect(made.everything.contains("team (weakened)"), "\(made.everything)")
        }
    }

    @Test(arguments: [("true", "approved"), ("false", "rejected")])
    func whatPeopleSayIsToldAndSigned(answer: String, state: String) async throws {
        try await withRun { project, environment, run in
            let proof = ".uvmgr/proofs/\(run).txt"
            let before = try project.read(proof)
            let done = try await project.run(
                "workflow", "task", "complete", "run/\(run)", "approve", "--set", "approved=\(answer)",
                environment: environment)
            #expect(done.exit == 0, "\(done.everything)")
            let told = try await approval(project, environment)
            #expect(told?["state"]?.string == state)
            #expect(told?["by"]?.string?.isEmpty == false)
            #expect(told?["at"]?.string?.isEmpty == false)
            let runs = try await project.run("dod", "runs", environment: environment)
            #expect(runs.stdout.contains("done, \(state)"))
            // The ledger was signed again with the answer in it.
            #expect(try project.read(proof) != before)
            let verified = try await project.run("audit", "verify", environment: environment)
            #expect(verified.exit == 0, "\(verified.everything)")
            let made = try await project.run(
                "attest", "make", run, "--format", "json", environment: environment)
            let weakened = try JSON(parsing: made.stdout)["weakened"]?.array
            #expect(weakened?.contains("approval") == (state == "rejected"), "\(made.everything)")
            let again = try await project.run(
                "workflow", "task", "complete", "run/\(run)", "approve", environment: environment)
            #expect(again.exit != 0)
        }
    }

    /// A process of the project's own that asks a person before it decides.
    @Test func whatComesBeforeTheDecisionIsGoneOnWith() async throws {
        var files = Tiny.files(settings: "\n[tool.uvmgr.dod]\nprocess = \"own.bpmn\"\n")
        files["own.bpmn"] = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:uvmgr="urn:uvmgr:bpmn:1" \
            targetNamespace="t"><process id="own" isExecutable="true"><startEvent id="s"/>
            <serviceTask id="lock" implementation="uvmgr:gate"><extensionElements><uvmgr:service>
            <uvmgr:parameter name="name" value="lock"/></uvmgr:service></extensionElements></serviceTask>
            <userTask id="look"/>
            <businessRuleTask id="decide" implementation="uvmgr:policy"/><endEvent id="e"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="lock"/>
            <sequenceFlow id="f2" sourceRef="lock" targetRef="look"/>
            <sequenceFlow id="f3" sourceRef="look" targetRef="decide"/>
            <sequenceFlow id="f4" sourceRef="decide" targetRef="e"/></process></definitions>
            """
        try await withProject(files) { project in
            let waits = try await project.run("dod", "validate", "--only", "lock")
            #expect(waits.exit == 3, "\(waits.everything)")
            #expect(waits.stderr.contains("it waits for something from outside"))
            let run = try #require(try await project.runs().first?["run"]?.string)
            let looked = try await project.run("workflow", "task", "complete", "run/\(run)", "look")
            #expect(looked.exit == 3)
            #expect(looked.stdout.contains("go on with: uvmgr dod resume \(run.prefix(13))"))
            let done = try await project.run("dod", "resume", run)
            #expect(done.exit == 0, "\(done.everything)")
            #expect(try await project.runs().first?["verdict"] == "done")
            let replayed = try await project.run("workflow", "replay", "run/\(run)")
            #expect(replayed.exit == 0, "\(replayed.everything)")
        }
    }
}
