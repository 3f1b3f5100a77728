/// What an evaluation sees of the world; everything comes in as values.
public struct FEELEnvironment: Sendable {
    /// The variables and functions that expressions may use.
    public var variables: FEELContext { didSet { scope = Scope(.context(variables), parent: nil) } }
    /// What `now()` and `today()` give; without it they give null.
    public var now: FEELDateTime?
    /// Where the rules of zones like `Europe/Paris` come from; without it only offsets and UTC are known.
    public var zones: (any FEELTimeZones)?
    /// Types of the host that `instance of` and parameters may name.
    public var types: [String: FEELType]
    /// What it may cost; exceeding it is a thrown error, not null.
    public var limits: FEELLimits
    private(set) var scope: Scope

    public init(
        variables: FEELContext = FEELContext(), now: FEELDateTime? = nil,
        zones: (any FEELTimeZones)? = nil, types: [String: FEELType] = [:],
        limits: FEELLimits = FEELLimits()
    ) {
        (self.variables, self.now, self.zones, self.types) = (variables, now, zones, types)
        self.limits = limits
        scope = Scope(.context(variables), parent: nil)
    }
}

/// How much an evaluation may cost.
public struct FEELLimits: Hashable, Sendable {
    /// Expressions evaluated, elements that functions visit and steps of regular expressions, taken together.
    public var steps: Int
    /// Expressions and calls within each other.
    ///
    /// The default fits half a megabyte of stack in a release build.
    public var depth: Int

    public init(steps: Int = 2_000_000, depth: Int = 250) { (self.steps, self.depth) = (steps, depth) }
}

/// The rules of time zones.
public protocol FEELTimeZones: Sendable {
    /// Seconds east of UTC at a moment.
    ///
    /// - Parameters:
    ///   - zone: A name of the IANA database, `Europe/Paris`.
    ///   - seconds: The moment, in seconds since 1970-01-01T00:00:00Z.
    /// - Returns: `nil` for a zone that is not known.
    func offset(of zone: String, at seconds: Int64) -> Int?
}

extension FEELTimeZones {
    /// Seconds east of UTC when clocks in the zone show `localSeconds` after 1970-01-01T00:00:00.
    ///
    /// A time that clocks show twice is the earlier one, one that they skip is read with the offset before the gap.
    func offset(of zone: String, atLocal localSeconds: Int64) -> Int? {
        guard let before = offset(of: zone, at: localSeconds - 86_400),
            let after = offset(of: zone, at: localSeconds + 86_400)
        else { return nil }
        for candidate in [before, after]
        where offset(of: zone, at: localSeconds - Int64(candidate)) == candidate {
            return candidate
        }
        return before
    }
}

/// What came of an evaluation.
public struct FEELOutcome: Hashable, Sendable {
    public let value: FEELValue
    /// Why parts of it are null, in the order in which it happened; at most a hundred.
    public let reports: [FEELReport]
}

/// One thing that FEEL answers with null, in words.
public struct FEELReport: Hashable, Sendable {
    /// One lower-case sentence.
    public let message: String
    /// The expression that gave null.
    public let place: FEELPlace
}
