/// An unbroken range of versions, for joining alternatives.
struct VersionRange: Hashable {
    struct Edge: Hashable {
        let version: Version
        let isIncluded: Bool
    }

    /// `nil` is no bound.
    var lower: Edge?
    var upper: Edge?

    /// The range that clauses describe; `nil` if they exclude something inside it.
    init?(_ clauses: [VersionSpecifier]) {
        for clause in clauses {
            switch (clause.relation, clause.bound) {
            case (.greaterOrEqual, .version(let version)): raise(Edge(version: version, isIncluded: true))
            case (.greater, .version(let version)): raise(Edge(version: version, isIncluded: false))
            case (.lessOrEqual, .version(let version)): reduce(Edge(version: version, isIncluded: true))
            case (.less, .version(let version)): reduce(Edge(version: version, isIncluded: false))
            case (.equal, .version(let version)):
                raise(Edge(version: version, isIncluded: true))
                reduce(Edge(version: version, isIncluded: true))
            case (.equal, .prefix(let prefix)):
                narrow(from: prefix, below: prefix.bumped(at: prefix.release.count - 1))
            case (.compatible, .version(let version)):
                narrow(from: version, below: version.bumped(at: max(0, version.release.count - 2)))
            default: return nil
            }
        }
    }

    private mutating func narrow(from low: Version, below high: Version) {
        raise(Edge(version: low, isIncluded: true))
        reduce(Edge(version: high, isIncluded: false))
    }

    private mutating func raise(_ edge: Edge) {
        guard let lower, (edge.version, edge.isIncluded ? 0 : 1) <= (lower.version, lower.isIncluded ? 0 : 1)
        else {
            self.lower = edge
            return
        }
    }

    private mutating func reduce(_ edge: Edge) {
        guard let upper, (edge.version, edge.isIncluded ? 1 : 0) >= (upper.version, upper.isIncluded ? 1 : 0)
        else {
            self.upper = edge
            return
        }
    }

    private var isEmpty: Bool {
        guard let lower, let upper else { return false }
        return upper.version < lower.version
            || upper.version == lower.version && !(upper.isIncluded && lower.isIncluded)
    }
}

extension VersionRange {
    /// Clauses for the union of ranges, `nil` if there are none that describe it.
    static func union(of ranges: [VersionRange]) -> [VersionSpecifier]? {
        let sorted = ranges.filter { !$0.isEmpty }.sorted { a, b in
            guard let right = b.lower else { return false }
            guard let left = a.lower else { return true }
            return (left.version, left.isIncluded ? 0 : 1) < (right.version, right.isIncluded ? 0 : 1)
        }
        guard var whole = sorted.first else { return nil }
        var holes: [VersionSpecifier] = []
        for next in sorted.dropFirst() {
            guard let end = whole.upper else { break }
            if let start = next.lower, !touches(end, start) {
                guard let missing = exclusions(from: end, to: start) else { return nil }
                holes += missing
            }
            if next.upper == nil || reaches(next.upper, beyond: end) { whole.upper = next.upper }
        }
        return whole.clauses + holes
    }

    private var clauses: [VersionSpecifier] {
        if let lower, let upper, lower == upper { return [VersionSpecifier(.equal, lower.version)] }
        let low = lower.map { VersionSpecifier($0.isIncluded ? .greaterOrEqual : .greater, $0.version) }
        let high = upper.map { VersionSpecifier($0.isIncluded ? .lessOrEqual : .less, $0.version) }
        return [low, high].compactMap { $0 }
    }

    private static func touches(_ end: Edge, _ start: Edge) -> Bool {
        start.version < end.version || start.version == end.version && (start.isIncluded || end.isIncluded)
    }

    private static func reaches(_ edge: Edge?, beyond end: Edge) -> Bool {
        guard let edge else { return true }
        return (end.version, end.isIncluded ? 1 : 0) < (edge.version, edge.isIncluded ? 1 : 0)
    }

    /// The release series from `end` up to `start`, when both begin a series of one parent: 3.0 to 3.3 is 3.0, 3.1, 3.2.
    private static func exclusions(from end: Edge, to start: Edge) -> [VersionSpecifier]? {
        let (low, high) = (end.version, start.version)
        guard !end.isIncluded, start.isIncluded, low.isBase, high.isBase, low.epoch == high.epoch else {
            return nil
        }
        let depth = max(low.significantRelease.count, high.significantRelease.count, 1)
        let (from, to) = (low.padded(to: depth), high.padded(to: depth))
        guard from.dropLast() == to.dropLast(), var next = from.last, let last = to.last else { return nil }
        var clauses: [VersionSpecifier] = []
        while next < last {
            // A gap of thousands is no list that a person would read.
            guard clauses.count < 100 else { return nil }
            clauses.append(
                VersionSpecifier(
                    prefix: Version(epoch: low.epoch, release: from.dropLast() + [next]), negated: true))
            next = next.successor
        }
        return clauses
    }
}

extension Version {
    /// The significant segments and zeros up to a count.
    fileprivate func padded(to count: Int) -> [Number] {
        significantRelease + Array(repeating: 0, count: max(0, count - significantRelease.count))
    }
}
