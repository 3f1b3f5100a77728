/// A coverage report in Cobertura's XML, as coverage.py, gcovr and others write it.
public struct CoberturaReport: Hashable, Sendable {
    public struct File: Hashable, Sendable {
        /// The path as written: relative to one of ``CoberturaReport/sources``, or absolute.
        public let path: String
        public let coveredLines: Set<Int>
        public let missedLines: Set<Int>
        public let coveredBranches: Int
        public let branches: Int
    }

    /// The folders that paths are relative to.
    public let sources: [String]
    /// By path, in alphabetical order; the classes of one file together.
    public let files: [File]
    /// Covered lines over executable lines, in `0...1`; `nil` if nothing is executable.
    ///
    /// Counted from the lines; the rate that the report claims is taken only if it lists no line at all.
    public let lineRate: Double?
    /// Covered branches over branches, in `0...1`; `nil` if there are none.
    public let branchRate: Double?

    public var coveredLines: Int { files.reduce(0) { $0 + $1.coveredLines.count } }
    public var lines: Int { files.reduce(0) { $0 + $1.coveredLines.count + $1.missedLines.count } }
    public var coveredBranches: Int { files.reduce(0) { $0 + $1.coveredBranches } }
    public var branches: Int { files.reduce(0) { $0 + $1.branches } }

    /// - Parameter bytes: A document with the root `coverage`.
    /// - Throws: ``ToolReportError``; a ``ToolReportError/contradiction(_:reason:)`` if the root counts other lines or
    ///   branches than are listed, or claims a rate that differs by more than 0.01.
    /// - SeeAlso: Cobertura, coverage-04.dtd.
    public init(parsing bytes: [UInt8]) throws(ToolReportError) {
        let root = try readXML(bytes, as: .cobertura)
        guard root.name == "coverage" else { throw root.wrong(.cobertura, "the root `coverage`") }
        guard let packages = root.children("packages").first else {
            throw root.wrong(.cobertura, "an element `packages`")
        }
        sources = root.children("sources").flatMap { $0.children("source") }.map(\.text).filter {
            !$0.isEmpty
        }
        var reader = CoberturaReader()
        for package in packages.children("package") {
            for node in package.children("classes").flatMap({ $0.children("class") }) {
                try reader.read(node)
            }
        }
        let listed = reader.files.sorted { $0.key < $1.key }.map { path, lines in
            File(
                path: path, coveredLines: Set(lines.filter { $0.value.isHit }.keys),
                missedLines: Set(lines.filter { !$0.value.isHit }.keys),
                coveredBranches: lines.values.reduce(0) { $0 + $1.covered },
                branches: lines.values.reduce(0) { $0 + $1.branches })
        }
        files = listed
        let merged = reader.sums(listed)
        try merged.check(root, against: reader.perClass)
        lineRate = try merged.rate(\.lineRate, root, "line-rate", reader.perClass)
        branchRate = try merged.rate(\.branchRate, root, "branch-rate", reader.perClass)
    }
}

private struct CoberturaSums {
    var coveredLines = 0
    var lines = 0
    var coveredBranches = 0
    var branches = 0

    /// The root's counts must be those of the lines, counted by file or by class.
    func check(_ root: XMLNode, against perClass: CoberturaSums) throws(ToolReportError) {
        let pairs: [(name: String, KeyPath<CoberturaSums, Int>)] = [
            ("lines-valid", \.lines), ("lines-covered", \.coveredLines), ("branches-valid", \.branches),
            ("branches-covered", \.coveredBranches),
        ]
        for (name, path) in pairs {
            guard let said = try root.count(name, .cobertura) else { continue }
            let counted = self[keyPath: path]
            guard said == counted || said == perClass[keyPath: path] else {
                throw .contradiction(.cobertura, reason: "`\(name)` is \(said), but \(counted) are listed")
            }
        }
    }

