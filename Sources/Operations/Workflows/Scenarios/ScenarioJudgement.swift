import BPMN
import Diagnostics
import StructuredData
import YAML

extension ScenarioPlay {
    /// What is not as expected.
    ///
    /// At the end (`isLast`), what is not said is looked at as well: that the process has completed, without incident.
    func judged(_ expected: Expectation, isLast: Bool) -> [ScenarioFailure] {
        judgedState(expected, isLast) + judgedWaiting(expected) + judgedTrace(expected)
            + judgedVisits(expected) + judgedVariables(expected) + judgedConditions(expected)
            + judgedTraffic(expected) + judgedCalls(expected) + judgedDuration(expected)
    }

    private func failed(
        _ code: String, _ message: String, _ mark: YAMLMark, _ details: [String] = []
    ) -> ScenarioFailure {
        ScenarioFailure(file.diagnostic(code, message, mark), details: details)
    }

    // MARK: - State

    private func judgedState(_ expected: Expectation, _ isLast: Bool) -> [ScenarioFailure] {
        let standing = steps.state.standing
        var failures: [ScenarioFailure] = []
        let state = expected.state?.value ?? (isLast ? impliedState(expected) : nil)
        if let state, state != standing.name {
            failures.append(
                failed(
                    "state", "`\(state)` was expected, but the process is `\(standing.name)`\(reason)",
                    expected.state?.mark ?? expected.mark, incidentLines))
        }
        if let error = expected.error {
            let code: String? = if case .failed(let code) = standing { code } else { nil }
            if code != error.value {
                let came = code.map { "`\($0)`" } ?? "none"
                failures.append(
                    failed("error", "the error `\(error.value)` was expected, \(came) came", error.mark))
            }
        }
        return failures
            + judgedIncidents(expected, isLast && !failures.contains { $0.code == "scenario.state" })
    }

    private func impliedState(_ expected: Expectation) -> String {
        if expected.error != nil { return "failed" }
        if expected.incidents?.value.isEmpty == false { return "incident" }
        return expected.waiting?.value.isEmpty == false ? "waiting" : "completed"
    }

    private var reason: String {
        switch steps.state.standing {
        case .failed(let code): code.map { " by the error `\($0)`" } ?? ""
        case .waiting: " at \(quoted(track.waiting(process)))"
        default: ""
        }
    }

    private var incidentLines: [String] {
        process.incidents.sorted { $0.key < $1.key }.map { id, incident in
            "incident at `\(track.places[id] ?? "?")`: \(incident.message)"
        }
    }

    private func judgedIncidents(_ expected: Expectation, _ isLast: Bool) -> [ScenarioFailure] {
        let open = process.incidents.sorted { $0.key < $1.key }
        guard let wanted = expected.incidents else {
            // Expecting the state `incident` alone leaves open where.
            guard isLast, expected.state?.value != "incident", !open.isEmpty else { return [] }
            return [failed("incident", "an incident that nothing expects", expected.mark, incidentLines)]
        }
        var rest = open
        var missing: [String] = []
        for trouble in wanted.value {
            let index = rest.firstIndex { id, incident in
                track.places[id] == trouble.element
                    && trouble.words.map { incident.message.contains($0) } ?? true
            }
            if let index {
                rest.remove(at: index)
            } else {
                missing.append("- `\(trouble.element)`" + (trouble.words.map { ": …\($0)…" } ?? ""))
            }
        }
        guard !missing.isEmpty || !rest.isEmpty else { return [] }
        let came = rest.map { "+ `\(track.places[$0.key] ?? "?")`: \($0.value.message)" }
        return [failed("incident", "the incidents are others than expected", wanted.mark, missing + came)]
    }

    private func judgedWaiting(_ expected: Expectation) -> [ScenarioFailure] {
        guard let wanted = expected.waiting else { return [] }
        let actual = track.waiting(process)
        guard Set(actual) != Set(wanted.value) else { return [] }
        let missing = wanted.value.filter { !actual.contains($0) }.map { "- \($0)" }
        let more = actual.filter { !wanted.value.contains($0) }.map { "+ \($0)" }
        return [
            failed("waiting", "the process waits elsewhere than expected", wanted.mark, missing + more)
        ]
    }

    // MARK: - Trace

    private func judgedTrace(_ expected: Expectation) -> [ScenarioFailure] {
        var failures: [ScenarioFailure] = []
        if let wanted = expected.trace,
            let difference = TraceDifference(wanted.value, actual: trace(beside: wanted.value))
        {
            failures.append(failed("trace", difference.headline, wanted.mark, difference.lines))
        }
        if let wanted = expected.traceContains {
            let actual = trace(beside: wanted.value)
            if let missing = TraceDifference.missing(wanted.value, in: actual) {
                failures.append(
                    failed("trace", missing, wanted.mark, ["trace: \(actual.joined(separator: " → "))"]))
            }
        }
        return failures
    }

    /// What completed, without gateways unless the expected trace names one.
    private func trace(beside wanted: [String]) -> [String] {
        let gateways = steps.state.model.gateways
        return wanted.contains(where: gateways.contains)
            ? track.completed : track.completed.filter { !gateways.contains($0) }
    }

