package import Diagnostics

/// What came of the scenarios of one file.
package struct ScenarioReport: Hashable, Sendable {
    /// How much of the model has to be covered, and where that is said.
    package struct Threshold: Hashable, Sendable {
        package let percent: Double
        package let place: SourcePlace
    }

    package let file: String
    package let model: String
    /// SHA-256 of the model.
    package let digest: String
    package let results: [ScenarioResult]
    package let coverage: ScenarioCoverage
    package let threshold: Threshold?
    /// How many scenarios of the file were not wanted; then nothing is said about the threshold.
    package let leftOut: Int
}

/// What came of one scenario.
package struct ScenarioResult: Hashable, Sendable {
    package let name: String
    package let place: SourcePlace
    /// What is not as expected; empty: it passed.
    package let failures: [ScenarioFailure]
    /// The name of where the process stood in the end.
    package let state: String
    /// The elements that completed, in order, gateways included.
    package let trace: [String]
    /// The virtual time that passed.
    package let duration: Duration
    /// How many steps the engine took.
    package let steps: Int

    package var passed: Bool { failures.isEmpty }
}

/// One thing that is not as expected.
package struct ScenarioFailure: Hashable, Sendable {
    /// What it is, with the place in the file of scenarios.
    package let diagnostic: Diagnostic
    /// Lines that show the difference.
    package let details: [String]

    init(_ diagnostic: Diagnostic, details: [String] = []) {
        (self.diagnostic, self.details) = (diagnostic, details)
    }

    var code: String { diagnostic.code }
}

/// What came of several files; what they cover of one model counts together.
package struct ScenarioSummary: Hashable, Sendable {
    /// What all scenarios of a model cover.
    package struct Model: Hashable, Sendable {
        package let model: String
        package let coverage: ScenarioCoverage
        /// The highest of its files.
        package let threshold: ScenarioReport.Threshold?
        /// Whether scenarios were left out.
        package let isPartial: Bool

        /// Whether less is covered than a file asks for.
        package var isTooLow: Bool { !isPartial && coverage.percent < threshold?.percent ?? 0 }
    }

    package let reports: [ScenarioReport]
    /// In the order in which the files name them.
    package let models: [Model]

    package init(_ reports: [ScenarioReport]) {
        self.reports = reports
        var digests: [String] = []
        for report in reports where !digests.contains(report.digest) { digests.append(report.digest) }
        models = digests.map { digest in
            let own = reports.filter { $0.digest == digest }
            return Model(
                model: own[0].model,
                coverage: own.dropFirst().reduce(own[0].coverage) { $0.merging($1.coverage) },
                threshold: own.compactMap(\.threshold).max { $0.percent < $1.percent },
                isPartial: own.contains { $0.leftOut > 0 })
        }
    }

    package var total: Int { reports.reduce(0) { $0 + $1.results.count } }
    package var failed: Int { reports.reduce(0) { $0 + $1.results.count { !$0.passed } } }
    /// Whether all scenarios passed and enough is covered.
    package var passed: Bool { failed == 0 && !models.contains(where: \.isTooLow) }
    /// What a command exits with; that no scenario ran is no success.
    package var exit: ExitStatus { total == 0 ? .usage : passed ? .success : .no }
}
