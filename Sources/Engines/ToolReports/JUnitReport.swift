/// A report of tests in the JUnit XML dialects of pytest, unittest-xml-reporting and Maven Surefire.
public struct JUnitReport: Hashable, Sendable {
    public enum Outcome: String, Sendable, CaseIterable {
        case passed, failed, errored, skipped
    }

    public struct Case: Hashable, Sendable {
        public let name: String
        /// Empty if the report names none.
        public let className: String
        /// The file and line (from 1, as the tool counts) of the test, where the dialect has them.
        public let file: String?
        public let line: Int?
        /// Seconds; `nil` if the report does not say.
        public let time: Double?
        public let outcome: Outcome
        /// The short reason of a failure, error or skip.
        public let message: String?
        /// The long text of all its failures and errors: tracebacks.
        public let text: String
    }

    public struct Suite: Hashable, Sendable {
        public let name: String
        public let cases: [Case]
        /// Seconds; `nil` if the report does not say.
        public let time: Double?
        /// The number of tests that the suite claims; above the number of cases if pytest counted subtests.
        public let declaredTests: Int?
    }

    /// The suites that hold cases, in order; a suite inside another stands behind it.
    public let suites: [Suite]

    public var cases: [Case] { suites.flatMap(\.cases) }

    /// How many cases ended so.
    public func count(_ outcome: Outcome) -> Int {
        suites.reduce(0) { $0 + $1.cases.count { $0.outcome == outcome } }
    }

    /// - Parameter bytes: A document with the root `testsuites` or `testsuite`; all attributes may be missing.
    /// - Throws: ``ToolReportError``; a ``ToolReportError/contradiction(_:reason:)`` if a suite counts other failures,
    ///   errors, skips or tests than it lists.
    public init(parsing bytes: [UInt8]) throws(ToolReportError) {
        let root = try readXML(bytes, as: .junit)
        var reader = JUnitReader(allowsSubtests: root.attributes["name"] == "pytest tests")
        switch root.name {
        case "testsuite": _ = try reader.suite(root)
        case "testsuites":
            var sum = JUnitReader.Tally()
            for child in root.children("testsuite") { sum.add(try reader.suite(child)) }
            try reader.check(root, sum)
        default: throw root.wrong(.junit, "the root `testsuites` or `testsuite`")
        }
        suites = reader.suites
    }
}

private struct JUnitReader {
    /// What a suite lists.
    ///
    /// A case with two failures counts once in some dialects and twice in others.
    struct Tally {
        var cases = 0
        var elements: [String: Int] = [:]
        var affected: [String: Int] = [:]

        mutating func add(_ other: Tally) {
            cases += other.cases
            elements.merge(other.elements, uniquingKeysWith: +)
            affected.merge(other.affected, uniquingKeysWith: +)
        }
    }

    static let kinds = ["error", "failure", "skipped"]

    /// pytest counts each subtest as a test, but writes a case for the whole test only.
    let allowsSubtests: Bool
    var suites: [JUnitReport.Suite] = []

    init(allowsSubtests: Bool) { self.allowsSubtests = allowsSubtests }

    mutating func suite(_ node: XMLNode) throws(ToolReportError) -> Tally {
        var tally = Tally()
        var cases: [JUnitReport.Case] = []
        for child in node.children("testcase") {
            cases.append(try self.case(child))
            tally.cases += 1
            for kind in Self.kinds {
                let count = child.children(kind).count
                tally.elements[kind, default: 0] += count
                tally.affected[kind, default: 0] += min(1, count)
            }
        }
        let inner = node.children("testsuite")
        if !cases.isEmpty || inner.isEmpty {
            suites.append(
                JUnitReport.Suite(
                    name: node.attributes["name"] ?? "", cases: cases, time: try node.amount("time", .junit),
                    declaredTests: try node.count("tests", .junit)))
        }
        for child in inner { tally.add(try suite(child)) }
        try check(node, tally)
        return tally
    }

    private func `case`(_ node: XMLNode) throws(ToolReportError) -> JUnitReport.Case {
        let marks = Self.kinds.map { (kind: $0, nodes: node.children($0)) }
        let first = marks.first { !$0.nodes.isEmpty }
        let outcome: JUnitReport.Outcome =
            switch first?.kind {
            case "error": .errored
            case "failure": .failed
            case "skipped": .skipped
            default: .passed
            }
        guard let name = node.attributes["name"] else { throw node.wrong(.junit, "the attribute `name`") }
        let texts = marks.flatMap(\.nodes).map(\.text).filter { !$0.allSatisfy(\.isWhitespace) }
        return JUnitReport.Case(
            name: name, className: node.attributes["classname"] ?? "", file: node.attributes["file"],
            line: try node.count("line", .junit), time: try node.amount("time", .junit), outcome: outcome,
            message: first?.nodes.first?.attributes["message"], text: texts.joined(separator: "\n"))
    }

    /// Compares what an element claims with what it lists.
    func check(_ node: XMLNode, _ tally: Tally) throws(ToolReportError) {
        for (attribute, kind) in [("errors", "error"), ("failures", "failure"), ("skipped", "skipped")] {
            guard let said = try node.count(attribute, .junit) else { continue }
            let listed = tally.elements[kind] ?? 0
            guard said == listed || said == tally.affected[kind] ?? 0 else {
                throw contradiction(node, attribute, said, listed)
            }
        }
        guard let said = try node.count("tests", .junit), said != tally.cases else { return }
        let hasSubtests = said > tally.cases && (allowsSubtests || node.attributes["name"] == "pytest")
        guard hasSubtests, tally.cases > 0 else { throw contradiction(node, "tests", said, tally.cases) }
    }

    private func contradiction(_ node: XMLNode, _ attribute: String, _ said: Int, _ listed: Int)
        -> ToolReportError
    {
        let suite = node.attributes["name"].map { " `\($0)`" } ?? ""
        return .contradiction(
            .junit,
            reason:
                "`\(attribute)` of the suite\(suite) in line \(node.line) is \(said), but \(listed) are listed"
        )
    }
}
