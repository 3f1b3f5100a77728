import Testing

@testable import DefinitionOfDone

@Suite struct GateScheduleTests {
    @Test func theLongestWayFirst() {
        var schedule = GateSchedule.asked(
            after: ["a": [], "b": [], "c": ["b"], "d": []], expected: ["a": 5, "b": 2, "c": 4, "d": 1],
            limit: 2)
        #expect(schedule.start() == ["b", "a"])
        #expect(schedule.start() == [])
        schedule.finish("b")
        #expect(schedule.start() == ["c"])
        schedule.finish("a")
        #expect(schedule.start() == ["d"])
        #expect(schedule.unstarted == [])
    }

    @Test func theAlphabetDecidesBetweenEquals() {
        var schedule = GateSchedule.asked(after: ["c": [], "a": [], "b": []], expected: [:], limit: 3)
        #expect(schedule.start() == ["a", "b", "c"])
    }

    @Test func whatIsNotThereIsNotWaitedFor() {
        var schedule = GateSchedule.asked(after: ["coverage": ["tests"]], expected: [:], limit: 1)
        #expect(schedule.start() == ["coverage"])
    }

    @Test func aLimitBelowOneIsOne() {
        var schedule = GateSchedule.asked(after: ["a": [], "b": []], expected: [:], limit: -3)
        #expect(schedule.start() == ["a"])
    }

    @Test func circlesNeverStart() {
        var schedule = GateSchedule.asked(
            after: ["a": ["b"], "b": ["a"], "c": [], "d": ["d"]], expected: [:], limit: 9)
        #expect(schedule.start() == ["c"])
        schedule.finish("c")
        #expect(schedule.start() == [])
        #expect(schedule.unstarted == ["a", "b", "d"])
    }

    @Test func nothingStartsThatNobodyAskedFor() {
        var schedule = GateSchedule(after: ["a": [], "b": []], expected: [:], limit: 2)
        #expect(schedule.start() == [])
        schedule.ask("b")
        #expect(schedule.start() == ["b"])
    }

    /// A process that asks for coverage and not for the tests it builds on.
    @Test func whatNobodyAsksForIsNotWaitedForForever() {
        var schedule = GateSchedule(after: ["tests": [], "coverage": ["tests"]], expected: [:], limit: 2)
        schedule.ask("coverage")
        #expect(schedule.start() == [])
        schedule.releaseOne()
        #expect(schedule.start() == ["coverage"])
        schedule.ask("tests")
        schedule.releaseOne()
        #expect(schedule.start() == ["tests"])
    }

    @Test func nothingStartsAfterAStop() {
        var schedule = GateSchedule.asked(after: ["a": [], "b": []], expected: [:], limit: 1)
        #expect(schedule.start() == ["a"])
        schedule.stop()
        schedule.finish("a")
        #expect(schedule.start() == [])
        #expect(schedule.running == [])
        #expect(schedule.unstarted == ["b"])
    }

    /// Over random graphs without circles: never more at once than the limit, never before what is waited for, and
    /// everything runs once.
    @Test(arguments: 0..<30) func runsAnyGraph(_ seed: UInt64) throws {
        var random = SeededGenerator(seed)
        let names = (0..<Int.random(in: 1...12, using: &random)).map { "g\($0)" }
        var after: [String: [String]] = [:]
        for (index, name) in names.enumerated() {
            after[name] = names[..<index].filter { _ in random.bool() }
        }
        let limit = Int.random(in: 1...4, using: &random)
        var schedule = GateSchedule.asked(after: after, expected: [:], limit: limit)
        var ended: [String] = []
        var begun = schedule.start()
        while let next = schedule.running.randomElement(using: &random) {
            #expect(schedule.running.count <= limit)
            schedule.finish(next)
            ended.append(next)
            let started = schedule.start()
            for name in started { #expect(Set(after[name] ?? []).isSubset(of: ended)) }
            begun += started
        }
        #expect(begun.sorted() == names.sorted())
        #expect(ended.count == names.count)
    }

    @Test func criticalPaths() {
        let rows: [(after: [String: [String]], seconds: [String: Int], path: Int)] = [
            ([:], [:], 0), (["a": []], ["a": 3], 3), (["a": [], "b": []], ["a": 3, "b": 5], 5),
            (["a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"]], ["a": 1, "b": 5, "c": 2, "d": 1], 7),
            (["a": ["gone"]], ["a": 2, "gone": 50], 2), (["a": []], [:], 0),
        ]
        for row in rows {
            #expect(
                criticalPath(after: row.after, durations: row.seconds.mapValues { .seconds($0) })
                    == .seconds(row.path))
        }
        // A circle ends, with whatever length.
        #expect(criticalPath(after: ["a": ["b"], "b": ["a"]], durations: ["a": .seconds(1)]) >= .zero)
    }
}

extension GateSchedule {
    /// A schedule in which everything is asked for.
    fileprivate static func asked(
        after: [String: [String]], expected: [String: Double], limit: Int
    ) -> GateSchedule {
        var schedule = GateSchedule(after: after, expected: expected, limit: limit)
        for name in after.keys { schedule.ask(name) }
        return schedule
    }
}
