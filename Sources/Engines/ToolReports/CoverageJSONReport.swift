import StructuredData

/// What `coverage json` writes, formats 1 to 3.
public struct CoverageJSONReport: Hashable, Sendable {
    /// Counts of lines and branches; both are counts of what could run, never of lines of text.
    public struct Counts: Hashable, Sendable {
        public let coveredLines: Int
        /// Executable lines.
        public let statements: Int
        /// `nil` without `--branch`.
        public let coveredBranches: Int?
        /// `nil` without `--branch`.
        public let branches: Int?

        /// Covered lines over executable lines, in `0...1`; `nil` if nothing is executable.
        public var lineRatio: Double? { statements == 0 ? nil : Double(coveredLines) / Double(statements) }
        /// Covered branches over branches, in `0...1`; `nil` if there are none or they were not measured.
        public var branchRatio: Double? {
            guard let covered = coveredBranches, let all = branches, all > 0 else { return nil }
            return Double(covered) / Double(all)
        }
    }

    /// A jump from a line to another; a negative line is the entry or exit of a function or module.
    public struct Branch: Hashable, Sendable {
        public let from, to: Int
    }

    public struct File: Hashable, Sendable {
        /// The path as coverage.py writes it: relative to where it ran, or absolute.
        public let path: String
        public let counts: Counts
        public let executedLines: Set<Int>
        public let missingLines: Set<Int>
        public let excludedLines: Set<Int>
        public let missingBranches: [Branch]
    }

    public let totals: Counts
    /// By path, in alphabetical order.
    public let files: [File]
    /// Whether branches were measured.
    public let measuresBranches: Bool

    /// - Parameter bytes: The whole file.
    /// - Throws: ``ToolReportError``; a ``ToolReportError/contradiction(_:reason:)`` if totals are not the sum of the files,
    ///   if counts differ from the lists, or if a line is both executed and missing.
    /// - SeeAlso: coverage.py, `coverage json`.
    public init(parsing bytes: [UInt8]) throws(ToolReportError) {
        let root = try JSONCursor(parsing: bytes, as: .coverageJSON)
        let meta = try root.member("meta")
        if let format = try meta.optional("format"), !(1...3).contains(try format.count()) {
            throw format.wrong("the format 1, 2 or 3")
        }
        measuresBranches = try meta.member("branch_coverage").bool()
        var files: [File] = []
        for (path, entry) in try root.member("files").members() {
            files.append(try File(path: path, entry, branches: measuresBranches))
        }
        totals = try Counts(root.member("totals"), branches: measuresBranches)
        self.files = files
        try checkTotals()
    }

    private func checkTotals() throws(ToolReportError) {
        let sums: [(name: String, total: Int, sum: Int)] = [
            ("covered_lines", totals.coveredLines, sum(files) { $0.coveredLines }),
            ("num_statements", totals.statements, sum(files) { $0.statements }),
            ("covered_branches", totals.coveredBranches ?? 0, sum(files) { $0.coveredBranches ?? 0 }),
            ("num_branches", totals.branches ?? 0, sum(files) { $0.branches ?? 0 }),
        ]
        for (name, total, sum) in sums where total != sum {
            throw .contradiction(
                .coverageJSON, reason: "the total `\(name)` is \(total), the files add up to \(sum)")
        }
    }

    /// Saturating, because a hostile count must not trap.
    private func sum(_ files: [File], _ count: (Counts) -> Int) -> Int {
        files.reduce(0) { total, file in
            let (sum, overflow) = total.addingReportingOverflow(count(file.counts))
            return overflow ? .max : sum
        }
    }
}

extension CoverageJSONReport.Counts {
    fileprivate init(_ summary: JSONCursor, branches: Bool) throws(ToolReportError) {
        coveredLines = try summary.member("covered_lines").count()
        statements = try summary.member("num_statements").count()
        let missing = try summary.member("missing_lines").count()
        try Self.check(
            summary, "covered_lines", coveredLines, "missing_lines", missing, "num_statements", statements)
        guard branches else {
            (coveredBranches, self.branches) = (nil, nil)
            return
        }
        let covered = try summary.member("covered_branches").count()
        let all = try summary.member("num_branches").count()
        let missed = try summary.member("missing_branches").count()
        try Self.check(summary, "covered_branches", covered, "missing_branches", missed, "num_branches", all)
        (coveredBranches, self.branches) = (covered, all)
    }

    private static func check(
        _ summary: JSONCursor, _ coveredName: String, _ covered: Int, _ missingName: String, _ missing: Int,
        _ allName: String, _ all: Int
    ) throws(ToolReportError) {
        let (sum, overflow) = covered.addingReportingOverflow(missing)
        guard !overflow, sum == all else {
            throw .contradiction(
                .coverageJSON,
                reason:
                    "at `\(summary.pointer)`, `\(coveredName)` \(covered) and `\(missingName)` \(missing) are not "
                    + "`\(allName)` \(all)")
        }
    }
}

extension CoverageJSONReport.File {
    fileprivate init(path: String, _ entry: JSONCursor, branches: Bool) throws(ToolReportError) {
        self.path = path
        let summary = try entry.member("summary")
        counts = try CoverageJSONReport.Counts(summary, branches: branches)
        executedLines = try lines(entry.member("executed_lines"))
        missingLines = try lines(entry.member("missing_lines"))
        excludedLines = try lines(entry.member("excluded_lines"))
        if let both = executedLines.intersection(missingLines).min() {
            throw .contradiction(
                .coverageJSON, reason: "line \(both) of `\(path)` is both executed and missing")
        }
        let missing = try summary.member("missing_lines").count()
        guard missingLines.count == missing else {
            throw .contradiction(
                .coverageJSON,
                reason: "`\(path)` misses \(missing) lines, but \(missingLines.count) are listed")
        }
        guard branches else {
            missingBranches = []
            return
        }
        var jumps: [CoverageJSONReport.Branch] = []
        for pair in try entry.member("missing_branches").elements() { jumps.append(try branch(pair)) }
        missingBranches = jumps
        let missed = try summary.member("missing_branches").count()
        guard jumps.count == missed else {
            throw .contradiction(
                .coverageJSON, reason: "`\(path)` misses \(missed) branches, but \(jumps.count) are listed")
        }
    }
}

private func lines(_ list: JSONCursor) throws(ToolReportError) -> Set<Int> {
    var lines: Set<Int> = []
    for line in try list.elements() { lines.insert(try line.count(from: 1)) }
    return lines
}

private func branch(_ pair: JSONCursor) throws(ToolReportError) -> CoverageJSONReport.Branch {
    let ends = try pair.elements().map { $0.value.integer.flatMap { Int(exactly: $0) } }
    guard ends.count == 2, let from = ends[0], let to = ends[1] else { throw pair.wrong("a pair of lines") }
    return CoverageJSONReport.Branch(from: from, to: to)
}