    private func judgedVisits(_ expected: Expectation) -> [ScenarioFailure] {
        var failures: [ScenarioFailure] = []
        for (element, wanted) in expected.visits.sorted(by: { $0.value.mark.line < $1.value.mark.line }) {
            let actual = visits(of: element)
            if let count = wanted.value, count != actual {
                failures.append(
                    failed(
                        "visits", "`\(element)` was to be reached \(times(count)), and was \(times(actual))",
                        wanted.mark))
            } else if wanted.value == nil, actual == 0 {
                failures.append(failed("visits", "`\(element)` was never reached", wanted.mark))
            }
        }
        for element in expected.never where visits(of: element.value) > 0 {
            failures.append(
                failed(
                    "never", "`\(element.value)` was reached \(times(visits(of: element.value)))",
                    element.mark))
        }
        return failures
    }

    private func visits(of id: String) -> Int { track.entered[id] ?? track.taken[id] ?? 0 }

    private func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
    private func quoted(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }

    // MARK: - Data

    /// The variables of the process, at its end or now.
    private var variables: [String: JSON] {
        guard let main = track.main(file.process) else { return [:] }
        if let outcome = process.outcomes[main] { return outcome.variables }
        let pairs = track.names.compactMap { name in
            process.variable(name, of: main).map { (name, $0) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private func judgedVariables(_ expected: Expectation) -> [ScenarioFailure] {
        guard !expected.variables.isEmpty else { return [] }
        let actual = variables
        return expected.variables.sorted { $0.value.mark.line < $1.value.mark.line }.compactMap {
            name, wanted -> ScenarioFailure? in
            let value = actual[name]?.settled()
            guard value ?? .null != wanted.value else { return nil }
            let details = differences(wanted.value, value)
            let near = value == nil ? "; there is no such variable" : ""
            return failed(
                "variable", "the variable `\(name)` is not as expected\(near)", wanted.mark, details)
        }
    }

    private func differences(_ expected: JSON?, _ actual: JSON?) -> [String] {
        JSONDifference.all(between: expected, and: actual, limit: 10).map { difference in
            let path = difference.pointer.isEmpty ? "" : "\(difference.pointer.dropFirst()): "
            return "\(path)expected \(words(difference.first)), got \(words(difference.second))"
        }
    }

    private func words(_ value: JSON?) -> String {
        guard let text = value?.canonical else { return "nothing" }
        return text.count > 200 ? text.prefix(199) + "…" : text
    }

    private func judgedConditions(_ expected: Expectation) -> [ScenarioFailure] {
        let actual = expected.holds.isEmpty ? [:] : variables
        return expected.holds.compactMap { judged($0, Variables(actual)) }
    }

    private func judged(
        _ condition: Expectation.Placed<String>, _ variables: Variables
    ) -> ScenarioFailure? {
        do {
            let value = try steps.evaluator.value(condition.value, variables)
            if value == true { return nil }
            return failed("holds", "`\(condition.value)` is \(words(value))", condition.mark)
        } catch {
            return failed("holds", error.message, condition.mark)
        }
    }

    // MARK: - To and from outside

    private func judgedTraffic(_ expected: Expectation) -> [ScenarioFailure] {
        judged(expected.messages, track.messages, "message")
            + judged(expected.signals, track.signals, "signal")
    }

    private func judged(
        _ wanted: Expectation.Placed<[Expectation.Sent]>?, _ actual: [(name: String, payload: JSON)],
        _ kind: String
    ) -> [ScenarioFailure] {
        guard let wanted else { return [] }
        var lines: [String] = []
        for index in 0..<max(wanted.value.count, actual.count) {
            let expected = wanted.value.indices.contains(index) ? wanted.value[index] : nil
            let came = actual.indices.contains(index) ? actual[index] : nil
            if let expected, let came, expected.name == came.name {
                let payload = expected.payload ?? came.payload.settled()
                lines += differences(payload, came.payload.settled()).map { "\(came.name): \($0)" }
                continue
            }
            if let expected { lines.append("- \(expected.name)") }
            if let came { lines.append("+ \(came.name) \(words(came.payload))") }
        }
        if lines.isEmpty { return [] }
        return [failed(kind, "the \(kind)s sent are others than expected", wanted.mark, lines)]
    }

    private func judgedCalls(_ expected: Expectation) -> [ScenarioFailure] {
        expected.calls.sorted { $0.value.mark.line < $1.value.mark.line }.compactMap {
            service, wanted -> ScenarioFailure? in
            let actual = log.calls(of: service)
            switch wanted.value {
            case .count(let count):
                if count == actual.count { return nil }
                return failed(
                    "calls", "`\(service)` was to be called \(times(count)), and was \(times(actual.count))",
                    wanted.mark)
            case .parameters(let all):
                var lines: [String] = []
                for (index, call) in actual.enumerated() where index < all.count {
                    let seen = call.parameters.filter { all[index][$0.key] != nil }.mapValues { $0.settled() }
                    lines += differences(.object(all[index]), .object(seen)).map {
                        "call \(index + 1): \($0)"
                    }
                }
                if all.count == actual.count, lines.isEmpty { return nil }
                let count = "`\(service)` was called \(times(actual.count))"
                let message =
                    all.count == actual.count
                    ? "`\(service)` was called with other parameters" : "\(count), not \(times(all.count))"
                return failed("calls", message, wanted.mark, lines)
            }
        }
    }

    private func judgedDuration(_ expected: Expectation) -> [ScenarioFailure] {
        guard let wanted = expected.duration else { return [] }
        let end = scenario.at.adding(wanted.value)
        guard end != clock.now else { return [] }
        let length = { (moment: TimeInstant) in
            TimeSpan(milliseconds: moment.milliseconds - scenario.at.milliseconds).words
        }
        return [
            failed("duration", "it took \(length(clock.now)), not \(length(end))", wanted.mark)
        ]
    }
}
