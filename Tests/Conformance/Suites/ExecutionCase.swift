import BPMN
import Diagnostics
package import StructuredData

/// A case of `bpmn-execution`.
package struct ExecutionCase: Sendable {
    package let id: String
    package let file: String
    package internal(set) var process: String
    package let variables: [String: JSON]
    package let isParallel: Bool
    /// How much virtual time to run.
    package internal(set) var delay: Int64
    /// The tokens that must come out, sorted.
    package let expected: [String]

    struct Malformed: Error, CustomStringConvertible { let description: String }

    /// `number` is its place in the list, by which a case without id is called.
    init(_ json: JSON, number: Int) throws(Malformed) {
        guard let id = json["id"]?.string else { throw Malformed(description: "case \(number) has no `id`") }
        func text(_ name: String) throws(Malformed) -> String {
            guard let text = json[name]?.string else { throw Malformed(description: "`\(name)` is no text") }
            return text
        }
        self.id = id
        (file, process) = (try text("file"), try text("process"))
        variables = json["vars"]?.object ?? [:]
        isParallel = json["parallel"]?.bool ?? false
        delay = json["delay_ms"]?.integer ?? 0
        guard let expected = json["expect"]?.array, delay >= 0 else {
            throw Malformed(
                description: json["expect"]?.array == nil ? "`expect` is no list" : "`delay_ms` is negative")
        }
        var tokens: [String] = []
        for token in expected {
            guard let token = token.string else {
                throw Malformed(description: "`expect` holds more than texts")
            }
            tokens.append(token)
        }
        self.expected = tokens.sorted()
    }

    /// Whether the model must be refused.
    package var isRefusal: Bool { expected == [Token.deployment] }
}

/// The tokens that scripts do not write themselves.
package enum Token {
    package static let deployment = "ERROR_deployment"
    package static let runtime = "ERROR_runtime"
    package static let thrown = "ERROR_thrownErrorEvent"
    package static let budget = "ERROR_budget"
    package static let marker = "MARKER_exists"
    package static let data = "DATA_correct"

    /// What of a trace counts, sorted.
    ///
    /// The marker is a file, which is there or not however often it was made, and it and the check of the data are looked
    /// at only where a case asks for them. Each kind of error is told once.
    package static func counted(_ trace: [String], for expected: [String]) -> [String] {
        var seen: Set<String> = []
        return trace.filter { token in
            switch token {
            case marker: expected.contains(token) && seen.insert(token).inserted
            case data: expected.contains(token)
            default: !token.hasPrefix("ERROR_") || seen.insert(token).inserted
            }
        }.sorted()
    }
}

extension SuiteFolder {
    /// The cases that can be read, each with its number in the list; the others are failures.
    package func executionCases(_ report: inout SuiteReport) throws -> [ExecutionCase] {
        try cases().enumerated().compactMap { index, json in
            do {
                return try ExecutionCase(json, number: index + 1)
            } catch {
                report.record(json["id"]?.string ?? "#\(index + 1)", "the case is malformed: \(words(error))")
                return nil
            }
        }
    }
}
