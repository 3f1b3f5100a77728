import ArgumentParser
import Capabilities
import Diagnostics
import Files
import Testing

@testable import Commands

/// The pages that a user reads name every command, every option, and every exit code.
@Suite struct DocumentationTests {
    private static func page(_ name: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
        return try LiveFileSystem().readText(root + "/docs/" + name)
    }

    private static func leaves(_ node: any ParsableCommand.Type, _ path: [String]) -> [(
        String, any ParsableCommand.Type
    )] {
        let here = path + [node.configuration.commandName ?? ""]
        let children = node.configuration.subcommands
        return children.isEmpty
            ? [(here.joined(separator: " "), node)] : children.flatMap { leaves($0, here) }
    }

    @Test func everyCommandHasASection() throws {
        let text = try Self.page("commands.md")
        let leaves = Self.leaves(Root.self, [])
        #expect(leaves.count >= 10)
        for (path, _) in leaves { #expect(text.contains("## `\(path)`"), "\(path)") }
    }

    @Test func everyOptionIsNamed() throws {
        let text = try Self.page("commands.md")
        for (path, leaf) in Self.leaves(Root.self, []) {
            let help = leaf.helpMessage(columns: 200)
            for option in help.matches(of: /--[a-z][a-z-]*/).map({ String($0.output) })
            where option != "--version" {
                #expect(text.contains(option), "\(option) of \(path)")
            }
        }
    }

    @Test func everyHelpBeginsWithExamplesAndEndsWithExitCodes() {
        for (path, leaf) in Self.leaves(Root.self, []) {
            #expect(leaf.configuration.discussion.hasPrefix("EXAMPLES:\n  \(path)"), "\(path)")
            #expect(leaf.configuration.discussion.contains("EXIT CODES:"), "\(path)")
        }
    }

    @Test func everyExitCodeIsExplained() throws {
        let text = try Self.page("exit-codes.md")
        for status in ExitStatus.allCases { #expect(text.contains("| \(status.rawValue) |"), "\(status)") }
    }
}
