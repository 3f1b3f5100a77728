package import Foundation
import StructuredData

/// `conformance [SUITE…] [--format text|json]`: runs suites and says how they went.
package struct SuiteCommand {
    private var names: [String] = []
    private var isJSON = false
    private let data: URL
    private let output: (String) -> Void
    private let notes: (String) -> Void

    /// Why the command cannot do what it is asked for.
    private struct Refusal: Error { let why: String }

    /// - Parameters:
    ///   - data: the folder with a folder for each suite.
    ///   - output: takes what is to be printed, one or more whole lines at a time.
    ///   - notes: takes what is said beside it, a line at a time.
    package init(data: URL, output: @escaping (String) -> Void, notes: @escaping (String) -> Void) {
        (self.data, self.output, self.notes) = (data, output, notes)
    }

    /// Does what the arguments say.
    ///
    /// - Returns: 0 when all cases pass, 1 when one does not, 2 when there is no such suite, folder or option.
    package mutating func run(_ arguments: [String]) -> Int32 {
        do {
            try read(arguments)
            let chosen = try selection()
            if names.isEmpty { noteUnanswered() }
            return try run(chosen)
        } catch let refusal as Refusal {
            notes(refusal.why)
        } catch {
            notes(words(error))
        }
        return 2
    }

    private mutating func read(_ arguments: [String]) throws(Refusal) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--format" {
                guard let format = rest.popFirst() else {
                    throw Refusal(why: "`--format` takes `text` or `json`")
                }
                try choose(format)
            } else if argument.hasPrefix("--format=") {
                try choose(String(argument.dropFirst("--format=".count)))
            } else if argument.hasPrefix("-") {
                throw Refusal(why: "there is no option `\(argument)`; there is only `--format text|json`")
            } else {
                names.append(argument)
            }
        }
    }

    private mutating func choose(_ format: String) throws(Refusal) {
        guard ["text", "json"].contains(format) else {
            throw Refusal(why: "there is no format `\(format)`; use `text` or `json`")
        }
        isJSON = format == "json"
    }

    /// The suites to run, each with its folder, in the order of the list.
    private func selection() throws(Refusal) -> [(Suite, SuiteFolder)] {
        for name in names where !Suite.all.contains(where: { $0.name == name }) { throw unknown(name) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: data.path, isDirectory: &isFolder), isFolder.boolValue
        else {
            throw Refusal(
                why:
                    "there is no folder `\(data.path)`; set UVMGR_CONFORMANCE to the one that holds the suites"
            )
        }
        var found: [(Suite, SuiteFolder)] = []
        for suite in Suite.all where names.isEmpty || names.contains(suite.name) {
            do {
                found.append((suite, try SuiteFolder(suite.folder, in: data)))
            } catch {
                guard names.isEmpty else { throw Refusal(why: "`\(suite.name)` has no cases: \(error.why)") }
                notes("`\(suite.name)` is left out: \(error.why)")
            }
        }
        guard !found.isEmpty else { throw Refusal(why: "`\(data.path)` holds no suite that is known here") }
        return found
    }

    private func unknown(_ name: String) -> Refusal {
        if Suite.unanswered.contains(name) {
            return Refusal(why: "no engine here answers the suite `\(name)` yet")
        }
        let known = Suite.all.map { "`\($0.name)`" }.joined(separator: ", ")
        return Refusal(why: "there is no suite `\(name)`; there are \(known)")
    }

    private func noteUnanswered() {
        for name in Suite.unanswered where (try? SuiteFolder(name, in: data)) != nil {
            notes("`\(name)` is left out: no engine here answers it yet")
        }
    }

    private func run(_ chosen: [(Suite, SuiteFolder)]) throws -> Int32 {
        var reports: [SuiteReport] = []
        for (suite, folder) in chosen {
            let report = try suite.run(folder)
            reports.append(report)
            if !isJSON { output(report.text) }
        }
        if isJSON { output(JSON.object(["suites": .array(reports.map(\.json))]).pretty) }
        return reports.allSatisfy(\.failures.isEmpty) ? 0 : 1
    }
}
