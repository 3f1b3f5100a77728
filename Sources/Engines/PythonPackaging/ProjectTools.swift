public import Diagnostics

/// A tool that a project may use already.
public enum ProjectTool: String, Hashable, Sendable, CaseIterable {
    case ruff, black, flake8, pylint, mypy, pyright, ty, pytest, unittest, coverage
    case pytestBenchmark = "pytest-benchmark"
}

/// A sign that a project uses a tool.
public struct ToolEvidence: Hashable, Sendable {
    public enum Strength: Int, Hashable, Sendable, Comparable {
        /// A file that only this tool makes sense of, such as `conftest.py`.
        case hint
        /// A dependency.
        case dependency
        /// Settings of the tool.
        case configuration

        public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    public let tool: ProjectTool
    public let strength: Strength
    /// Such as "`[tool.ruff]` in pyproject.toml".
    public let why: String
    public let place: SourcePlace?
    /// The table, section or distribution that is named, without punctuation.
    public let subject: String

    public init(tool: ProjectTool, strength: Strength, why: String, place: SourcePlace?, subject: String) {
        (self.tool, self.strength, self.why) = (tool, strength, why)
        (self.place, self.subject) = (place, subject)
    }
}

/// The tools that a project uses already, and how that is known.
public struct ProjectTools: Hashable, Sendable {
    /// In the order of ``ProjectTool``, the stronger first.
    public let evidence: [ToolEvidence]

    public init(evidence: [ToolEvidence]) {
        let order = Dictionary(ProjectTool.allCases.enumerated().map { ($1, $0) }) { first, _ in first }
        self.evidence = evidence.enumerated().sorted { a, b in
            let left = (order[a.element.tool] ?? 0, -a.element.strength.rawValue, a.offset)
            return left < (order[b.element.tool] ?? 0, -b.element.strength.rawValue, b.offset)
        }.map(\.element)
    }

    public func evidence(for tool: ProjectTool) -> [ToolEvidence] { evidence.filter { $0.tool == tool } }

    public func uses(_ tool: ProjectTool) -> Bool { evidence.contains { $0.tool == tool } }

    /// `ruff` or `black`: the one that is configured before one that is only installed.
    ///
    /// Where both are, black formats unless ruff's formatter is configured: ruff is more often there to lint.
    public var formatter: Explained<ProjectTool>? {
        let ruffFormats = evidence(for: .ruff).first { $0.subject.hasSuffix("format") }
        if let ruffFormats { return explained(ruffFormats) }
        return choose([.black, .ruff], among: evidence.filter { $0.strength == .configuration })
            ?? choose([.black, .ruff], among: evidence)
    }

    /// `ruff`, `flake8` or `pylint`; ruff where it does more than format.
    public var linter: Explained<ProjectTool>? {
        choose([.ruff, .flake8, .pylint], among: evidence.filter { !$0.subject.hasSuffix("format") })
    }

    /// `mypy`, `pyright` or `ty`: the one that is configured before one that is only installed.
    public var typeChecker: Explained<ProjectTool>? {
        let checkers: [ProjectTool] = [.mypy, .pyright, .ty]
        return choose(checkers, among: evidence.filter { $0.strength == .configuration })
            ?? choose(checkers, among: evidence)
    }

    /// `pytest`, else `unittest` where there are test files.
    public var testRunner: Explained<ProjectTool>? { choose([.pytest, .unittest], among: evidence) }

    public var coverage: Explained<ProjectTool>? { choose([.coverage], among: evidence) }

    public var benchmark: Explained<ProjectTool>? { choose([.pytestBenchmark], among: evidence) }

    private func choose(_ tools: [ProjectTool], among evidence: [ToolEvidence]) -> Explained<ProjectTool>? {
        for tool in tools {
            if let found = evidence.first(where: { $0.tool == tool }) { return explained(found) }
        }
        return nil
    }

    private func explained(_ evidence: ToolEvidence) -> Explained<ProjectTool> {
        Explained(evidence.tool, why: evidence.why, place: evidence.place)
    }
}
