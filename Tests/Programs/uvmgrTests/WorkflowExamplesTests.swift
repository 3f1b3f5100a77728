import Foundation
import StructuredData
import Testing

/// The examples of `docs/workflows.md`, with the real program: each command as it is written there.
@Suite(.serialized) struct WorkflowExamplesTests {
    private func withExample(_ name: String, _ body: (Project) async throws -> Void) async throws {
        let folder = Program.root.appending(path: "Examples/workflows/\(name)")
        var files: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path())
        where !file.hasPrefix(".") {
            files[file] = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        }
        try await withProject(files, body)
    }

    private func variables(_ project: Project) async throws -> JSON {
        let shown = try await project.run("workflow", "show", "last", "--format", "json")
        #expect(shown.exit == 0, "\(shown.everything)")
        return try JSON(parsing: shown.stdout)["variables"] ?? .null
    }

    /// What SpiffWorkflow 3.2.0 gives for the same file and input.
    @Test func aProcessOfSpiffWorkflowRuns() async throws {
        try await withExample("spiff") { project in
            let run = try await project.run("workflow", "run", "order.bpmn", "--variables", "order.json")
            #expect(run.exit == 0, "\(run.everything)")
            #expect(run.stdout.contains("review"))
            let done = try await project.run(
                "workflow", "task", "complete", "last", "review", "--set", "accepted=true")
            #expect(done.exit == 0, "\(done.everything)")
            let values = try await variables(project)
            #expect(values["total"]?.number == 129)
            #expect(values["labels"] == ["4x mug", "5x shirt"])
            #expect(values["invoice"]?["customer"] == "Ada")
            let imported = try await project.run("workflow", "import", "order.bpmn", "--output", "own.bpmn")
            #expect(imported.exit == 0)
            #expect(try await project.run("workflow", "validate", "own.bpmn").exit == 0)
        }
    }

    @Test func aProcessOfCamundaRunsWithItsWorkersAsCommands() async throws {
        try await withExample("camunda") { project in
            let run = try await project.run("workflow", "run", "claim.bpmn", "--variables", "claim.json")
            #expect(run.exit == 0, "\(run.everything)")
            #expect(run.stdout.contains("the message `DocumentsReceived`"), "\(run.everything)")
            let told = try await project.run(
                "workflow", "message", "DocumentsReceived", "--set", "correlationKey=C-17", "--set", "pages=3"
            )
            #expect(told.exit == 0, "\(told.everything)")
            let approved = try await project.run("workflow", "task", "complete", "last", "Approve")
            #expect(approved.stdout.contains("AskForAccount"), "\(approved.everything)")
            let asked = try await project.run(
                "workflow", "task", "complete", "last", "AskForAccount", "--set", "account=DE-42")
            #expect(asked.exit == 0, "\(asked.everything)")
            let values = try await variables(project)
            #expect(values["value"]?.number == 250)
            #expect(values["receipt"]?.string?.hasPrefix("907 EUR to DE-42, key ") == true)
            let replayed = try await project.run("workflow", "replay", "last")
            #expect(replayed.exit == 0, "\(replayed.everything)")
        }
    }

    @Test func anExpenseIsApprovedForkedAndDrawn() async throws {
        try await withExample("expense") { project in
            let run = try await project.run(
                "workflow", "run", "expense.bpmn", "--set", "amount=250", "--set", "currency=USD")
            #expect(run.exit == 0, "\(run.everything)")
            #expect(run.stdout.contains("waits after 15 steps"))
            let done = try await project.run(
                "workflow", "task", "complete", "last", "approve", "--set", "approved=true")
            #expect(done.exit == 0, "\(done.everything)")
            let forked = try await project.run(
                "workflow", "fork", "last", "--before", "decision", "--set", "approved=false")
            #expect(forked.everything.contains("Not paid"), "\(forked.everything)")
            let drawn = try await project.run("workflow", "render", "last", "--output", "run.svg")
            #expect(drawn.exit == 0)
            #expect(try project.read("run.svg").contains("<svg"))
        }
    }
}
