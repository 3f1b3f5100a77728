import Foundation
import StructuredData
import Workflows

/// How many elements a second are completed and on record, safe against loss of power.
func durable(_ folder: String) async throws -> JSON {
    var lines: [JSON] = []
    func measure(_ what: String, _ body: () async throws -> Int) async throws {
        var rates: [Double] = []
        for _ in 0..<3 {
            let start = ContinuousClock.now
            let elements = try await body()
            rates.append(Double(elements) / ((ContinuousClock.now - start) / .seconds(1)))
        }
        lines.append(["what": .string(what), "rate": .number(median(rates))])
    }
    let row = try tasksInARow(50)
    let together = try Ledgered(folder, "together")
    try await measure("64 instances at once, each 50 tasks in a row with work outside") {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<64 { group.addTask { try await together.complete(row).elements } }
            return try await group.reduce(0, +)
        }
    }
    let many = try tasksAtOnce(2000)
    let wide = try Ledgered(folder, "wide")
    try await measure("one instance, 2,000 tasks with work outside, 64 at a time") {
        try await wide.complete(many, parallel: 64).elements
    }
    let long = try tasksInARow(1000)
    let narrow = try Ledgered(folder, "narrow")
    try await measure("one instance, 1,000 tasks in a row with work outside") {
        try await narrow.complete(long).elements
    }
    let counting = try loop(5000)
    let inside = try Ledgered(folder, "inside")
    try await measure("one instance, a loop of 5,000 FEEL scripts") {
        try await inside.complete(counting).elements
    }
    return .array(lines)
}
