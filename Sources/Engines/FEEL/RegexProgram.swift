/// A pattern as instructions for ``RegexMatcher``.
struct RegexProgram {
    enum Instruction {
        case scalar(Unicode.Scalar)
        case set(RegexSet)
        case lineStart
        case lineEnd
        case reference(Int)
        /// Remembers the position in a register.
        case save(Int)
        /// Goes on at the first, and at the second if that fails.
        case split(Int, Int)
        case jump(Int)
        /// Fails when nothing was matched since the register was saved: a loop over nothing never ends.
        case progress(Int)
        case accept
    }

    /// Counted repetitions are written out, so their number is limited.
    private static let sizeLimit = 20_000

    private(set) var instructions: [Instruction] = []
    let flags: RegexFlags
    let groupCount: Int
    /// Two for each group and the whole, then one for each loop.
    private(set) var registerCount: Int
    private var isTooLarge = false

    /// `nil` for what is no regular expression, or one that is too large.
    init?(_ pattern: String, flags: RegexFlags) {
        var parser = RegexParser(pattern, flags)
        guard let node = parser.pattern() else { return nil }
        self.flags = flags
        groupCount = parser.groupCount
        registerCount = 2 * (groupCount + 1)
        emit(.save(0))
        compile(node)
        emit(.save(1))
        emit(.accept)
        if isTooLarge { return nil }
    }

    private mutating func emit(_ instruction: Instruction) {
        guard instructions.count < Self.sizeLimit else {
            isTooLarge = true
            return
        }
        instructions.append(instruction)
    }

    private mutating func compile(_ node: RegexNode) {
        guard !isTooLarge else { return }
        switch node {
        case .scalar(let scalar): emit(.scalar(scalar))
        case .set(let set): emit(.set(set))
        case .lineStart: emit(.lineStart)
        case .lineEnd: emit(.lineEnd)
        case .reference(let number): emit(.reference(number))
        case .sequence(let pieces): for piece in pieces { compile(piece) }
        case .choice(let branches): compile(choice: branches)
        case .group(let number, let inner):
            emit(.save(2 * number))
            compile(inner)
            emit(.save(2 * number + 1))
        case .repetition(let inner, let min, let max, let isGreedy):
            for _ in 0..<min where !isTooLarge { compile(inner) }
            if let max {
                compile(optional: inner, max - min, isGreedy)
            } else {
                compile(loop: inner, isGreedy)
            }
        }
    }

    private mutating func compile(choice branches: [RegexNode]) {
        var ends: [Int] = []
        for (index, branch) in branches.enumerated() where !isTooLarge {
            let isLast = index == branches.count - 1
            let split = instructions.count
            if !isLast { emit(.split(split + 1, 0)) }
            compile(branch)
            guard !isLast, !isTooLarge else { continue }
            ends.append(instructions.count)
            emit(.jump(0))
            if !isTooLarge { instructions[split] = .split(split + 1, instructions.count) }
        }
        guard !isTooLarge else { return }
        for end in ends { instructions[end] = .jump(instructions.count) }
    }

    /// `inner` at most `count` times.
    private mutating func compile(optional inner: RegexNode, _ count: Int, _ isGreedy: Bool) {
        var splits: [Int] = []
        for _ in 0..<count where !isTooLarge {
            splits.append(instructions.count)
            emit(.split(0, 0))
            compile(inner)
        }
        guard !isTooLarge else { return }
        let end = instructions.count
        for split in splits {
            instructions[split] = isGreedy ? .split(split + 1, end) : .split(end, split + 1)
        }
    }

    /// `inner` any number of times.
    private mutating func compile(loop inner: RegexNode, _ isGreedy: Bool) {
        let register = registerCount
        registerCount += 1
        let start = instructions.count
        emit(.split(0, 0))
        emit(.save(register))
        compile(inner)
        emit(.progress(register))
        emit(.jump(start))
        guard !isTooLarge else { return }
        let end = instructions.count
        instructions[start] = isGreedy ? .split(start + 1, end) : .split(end, start + 1)
    }
}
