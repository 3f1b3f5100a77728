extension Version {
    /// A number of a version: not negative and of any size, as the standard sets no limit.
    public struct Number: Hashable, Sendable {
        private enum Value: Hashable {
            case small(UInt64)
            /// Digits without leading zeros, more than 64 bits hold.
            case big(String)
        }

        private let value: Value

        public init(_ value: UInt64) { self.value = .small(value) }

        /// Reads ASCII digits; `nil` for anything else.
        public init?(digits: some Collection<UInt8>) {
            guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            var total: UInt64 = 0
            for digit in digits {
                let (shifted, over) = total.multipliedReportingOverflow(by: 10)
                let (sum, overAgain) = shifted.addingReportingOverflow(UInt64(digit - 0x30))
                guard !over, !overAgain else {
                    value = .big(String(decoding: digits.drop { $0 == 0x30 }, as: UTF8.self))
                    return
                }
                total = sum
            }
            value = .small(total)
        }

        /// The number as an `Int`; `nil` if it is larger than one holds.
        public var int: Int? { if case .small(let value) = value { Int(exactly: value) } else { nil } }

        /// The next number.
        public var successor: Number {
            switch value {
            case .small(let value) where value < .max: Number(value + 1)
            case .small(let value): Number(value: .big(Self.incremented(String(value))))
            case .big(let digits): Number(value: .big(Self.incremented(digits)))
            }
        }

        private init(value: Value) { self.value = value }

        private static func incremented(_ digits: String) -> String {
            var bytes = Array(digits.utf8)
            var index = bytes.count
            while index > 0 {
                index -= 1
                guard bytes[index] == 0x39 else {
                    bytes[index] += 1
                    return String(decoding: bytes, as: UTF8.self)
                }
                bytes[index] = 0x30
            }
            return "1" + String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension Version.Number: Comparable {
    public static func < (a: Self, b: Self) -> Bool {
        switch (a.value, b.value) {
        case (.small(let a), .small(let b)): a < b
        case (.small, .big): true
        case (.big, .small): false
        case (.big(let a), .big(let b)):
            a.utf8.count == b.utf8.count
                ? a.utf8.lexicographicallyPrecedes(b.utf8) : a.utf8.count < b.utf8.count
        }
    }
}

extension Version.Number: ExpressibleByIntegerLiteral, CustomStringConvertible {
    public init(integerLiteral value: UInt64) { self.init(value) }

    public var description: String {
        switch value {
        case .small(let value): String(value)
        case .big(let digits): digits
        }
    }
}
