/// One comparison of a marker, evaluated as PyPI `packaging` does.
struct MarkerComparison {
    let left: Marker.Operand
    let relation: Marker.Operator
    let right: Marker.Operand

    func holds(in environment: MarkerEnvironment) -> Bool {
        if let set = set(right, in: environment) { return contains(set, value(left, in: environment)) }
        if left == .variable(.extra) || right == .variable(.extra) { return extraHolds(in: environment) }
        let (a, b) = (value(left, in: environment), value(right, in: environment))
        if isVersion, let answer = compareVersions(a, b) { return answer }
        return compareText(a, b)
    }

    private var isVersion: Bool {
        [left, right].contains { if case .variable(let variable) = $0 { variable.isVersion } else { false } }
    }

    private func value(_ operand: Marker.Operand, in environment: MarkerEnvironment) -> String {
        switch operand {
        case .literal(let text): text
        case .variable(.pythonFullVersion):
            // An interpreter built from an untagged source says `3.14.0+`, which is not a version.
            (environment.values[.pythonFullVersion] ?? "").repairingLocalLabel
        case .variable(let variable): environment.values[variable] ?? ""
        }
    }

    private func set(_ operand: Marker.Operand, in environment: MarkerEnvironment) -> Set<String>? {
        switch operand {
        case .variable(.extras): environment.extras
        case .variable(.dependencyGroups): environment.dependencyGroups
        default: nil
        }
    }

    private func contains(_ set: Set<String>, _ member: String) -> Bool {
        let found = set.contains { PackageName.normalized($0) == PackageName.normalized(member) }
        return relation == .isNotIn || relation == .notEqual ? !found : found
    }

    /// Without extras, `extra` is the empty text.
    private func extraHolds(in environment: MarkerEnvironment) -> Bool {
        let extras = environment.extras.isEmpty ? [""] : environment.extras.map(PackageName.normalized)
        let other = left == .variable(.extra) ? right : left
        let text = PackageName.normalized(value(other, in: environment))
        let negated = relation == .notEqual || relation == .isNotIn
        let positive: Marker.Operator =
            relation == .isNotIn ? .isIn : relation == .notEqual ? .equal : relation
        let comparison = MarkerComparison(left: left, relation: positive, right: right)
        let found = extras.contains {
            left == .variable(.extra) ? comparison.compareText($0, text) : comparison.compareText(text, $0)
        }
        return found != negated
    }

    /// `nil` when the right side is no version, so that the texts decide.
    private func compareVersions(_ a: String, _ b: String) -> Bool? {
        guard let specifiers = try? VersionSpecifiers(relation.rawValue + b), specifiers.clauses.count == 1
        else {
            return nil
        }
        guard relation != .identical else { return a.lowercased() == b.lowercased() }
        guard let version = try? Version(a) else { return false }
        return specifiers.contains(version)
    }

    private func compareText(_ a: String, _ b: String) -> Bool {
        switch relation {
        case .equal, .lessOrEqual, .greaterOrEqual, .identical: a == b
        case .notEqual: a != b
        case .isIn: b.containsText(a)
        case .isNotIn: !b.containsText(a)
        case .less, .greater, .compatible: false
        }
    }
}

extension String {
    /// Whether `part`, perhaps empty, is somewhere in the text, byte for byte.
    func containsText(_ part: String) -> Bool {
        let (bytes, wanted) = (Array(utf8), Array(part.utf8))
        guard !wanted.isEmpty else { return true }
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains {
            bytes[$0..<($0 + wanted.count)].elementsEqual(wanted)
        }
    }

    fileprivate var repairingLocalLabel: String { hasSuffix("+") ? self + "local" : self }
}
