public import PythonPackaging

extension Advisory.Affected {
    /// Whether a version is affected: it stands in ``versions`` or lies in one of ``ranges``.
    ///
    /// Versions are compared under PEP 440. As in PEP 440's specifiers, a local label (`+cu118`) of the installed version
    /// takes part only where the entry names one too: a local build of an affected release is affected.
    ///
    /// A bound that is not a PEP 440 version (`2.10.0-NA`, `2019-09-12`) counts so that nothing is hidden: with its
    /// leading release number, up to and including it for the two upper bounds (a `fixed` one is only known to come
    /// after that release); without one, an upper bound is none and `introduced` is from the beginning. A range without
    /// any `introduced` starts at the beginning, one without any event says nothing. At one version `fixed` closes an interval before `introduced` opens the
    /// next.
    ///
    /// - SeeAlso: "Evaluation" in the OSV schema.
    public func includes(_ version: Version) -> Bool { AffectedVersions(self).includes(version) }

    /// The versions in which the entry says it is fixed, as far as they are PEP 440 versions.
    public var fixedVersions: [Version] {
        ranges.flatMap(\.events).compactMap { event in
            if case .fixed(let text) = event { try? Version(text) } else { nil }
        }
    }
}

/// What ``Advisory/Affected`` says, read once to be asked about many versions.
struct AffectedVersions {
    private let listed: ListedVersions
    private let ranges: [AffectedRange]
    let fixed: [Version]

    init(_ part: Advisory.Affected) {
        listed = ListedVersions(part.versions)
        ranges = part.ranges.map(AffectedRange.init)
        fixed = part.fixedVersions
    }

    func includes(_ version: Version) -> Bool {
        ranges.contains { $0.includes(version) } || listed.contains(version)
            || !version.local.isEmpty && listed.contains(version.publicVersion)
    }
}

/// A list of versions, hundreds as a rule, of which only those are parsed that may equal the one that is asked for:
/// parsing all would be most of the time that matching takes.
private struct ListedVersions {
    /// Numbers and dots, without zeros at the end; these compare as texts.
    private var plain: [String] = []
    /// With a pre-release, post-release, development or local part, so none equals a plain one.
    private var marked: [String] = []
    /// Other spellings, as `v1.0`, `01.2` and `0!1.0`.
    private var odd: [String] = []

    init(_ texts: [String]) {
        for text in texts {
            if let release = plainRelease(text) {
                plain.append(release)
            } else if text.utf8.contains(where: isMark) {
                marked.append(text)
            } else {
                odd.append(text)
            }
        }
    }

    /// Texts that are no PEP 440 versions equal nothing: they name files that no index serves.
    func contains(_ version: Version) -> Bool {
        func isSame(_ text: String) -> Bool { (try? Version(text)) == version }
        guard let release = plainRelease(version.description) else {
            return marked.contains(where: isSame) || odd.contains(where: isSame)
        }
        return plain.contains(release) || odd.contains(where: isSame)
    }
}

/// Whether a version with this byte in it has more than an epoch and a release.
private func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "v"), UInt8(ascii: "V"): false
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: 0x61...0x7A ~= byte | 0x20
    }
}

/// The text without `.0` at its end, if it is numbers with dots between them and no number starts with a zero.
private func plainRelease(_ text: String) -> String? {
    var isStart = true
    var isZero = false
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard !isZero else { return nil }
            isZero = isStart && byte == UInt8(ascii: "0")
            isStart = false
        case UInt8(ascii: "."):
            guard !isStart else { return nil }
            (isStart, isZero) = (true, false)
        default: return nil
        }
    }
    guard !isStart else { return nil }
    var end = Substring(text)
    while end.hasSuffix(".0") { end.removeLast(2) }
    return String(end)
}

private struct AffectedRange {
    /// In the order in which they take effect.
    private let edges: [Edge]
    private let limits: [Bound]
    /// Whether versions before every edge are affected.
    private let startsOpen: Bool

    init(_ range: Advisory.Range) {
        edges = range.events.compactMap(Edge.init).sorted()
        limits = range.events.compactMap { if case .limit(let text) = $0 { Bound(text) } else { nil } }
        startsOpen = !range.events.isEmpty && !edges.contains { $0.kind == .introduced }
    }

    func includes(_ version: Version) -> Bool {
        guard limits.isEmpty || limits.contains(where: { isBefore(version, $0) }) else { return false }
        return edges.last { $0.isPassed(by: version) }.map { $0.kind == .introduced } ?? startsOpen
    }

    private func isBefore(_ version: Version, _ limit: Bound) -> Bool {
        switch limit {
        case .exact(let bound): version.compared(to: bound) == .below
        case .release(let bound): version.compared(to: bound) != .above
        case .none: true
        }
    }
}

/// An event with what its version is known to be.
private struct Edge: Comparable {
    /// In the order in which events at one version take effect.
    enum Kind: Int { case fixed, introduced, lastAffected }
    let kind: Kind
    /// `nil`: before every version.
    let version: Version?

    /// `nil` for limits and for upper bounds that say nothing.
    init?(_ event: Advisory.Event) {
        switch event {
        case .introduced("0"): (kind, version) = (.introduced, nil)
        case .introduced(let text): (kind, version) = (.introduced, Bound(text).version)
        case .fixed(let text):
            switch Bound(text) {
            case .exact(let bound): (kind, version) = (.fixed, bound)
            case .release(let bound): (kind, version) = (.lastAffected, bound)
            case .none: return nil
            }
        case .lastAffected(let text):
            guard let bound = Bound(text).version else { return nil }
            (kind, version) = (.lastAffected, bound)
        case .limit: return nil
        }
    }

    func isPassed(by installed: Version) -> Bool {
        guard let version else { return true }
        let order = installed.compared(to: version)
        return kind == .lastAffected ? order == .above : order != .below
    }

    static func < (a: Self, b: Self) -> Bool {
        guard a.version != b.version else { return a.kind.rawValue < b.kind.rawValue }
        guard let second = b.version else { return false }
        return a.version.map { $0 < second } ?? true
    }
}

/// What the text of an event says about a version.
private enum Bound {
    case exact(Version)
    /// Not a version, but it starts with this release number.
    case release(Version)
    case none

    init(_ text: String) {
        if let version = try? Version(text) {
            self = .exact(version)
        } else if let version = try? Version(leadingRelease(text)) {
            self = .release(version)
        } else {
            self = .none
        }
    }

    var version: Version? {
        switch self {
        case .exact(let version), .release(let version): version
        case .none: nil
        }
    }
}

/// The digits and dots that a text starts with, without a dot at the end.
private func leadingRelease(_ text: String) -> String {
    let numbers = text.prefix { $0 == "." || ("0"..."9").contains($0) }
    return numbers.split(separator: ".", omittingEmptySubsequences: false).prefix { !$0.isEmpty }.joined(
        separator: ".")
}

private enum Order { case below, same, above }

extension Version {
    /// How an installed version stands to one of an entry, without its local label unless the entry's has one.
    fileprivate func compared(to bound: Version) -> Order {
        let version = bound.local.isEmpty ? publicVersion : self
        return version < bound ? .below : version == bound ? .same : .above
    }
}