    var lineRate: Double? { lines == 0 ? nil : Double(coveredLines) / Double(lines) }
    var branchRate: Double? { branches == 0 ? nil : Double(coveredBranches) / Double(branches) }

    /// The counted rate, from which the claimed one may differ by its rounding only.
    func rate(
        _ path: KeyPath<CoberturaSums, Double?>, _ root: XMLNode, _ attribute: String,
        _ perClass: CoberturaSums
    ) throws(ToolReportError) -> Double? {
        let said = try root.amount(attribute, .cobertura)
        if let said, said > 1 { throw root.wrong(.cobertura, "a rate of at most 1 in `\(attribute)`") }
        guard lines == 0 else {
            let counted = [self, perClass].compactMap { $0[keyPath: path] }
            if let said, !counted.isEmpty, counted.allSatisfy({ abs($0 - said) > 0.01 }) {
                throw .contradiction(
                    .cobertura, reason: "`\(attribute)` is \(said), but the lines give \(counted[0])")
            }
            return self[keyPath: path]
        }
        // Without lines a count of none is known to be none, and a rate alone is all there is.
        let isCounted = try root.count("lines-valid", .cobertura) != nil
        return isCounted ? nil : said
    }
}

private struct CoberturaReader {
    struct Line {
        var isHit = false
        var covered = 0
        var branches = 0
    }

    /// By path and line number.
    var files: [String: [Int: Line]] = [:]
    var perClass = CoberturaSums()

    mutating func read(_ node: XMLNode) throws(ToolReportError) {
        guard let path = node.attributes["filename"], !path.isEmpty else {
            throw node.wrong(.cobertura, "the attribute `filename`")
        }
        var lines = files.removeValue(forKey: path) ?? [:]
        for child in node.children("lines").flatMap({ $0.children("line") }) {
            let (number, line) = try self.line(child)
            perClass.lines += 1
            perClass.coveredLines += line.isHit ? 1 : 0
            perClass.branches = saturated(perClass.branches, line.branches)
            perClass.coveredBranches = saturated(perClass.coveredBranches, line.covered)
            let old = lines[number] ?? Line()
            lines[number] = Line(
                isHit: old.isHit || line.isHit, covered: max(old.covered, line.covered),
                branches: max(old.branches, line.branches))
        }
        files[path] = lines
    }

    private func line(_ node: XMLNode) throws(ToolReportError) -> (number: Int, line: Line) {
        guard let number = try node.count("number", .cobertura), number > 0 else {
            throw node.wrong(.cobertura, "a line number from 1 on in the attribute `number`")
        }
        guard let hits = try node.count("hits", .cobertura) else {
            throw node.wrong(.cobertura, "the attribute `hits`")
        }
        var line = Line(isHit: hits > 0)
        if let condition = node.attributes["condition-coverage"] {
            guard let (covered, all) = fraction(condition), covered <= all else {
                throw node.wrong(.cobertura, "a fraction such as `50% (1/2)` in `condition-coverage`")
            }
            (line.covered, line.branches) = (covered, all)
        }
        return (number, line)
    }

    /// `50% (1/2)` gives 1 and 2.
    private func fraction(_ text: String) -> (Int, Int)? {
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else {
            return nil
        }
        let parts = text[text.index(after: open)..<close].split(separator: "/")
        guard parts.count == 2, let covered = Int(parts[0]), let all = Int(parts[1]), covered >= 0,
            all <= 1_000_000
        else {
            return nil
        }
        return (covered, all)
    }

    func sums(_ files: [CoberturaReport.File]) -> CoberturaSums {
        files.reduce(into: CoberturaSums()) { sums, file in
            sums.coveredLines += file.coveredLines.count
            sums.lines += file.coveredLines.count + file.missedLines.count
            sums.coveredBranches = saturated(sums.coveredBranches, file.coveredBranches)
            sums.branches = saturated(sums.branches, file.branches)
        }
    }

    private func saturated(_ a: Int, _ b: Int) -> Int {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? .max : sum
    }
}
