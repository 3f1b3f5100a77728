/// Which gate may start next: a graph, a limit, and the longest way first.
///
/// A value with no clock and no tasks: the driver asks it, starts what it says, and tells it what ended.
package struct GateSchedule: Hashable, Sendable {
    private var waiting: [String: Set<String>]
    /// What the process has asked for.
    private var asked: Set<String> = []
    private let priority: [String: Double]
    private let limit: Int
    package private(set) var running: Set<String> = []
    package private(set) var isStopped = false

    /// - Parameters:
    ///   - after: For each gate what it waits for; names that are not keys count as ended.
    ///   - expected: How long each took last time, in seconds; one second where nothing is known.
    ///   - limit: How many may run at once; at least 1.
    package init(after: [String: [String]], expected: [String: Double], limit: Int) {
        waiting = after.mapValues { Set($0.filter { after[$0] != nil }) }
        self.limit = max(1, limit)
        var ways: [String: Double] = [:]
        for name in after.keys { _ = Self.way(name, after, expected, &ways, depth: 0) }
        priority = ways
    }

    /// Takes out what may start now, the one on the longest way to the end first.
    package mutating func start() -> [String] {
        guard !isStopped else { return [] }
        let ready = waiting.filter { $0.value.isEmpty && asked.contains($0.key) }.keys.sorted {
            (priority[$1] ?? 0, $0) < (priority[$0] ?? 0, $1)
        }
        let chosen = Array(ready.prefix(max(0, limit - running.count)))
        for name in chosen { waiting[name] = nil }
        running.formUnion(chosen)
        return chosen
    }

    /// Lets a gate start as soon as it may.
    package mutating func ask(_ name: String) { asked.insert(name) }

    /// Lets the first of those that were asked for start, whatever it waits for: nobody has asked for that.
    package mutating func releaseOne() {
        let blocked = waiting.keys.filter { asked.contains($0) }.sorted {
            (priority[$1] ?? 0, $0) < (priority[$0] ?? 0, $1)
        }
        guard let first = blocked.first, blocked.allSatisfy({ waiting[$0]?.isEmpty == false }) else { return }
        waiting[first] = []
    }

    /// Notes the end of a gate, however it ended.
    package mutating func finish(_ name: String) {
        running.remove(name)
        for key in waiting.keys { waiting[key]?.remove(name) }
    }

    /// Lets nothing start any more.
    package mutating func stop() { isStopped = true }

    /// Gates that never started.
    package var unstarted: [String] { waiting.keys.sorted() }

    /// The time from the start of `name` to the end of the last that waits for it.
    private static func way(
        _ name: String, _ after: [String: [String]], _ expected: [String: Double],
        _ ways: inout [String: Double],
        depth: Int
    ) -> Double {
        if let known = ways[name] { return known }
        // A circle cannot be started, so its length does not matter; the depth only keeps it from being followed.
        guard depth <= after.count else { return 0 }
        let followers = after.filter { $0.value.contains(name) }.keys
        let rest = followers.map { way($0, after, expected, &ways, depth: depth + 1) }.max() ?? 0
        let length = (expected[name] ?? 1) + rest
        ways[name] = length
        return length
    }
}

/// The longest chain of gates that waited for each other, by the time they took.
package func criticalPath(after: [String: [String]], durations: [String: Duration]) -> Duration {
    var memory: [String: Duration] = [:]
    func length(_ name: String, _ depth: Int) -> Duration {
        if let known = memory[name] { return known }
        guard depth <= after.count else { return .zero }
        let before =
            (after[name] ?? []).filter { after[$0] != nil }.map { length($0, depth + 1) }.max() ?? .zero
        let total = before + (durations[name] ?? .zero)
        memory[name] = total
        return total
    }
    return after.keys.map { length($0, 0) }.max() ?? .zero
}
