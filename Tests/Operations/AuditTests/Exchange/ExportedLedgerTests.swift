import Ledger
import Testing

@testable import Audit

@Suite("Files that hold no export") struct ExportedLedgerTests {
    /// What is done to the lines of a good file of ten events.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let line: Int?
        let reason: String
        let change: @Sendable ([String]) -> [String]
    }

    private static func replacing(_ line: Int, _ old: String, _ new: String)
        -> @Sendable ([String]) -> [String]
    {
        { lines in
            var lines = lines
            lines[line - 1] = lines[line - 1].replacing(old, with: new)
            return lines
        }
    }

    static let damages = [
        Damage(testDescription: "no header", line: 1, reason: "names no schema") { Array($0.dropFirst()) },
        Damage(testDescription: "no JSON", line: 1, reason: "no JSON") { ["garbage"] + $0.dropFirst() },
        Damage(
            testDescription: "schema", line: 1, reason: "its schema is",
            change: replacing(1, "ledger-export/1", "ledger-export/9")),
        Damage(
            testDescription: "more in the header", line: 1, reason: "alone",
            change: replacing(1, "{\"checkpoint\"", "{\"a\":1,\"checkpoint\"")),
        Damage(
            testDescription: "count", line: 1, reason: "not all but the last",
            change: replacing(1, "\"events\":10", "\"events\":11")),
        Damage(
            testDescription: "another log's checkpoint", line: 1, reason: "of another log",
            change: replacing(1, "\"origin\":\"uvmgr.dev/", "\"origin\":\"other.dev/")),
        Damage(testDescription: "no checkpoint", line: 1, reason: "its checkpoint is none") { lines in
            let header =
                "{\"checkpoint\":\"none\",\"events\":10,\"origin\":\"o\",\"schema\":\"uvmgr.ledger-export/1\"}"
            return [header] + lines.dropFirst()
        },
        Damage(testDescription: "lines missing", line: nil, reason: "it has 7 events") {
            Array($0.dropLast(3))
        },
        Damage(testDescription: "lines too many", line: nil, reason: "it has 11 events") { $0 + [$0[1]] },
        Damage(testDescription: "not an event", line: 5, reason: "is missing") { lines in
            lines.enumerated().map { $0.offset == 4 ? "{}" : $0.element }
        },
        Damage(testDescription: "an empty line", line: 5, reason: "it is no JSON") { lines in
            lines.enumerated().map { $0.offset == 4 ? "" : $0.element }
        },
        Damage(
            testDescription: "not canonical", line: 4, reason: "canonical",
            change: replacing(4, "{\"actor\":", "{ \"actor\":")),
        Damage(
            testDescription: "a changed actor", line: nil, reason: "do not give the root",
            change: replacing(4, "\"ann\"", "\"eve\"")),
        Damage(testDescription: "swapped in one stream", line: 3, reason: "version 3 of `run`, where 2") {
            lines in
            var lines = lines
            lines.swapAt(2, 3)
            return lines
        },
        Damage(testDescription: "swapped over streams", line: nil, reason: "do not give the root") { lines in
            var lines = lines
            lines.swapAt(5, 7)
            return lines
        },
        Damage(testDescription: "the first event gone", line: 2, reason: "version 2 of `run`, where 1") {
            lines in
            [lines[0]] + lines.dropFirst(2) + [lines[10]]
        },
        Damage(testDescription: "an id twice", line: 7, reason: "another event has its id") { lines in
            var lines = lines
            let id = lines[1].components("\"id\":\"", "\"")
            lines[6] = lines[6].replacing(lines[6].components("\"id\":\"", "\""), with: id)
            return lines
        },
        Damage(
            testDescription: "the checkpoint's own event", line: 11, reason: "not the one that records",
            change: replacing(11, "CheckpointSigned", "CheckpointCosigned")),
    ]

    private func lines() async throws -> [String] {
        let clone = try Clone()
        try await clone.append(4, to: "run")
        try await clone.append(1, to: "x")
        try await clone.append(1, to: "y")
        try await clone.append(1, to: "z")
        try await clone.append(2, to: "w")
        return String(decoding: try await clone.exported(), as: UTF8.self).split(separator: "\n").map(
            String.init)
    }

    @Test(arguments: damages) func theFirstLineThatDoesNotFitIsNamed(_ damage: Damage) async throws {
        let good = try await lines()
        let text = damage.change(good).joined(separator: "\n") + "\n"
        #expect(text != good.joined(separator: "\n") + "\n")
        let error = try #require(throws: AuditError.self) {
            try ExportedLedger(parsing: Array(text.utf8), named: "b.jsonl")
        }
        guard case .malformedExport("b.jsonl", let line, let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(line == damage.line)
        #expect(reason.contains(damage.reason), "\(reason)")
    }

    @Test func aFileThatWasCutOff() async throws {
        let whole = try await lines().joined(separator: "\n") + "\n"
        let bytes = Array(whole.utf8)
        for length in stride(from: 0, to: bytes.count, by: 97) {
            #expect(throws: AuditError.self) {
                try ExportedLedger(parsing: Array(bytes.prefix(length)), named: "b.jsonl")
            }
        }
        #expect(try ExportedLedger(parsing: bytes, named: "b.jsonl").events.count == 10)
    }

    /// The checkpoint of another ledger does not vouch for these events, even if all names are made to fit.
    @Test func aWrongCheckpoint() async throws {
        let (one, two) = (try await lines(), try await lines())
        let mixed = ([two[0]] + one.dropFirst()).joined(separator: "\n") + "\n"
        #expect(throws: AuditError.self) { try ExportedLedger(parsing: Array(mixed.utf8), named: "b.jsonl") }
    }
}

extension String {
    /// What stands between two texts.
    fileprivate func components(_ before: String, _ after: Character) -> String {
        guard let start = firstRange(of: before)?.upperBound else { return "" }
        return String(self[start...].prefix { $0 != after })
    }
}
