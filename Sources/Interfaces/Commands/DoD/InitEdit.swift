import Capabilities
import DefinitionOfDone
import Diagnostics
import StructuredData
import TOML

/// What `dod init` does to a file: its old text and its new one.
struct InitEdit {
    /// Absolute.
    let path: String
    /// As the user sees it.
    let shownPath: String
    /// The header of the table: `tool.uvmgr.dod`, or `dod` in a file of uvmgr's own.
    let table: String
    /// `nil` where there is no file yet.
    let old: String?
    let new: String

    /// - Parameters:
    ///   - project: The project's folder.
    ///   - policy: What the setting `policy` is to say.
    ///   - files: Where to read.
    ///   - shownFrom: The folder from which paths are shown.
    /// - Throws: ``DoDError/alreadyConfigured(_:)`` if there is such a table, and what is wrong with the file.
    init(project: String, policy: String, files: some FileSystem, shownFrom: String) throws(DoDError) {
        let own = project + "/uvmgr.toml"
        let pyproject = project + "/pyproject.toml"
        let isOwn = files.isFile(own) || !files.isFile(pyproject)
        path = isOwn ? own : pyproject
        shownPath = path.shown(from: shownFrom)
        let keys = isOwn ? ["dod"] : ["tool", "uvmgr", "dod"]
        table = keys.joined(separator: ".")
        let text: String?
        do { text = files.isFile(path) ? try files.readText(path) : nil } catch { throw .file(error) }
        if isOwn, files.isFile(pyproject) {
            try Self.refuse(["tool", "uvmgr", "dod"], in: pyproject, files, shownFrom)
        }
        if text != nil { try Self.refuse(keys, in: path, files, shownFrom) }
        old = text
        new = try Self.edited(text ?? "", keys, policy, shownPath)
    }

    /// The change, as `diff -u` tells it.
    var diff: String { unifiedDiff(old, new, name: shownPath) }

    private static func refuse(
        _ keys: [String], in path: String, _ files: some FileSystem, _ shownFrom: String
    ) throws(DoDError) {
        let text: String
        do { text = try files.readText(path) } catch { throw .file(error) }
        let document: TOMLDocument
        do { document = try TOMLDocument(parsing: text, file: path.shown(from: shownFrom)) } catch {
            throw .document(error.diagnostic)
        }
        let elements = keys.map { TOMLPathElement.key($0) }
        guard keys.reduce(document.value as JSON?, { $0?[$1] }) != nil else { return }
        throw .alreadyConfigured(document.place(of: elements))
    }

    private static func edited(
        _ text: String, _ keys: [String], _ policy: String, _ name: String
    ) throws(DoDError) -> String {
        do {
            var editor = try TOMLEditor(text: text, file: name)
            try editor.appendTable(
                keys,
                [
                    (
                        "policy", .string(policy),
                        "minimal, standard, strict, enterprise, or the path of a TOML file"
                    )
                ])
            let lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
            let guidance = Self.guidance(keys.joined(separator: ".")).replacing("\n", with: lineEnd)
            // By bytes: to Swift, CR and LF together are one character.
            let end = editor.text.utf8.last == 0x0A ? "" : lineEnd
            let new = editor.text + end + guidance
            // What is written must at least be read again.
            _ = try TOMLDocument(parsing: new, file: name)
            return new
        } catch { throw .document(error.diagnostic) }
    }

    private static func guidance(_ table: String) -> String {
        """

        # What a gate must hold, over what the policy says; `uvmgr config show --origin` lists all of them.
        # [\(table).gates]
        # coverage = ">= 80% and diff >= 90%"
        # security = "no critical CVEs"
        # performance = "p99 < 1s"

        # An exception, with its reason and its end.
        # [[\(table).waivers]]
        # finding = "GHSA-xxxx-yyyy-zzzz"
        # reason = "not reachable: we parse no untrusted input"
        # by = "security@example.org"
        # until = 2027-03-01

        """
    }
}
