public import BPMN

/// What a run did, to be shown on its diagram.
public struct RunMarks: Hashable, Sendable {
    /// What happened at an element.
    public struct Element: Hashable, Sendable {
        /// How often it was reached; at least zero.
        public var visits: Int
        /// Whether it is being worked at now.
        public var isActive: Bool
        public var isCompleted: Bool
        public var isCancelled: Bool
        /// What went wrong there; `nil` when nothing did.
        public var failure: String?
        /// The time that all visits took together, in milliseconds; `nil` when it was not measured.
        public var milliseconds: Int64?

        public init(
            visits: Int = 0, isActive: Bool = false, isCompleted: Bool = false, isCancelled: Bool = false,
            failure: String? = nil, milliseconds: Int64? = nil
        ) {
            (self.visits, self.isActive, self.isCompleted) = (max(0, visits), isActive, isCompleted)
            (self.isCancelled, self.failure, self.milliseconds) = (isCancelled, failure, milliseconds)
        }

        /// The mean time of a visit, in milliseconds.
        public var meanMilliseconds: Int64? { milliseconds.map { $0 / Int64(max(1, visits)) } }
    }

    /// The line below the diagram.
    public struct Run: Hashable, Sendable {
        public var id: String
        /// A word, such as `completed`.
        public var state: String
        public var start: TimeInstant?
        /// In milliseconds.
        public var duration: Int64?

        public init(id: String, state: String, start: TimeInstant? = nil, duration: Int64? = nil) {
            (self.id, self.state, self.start, self.duration) = (id, state, start, duration)
        }
    }

    public var run: Run?
    /// By element id.
    public var elements: [String: Element]
    /// How often each flow was taken, by its id.
    public var flows: [String: Int]

    public init(run: Run? = nil, elements: [String: Element] = [:], flows: [String: Int] = [:]) {
        (self.run, self.elements, self.flows) = (run, elements, flows)
    }
}

/// How an element or flow of a run looks.
enum MarkState: String, CaseIterable {
    case failed, active, cancelled, done, idle

    init(_ mark: RunMarks.Element?) {
        guard let mark else {
            self = .idle
            return
        }
        self =
            mark.failure != nil
            ? .failed
            : mark.isActive
                ? .active
                : mark.isCancelled && !mark.isCompleted
                    ? .cancelled : mark.isCompleted || mark.visits > 0 ? .done : .idle
    }

    var word: String {
        switch self {
        case .failed: "failed"
        case .active: "active now"
        case .cancelled: "cancelled"
        case .done: "completed"
        case .idle: "not reached"
        }
    }
}

/// Times as people read them.
enum TimeText {
    /// `850 ms`, `3.4 s`, `2 min 5 s`, `1 h 3 min`, `2 d 4 h`.
    static func duration(_ milliseconds: Int64) -> String {
        let value = max(0, milliseconds)
        switch value {
        case ..<1000: return "\(value) ms"
        case ..<60_000:
            let tenths = value / 100
            return tenths % 10 == 0 || value >= 10_000
                ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
        case ..<3_600_000: return pair(value / 60_000, "min", value / 1000 % 60, "s")
        case ..<86_400_000: return pair(value / 3_600_000, "h", value / 60_000 % 60, "min")
        default: return pair(value / 86_400_000, "d", value / 3_600_000 % 24, "h")
        }
    }

    private static func pair(_ large: Int64, _ unit: String, _ small: Int64, _ lesser: String) -> String {
        small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(lesser)"
    }

    /// `2026-03-01 12:00:00 UTC`.
    static func instant(_ instant: TimeInstant) -> String {
        let seconds = floor(instant.milliseconds, 1000)
        let days = floor(seconds, 86_400)
        let (year, month, day) = civil(days)
        let rest = seconds - days * 86_400
        return
            "\(year)-\(two(month))-\(two(day)) \(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60)) UTC"
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        value / divisor - (value % divisor < 0 ? 1 : 0)
    }

    /// The date of a day since 1970, in years that begin in March.
    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = floor(shifted, 146_097)
        let day = shifted - era * 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let rest = day - (365 * year + year / 4 - year / 100)
        let month = (5 * rest + 2) / 153
        return (
            year + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9,
            rest - (153 * month + 2) / 5 + 1
        )
    }
}
