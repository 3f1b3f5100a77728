/// How a trace differs from the expected one.
struct TraceDifference: Hashable {
    /// The first difference, with what came instead.
    let headline: String
    /// Both traces in one: `-` before what was expected and did not come, `+` before what came unexpectedly.
    let lines: [String]

    /// - Returns: `nil` for equal traces.
    init?(_ expected: [String], actual: [String]) {
        guard expected != actual else { return nil }
        let common = zip(expected, actual).prefix { $0 == $1 }.count
        let wanted = expected.indices.contains(common) ? expected[common] : nil
        let came = actual.indices.contains(common) ? actual[common] : nil
        let after = common > 0 ? " after `\(expected[common - 1])`" : " first"
        headline =
            switch (wanted, came) {
            case (let wanted?, let came?): "`\(wanted)` was expected\(after), `\(came)` came instead"
            case (let wanted?, nil): "`\(wanted)` was expected\(after), and nothing came"
            default: "`\(came ?? "")` came\(after), and nothing was expected"
            }
        lines = Self.shortened(Self.merged(expected, actual))
    }

    /// What is missing from a trace that shall contain others in order; `nil` if nothing is.
    static func missing(_ expected: [String], in actual: [String]) -> String? {
        var rest = actual[...]
        for (index, element) in expected.enumerated() {
            guard let found = rest.firstIndex(of: element) else {
                let after = index > 0 ? " after `\(expected[index - 1])`" : ""
                return "`\(element)` was expected\(after), and did not come"
            }
            rest = rest[(found + 1)...]
        }
        return nil
    }

    private static func merged(_ expected: [String], _ actual: [String]) -> [String] {
        let difference = actual.difference(from: expected)
        var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var lines: [String] = []
        var (old, new) = (0, 0)
        while old < expected.count || new < actual.count {
            if removed.contains(old) {
                lines.append("- \(expected[old])")
                old += 1
            } else if inserted.contains(new) {
                lines.append("+ \(actual[new])")
                new += 1
            } else {
                lines.append("  \(expected[old])")
                (old, new) = (old + 1, new + 1)
            }
        }
        return lines
    }

    /// The lines with three common ones around each difference.
    private static func shortened(_ lines: [String]) -> [String] {
        let changed = lines.indices.filter { !lines[$0].hasPrefix(" ") }
        var shown: [String] = []
        var hidden = 0
        for (index, line) in lines.enumerated() {
            if changed.contains(where: { abs($0 - index) <= 3 }) {
                if hidden > 0 { shown.append("  … \(hidden) as expected") }
                hidden = 0
                shown.append(line)
            } else {
                hidden += 1
            }
        }
        if hidden > 0 { shown.append("  … \(hidden) as expected") }
        return shown
    }
}
