/// Runs a program over a text, going back where it fails; every step is counted.
struct RegexMatcher {
    struct Match {
        let range: Range<Int>
        /// The groups by number, the whole match first; `nil` for one that took no part.
        let groups: [Range<Int>?]
    }

    private enum Choice {
        case resume(pc: Int, position: Int)
        case restore(register: Int, value: Int)
    }

    /// Places to go back to that are kept at a time.
    private static let stackLimit = 1_000_000

    private let program: RegexProgram
    private let text: [Unicode.Scalar]
    private var registers: [Int]
    private var stack: [Choice] = []
    private(set) var steps = 0
    private let limit: Int

    init(_ program: RegexProgram, _ text: [Unicode.Scalar], limit: Int) {
        (self.program, self.text, self.limit) = (program, text, limit)
        registers = Array(repeating: -1, count: program.registerCount)
    }

    /// Whether the steps ran out; then there is no answer.
    var isExhausted: Bool { steps > limit || stack.count > Self.stackLimit }

    /// The first match at or behind a position.
    mutating func firstMatch(from start: Int) -> Match? {
        guard start <= text.count else { return nil }
        for position in start...text.count {
            if run(at: position) { return match }
            if isExhausted { return nil }
        }
        return nil
    }

    private var match: Match {
        let groups = (0...program.groupCount).map { number -> Range<Int>? in
            let (lower, upper) = (registers[2 * number], registers[2 * number + 1])
            return lower >= 0 && upper >= lower ? lower..<upper : nil
        }
        return Match(range: groups[0] ?? 0..<0, groups: groups)
    }

    private mutating func run(at start: Int) -> Bool {
        for index in registers.indices { registers[index] = -1 }
        stack.removeAll(keepingCapacity: true)
        var (pc, position) = (0, start)
        while true {
            steps += 1
            if isExhausted { return false }
            if case .accept = program.instructions[pc] { return true }
            if let next = step(pc, &position) {
                pc = next
            } else {
                guard let resumed = goBack() else { return false }
                (pc, position) = resumed
            }
        }
    }

    private mutating func goBack() -> (pc: Int, position: Int)? {
        while let choice = stack.popLast() {
            switch choice {
            case .resume(let pc, let position): return (pc, position)
            case .restore(let register, let value): registers[register] = value
            }
        }
        return nil
    }

    /// The next instruction; `nil` when this one fails.
    private mutating func step(_ pc: Int, _ position: inout Int) -> Int? {
        switch program.instructions[pc] {
        case .scalar(let scalar):
            guard position < text.count, isSame(text[position], scalar) else { return nil }
            position += 1
        case .set(let set):
            guard position < text.count, isIn(set, text[position]) else { return nil }
            position += 1
        case .lineStart: guard isLineStart(position) else { return nil }
        case .lineEnd: guard isLineEnd(position) else { return nil }
        case .reference(let number):
            guard let end = endOfReference(number, at: position) else { return nil }
            position = end
        case .save(let register):
            stack.append(.restore(register: register, value: registers[register]))
            registers[register] = position
        case .split(let first, let second):
            stack.append(.resume(pc: second, position: position))
            return first
        case .jump(let target): return target
        case .progress(let register): if registers[register] == position { return nil }
        case .accept: break
        }
        return pc + 1
    }

    /// A line begins behind a line break, but not at the end of the text (F&O 5.6.1.1).
    private func isLineStart(_ position: Int) -> Bool {
        position == 0
            || program.flags.isMultiline && text[position - 1] == "\n" && position < text.count
    }

    private func isLineEnd(_ position: Int) -> Bool {
        position == text.count || program.flags.isMultiline && text[position] == "\n"
    }

    private func isIn(_ set: RegexSet, _ scalar: Unicode.Scalar) -> Bool {
        program.flags.ignoresCase ? set.containsIgnoringCase(scalar) : set.contains(scalar)
    }

    private func isSame(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Bool {
        a == b || program.flags.ignoresCase && a.caseVariants.contains { b.caseVariants.contains($0) }
    }

    /// A group that took no part matches nothing, successfully (F&O 5.6.1).
    private mutating func endOfReference(_ number: Int, at position: Int) -> Int? {
        let (lower, upper) = (registers[2 * number], registers[2 * number + 1])
        guard lower >= 0, upper >= lower else { return position }
        let length = upper - lower
        steps += length
        guard position + length <= text.count else { return nil }
        for index in 0..<length where !isSame(text[position + index], text[lower + index]) { return nil }
        return position + length
    }
}
