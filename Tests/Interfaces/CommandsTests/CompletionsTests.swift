import Capabilities
import Processes
import Testing

@testable import Commands

@Suite struct CompletionsTests {
    @Test(arguments: ["bash", "zsh", "fish"]) func theShellTakesTheScript(_ shell: String) async throws {
        let workshop = try Workshop()
        let result = await workshop.run(["completions", shell], in: "")
        #expect(result.exit == 0)
        for name in ["validate", "doctor", "--policy"] where shell != "fish" {
            #expect(result.output.contains(name))
        }
        let runner = LiveProcessRunner()
        // A shell that is not installed cannot be asked.
        guard let path = runner.find(shell, path: "/usr/local/bin:/usr/bin:/bin") else { return }
        let script = try workshop.write(result.output, to: "script")
        let check = try await runner.run(
            ProcessInvocation(
                executable: path, arguments: ["-n", script], environment: ["PATH": "/usr/bin:/bin"],
                workingDirectory: workshop.root))
        #expect(check.isSuccess, "\(check.standardError.text)")
    }
}
