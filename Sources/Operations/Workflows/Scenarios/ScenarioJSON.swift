import Diagnostics
package import StructuredData

extension ScenarioSummary {
    /// The report for programs; `docs/workflow-tests.md` names its members.
    package var json: JSON {
        [
            "schema": "uvmgr.workflow-test/1", "passed": .bool(passed), "scenarios": .integer(Int64(total)),
            "failures": .integer(Int64(failed)), "files": .array(reports.map(\.json)),
            "models": .array(models.map(\.json)),
        ]
    }
}

extension ScenarioReport {
    fileprivate var json: JSON {
        [
            "file": .string(file), "model": .string(model), "digest": .string(digest),
            "leftOut": .integer(Int64(leftOut)), "scenarios": .array(results.map(\.json)),
        ]
    }
}

extension ScenarioResult {
    fileprivate var json: JSON {
        [
            "name": .string(name), "passed": .bool(passed), "place": place.json, "state": .string(state),
            "trace": .array(trace.map(JSON.string)), "steps": .integer(Int64(steps)),
            "milliseconds": .integer(milliseconds), "failures": .array(failures.map(\.json)),
        ]
    }

    private var milliseconds: Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}

extension ScenarioFailure {
    fileprivate var json: JSON {
        .members([
            "code": .string(diagnostic.code), "message": .string(diagnostic.message),
            "place": diagnostic.place?.json, "hint": diagnostic.hint.map(JSON.string),
            "details": details.isEmpty ? nil : .array(details.map(JSON.string)),
        ])
    }
}

extension SourcePlace {
    fileprivate var json: JSON {
        .members([
            "file": .string(file), "line": line.map { .integer(Int64($0)) },
            "column": column.map { .integer(Int64($0)) },
        ])
    }
}

extension ScenarioSummary.Model {
    fileprivate var json: JSON {
        let kinds = ScenarioCoverage.Kind.allCases.map { kind -> (String, JSON) in
            let (covered, total) = coverage.count(of: kind)
            return (
                kind.plural,
                ["covered": .integer(Int64(covered)), "total": .integer(Int64(total))]
            )
        }
        return .members([
            "model": .string(model), "percent": .number(coverage.percent),
            "covered": .integer(Int64(coverage.covered)), "total": .integer(Int64(coverage.total)),
            "threshold": threshold.map { .number($0.percent) }, "enough": .bool(!isTooLow),
            "kinds": .object(Dictionary(kinds) { first, _ in first }),
            "elements": .array(coverage.elements.map(\.json)),
        ])
    }
}

extension ScenarioCoverage.Element {
    fileprivate var json: JSON {
        .members([
            "id": .string(id), "name": name.map(JSON.string), "kind": .string(kind.rawValue),
            "line": .integer(Int64(line)), "visits": .integer(Int64(visits)),
        ])
    }
}
