import Testing

@testable import DefinitionOfDone

@Suite struct GitHubReportTests {
    private func lines(_ run: RunState, _ change: (inout ReportOptions) -> Void = { _ in }) -> [String] {
        var options = ReportOptions()
        change(&options)
        return report(run, as: .github, options: options).split(separator: "\n").map(String.init)
    }

    /// What the runner would obey: everything but the lines between the marks that stop it.
    private func commands(_ lines: [String]) -> [String] {
        var token: String?
        return lines.filter { line in
            if let stop = token {
                if line == "::\(stop)::" { token = nil }
                return false
            }
            if line.hasPrefix("::stop-commands::") { token = String(line.dropFirst(17)) }
            return true
        }
    }

    @Test func annotationsAreEscaped() {
        #expect("50%\r\n: , done".workflowData == "50%25%0D%0A: , done")
        #expect("50%\r\n: , done".workflowProperty == "50%25%0D%0A%3A %2C done")
        #expect("a:\u{301}".workflowProperty == "a%3A\u{301}")
    }

    @Test(arguments: SampleRun.all) func onlyOwnCommandsReachTheRunner(_ sample: SampleRun) {
        let known = ["::group::", "::stop-commands::", "::endgroup::", "::error ", "::warning ", "::notice "]
        for line in commands(lines(sample.state)) {
            #expect(known.contains { line.hasPrefix($0) }, "\(line)")
        }
    }

    @Test func atMostWhatGitHubShowsAndTheRestIsCounted() {
        let all = lines(SampleRun.notDone.state)
        #expect(all.count { $0.hasPrefix("::error ") } == 10)
        #expect(all.contains { $0.contains("title=coverage::79.4 %25, required >= 80%25") })
        #expect(all.last?.contains("5 errors more") == true)
    }

    @Test func pathsStartWhereTheCommandRan() {
        let all = lines(SampleRun.notDone.state) { $0.projectFolder = "services/orders" }
        #expect(all.contains { $0.hasPrefix("::error file=services/orders/src/orders/api.py,line=3,col=8,") })
    }

    @Test func anInterruptedRunIsAnError() {
        #expect(lines(SampleRun.interrupted.state).last?.hasPrefix("::error title=uvmgr::") == true)
    }

    @Test func theSummaryIsTheMarkdownReport() {
        let run = SampleRun.notDone.state
        let summary = githubStepSummary(run, options: ReportOptions())
        #expect(summary == report(run, as: .markdown, options: ReportOptions()))
    }
}
