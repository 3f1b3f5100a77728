import ArgumentParser
import Diagnostics

/// A command line taken apart into the command it names and the arguments for it.
///
/// Global options may stand before the command as well as behind it; here they are moved behind it, where the argument
/// parser wants them.
struct CommandWords: Hashable {
    /// `["dod", "validate"]`.
    let path: [String]
    /// What to hand to the parser: the path, then the options found before it, then the rest.
    let arguments: [String]

    static let valueOptions = [
        "-C", "--directory", "--project", "--package", "--color", "--log-format", "--trace-file", "--format",
    ]
    static let flags = ["-v", "--verbose", "-q", "--quiet"]
    /// What the argument parser answers by itself, wherever it stands.
    static let requests = ["-h", "--help", "--version"]

    /// Reads a command line.
    ///
    /// - Throws: ``CommandError`` for a command or option that does not exist, and for a noun without a verb.
    init(_ words: [String], root: any ParsableCommand.Type) throws(CommandError) {
        var (node, path, moved) = (root, [String](), [String]())
        var rest = words[...]
        while !node.configuration.subcommands.isEmpty {
            guard let word = rest.popFirst() else {
                throw .missingCommand(after: path, known: node.names)
            }
            if Self.requests.contains(word) || word.hasPrefix("--experimental")
                || word.hasPrefix("--generate-completion-script")
            {
                self.init(path: path, arguments: path + [word] + rest)
                return
            }
            if word == "help", path.isEmpty {
                try Self.check(rest.prefix { !$0.hasPrefix("-") }, root)
                self.init(path: ["help"], arguments: words)
                return
            }
            if word.hasPrefix("-"), word != "-" {
                moved += try Self.option(word, &rest)
            } else if let child = node.configuration.subcommands.first(where: {
                $0.configuration.commandName == word
            }) {
                (node, path) = (child, path + [word])
            } else {
                throw .unknownCommand(word, after: path, nearest: Self.nearestCommand(word, node, root))
            }
        }
        self.init(path: path, arguments: path + moved + rest)
    }

    private init(path: [String], arguments: [String]) { (self.path, self.arguments) = (path, arguments) }

    /// One option before the command, with its value if it takes one.
    private static func option(
        _ word: String, _ rest: inout ArraySlice<String>
    ) throws(CommandError) -> [String] {
        let name = String(word.prefix { $0 != "=" })
        if valueOptions.contains(name) {
            if name != word { return [word] }
            guard let value = rest.popFirst() else { throw .missingValue(option: word) }
            return [word, value]
        }
        if flags.contains(word) { return [word] }
        if !word.hasPrefix("--"), let cluster = try cluster(word, &rest) { return cluster }
        // An option of some command may well be spelt right, so only what begins alike is proposed.
        let alike = (valueOptions + flags + requests).filter {
            $0.hasPrefix("--") && $0.prefix(4) == name.prefix(4)
        }
        throw .unknownOption(name, nearest: nearest(name, among: alike))
    }

    /// Short options written together: `-vv`, `-qC folder`, `-Cfolder`.
    private static func cluster(
        _ word: String, _ rest: inout ArraySlice<String>
    ) throws(CommandError) -> [String]? {
        let letters = word.dropFirst()
        let switches = letters.prefix { $0 == "v" || $0 == "q" }
        let flags = switches.isEmpty ? [] : ["-" + switches]
        let tail = letters.dropFirst(switches.count)
        if tail.isEmpty { return flags }
        guard tail.first == "C" else { return nil }
        if tail.count > 1 { return flags + ["-C", String(tail.dropFirst())] }
        guard let value = rest.popFirst() else { throw .missingValue(option: "-C") }
        return flags + ["-C", value]
    }

    /// Refuses a way that leads to no command.
    private static func check(
        _ words: ArraySlice<String>, _ root: any ParsableCommand.Type
    ) throws(CommandError) {
        var (node, path) = (root, [String]())
        for word in words {
            guard
                let child = node.configuration.subcommands.first(where: {
                    $0.configuration.commandName == word
                })
            else { throw .unknownCommand(word, after: path, nearest: nearestCommand(word, node, root)) }
            (node, path) = (child, path + [word])
        }
    }

    /// The command that was most likely meant: here, or one whose verb was typed without its noun.
    private static func nearestCommand(
        _ word: String, _ node: any ParsableCommand.Type, _ root: any ParsableCommand.Type
    ) -> String? {
        let verbs = root.paths().filter { $0.last == word }
        if let full = verbs.first { return (["uvmgr"] + full).joined(separator: " ") }
        return nearest(word, among: node.names)
    }
}

extension ParsableCommand {
    /// The names of the commands below this one.
    fileprivate static var names: [String] {
        configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    /// The ways to all commands below this one.
    fileprivate static func paths() -> [[String]] {
        configuration.subcommands.flatMap { child -> [[String]] in
            let name = child.configuration.commandName.map { [$0] } ?? []
            return [name] + child.paths().map { name + $0 }
        }
    }
}
