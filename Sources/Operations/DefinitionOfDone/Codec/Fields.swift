import StructuredData

/// A payload that does not have the shape its event type promises.
package struct MalformedPayload: Error, Hashable {
    /// The member that is missing or of another type.
    package let member: String
}

/// Reads members of an object, each with the type it must have.
struct Fields {
    let members: [String: JSON]

    init(_ json: JSON?, _ what: String = "payload") throws(MalformedPayload) {
        guard let members = json?.object else { throw MalformedPayload(member: what) }
        self.members = members
    }

    func string(_ key: String) throws(MalformedPayload) -> String {
        guard let value = members[key]?.string else { throw MalformedPayload(member: key) }
        return value
    }

    func optionalString(_ key: String) throws(MalformedPayload) -> String? {
        guard let value = members[key], !value.isNull else { return nil }
        guard let text = value.string else { throw MalformedPayload(member: key) }
        return text
    }

    func int(_ key: String) throws(MalformedPayload) -> Int {
        guard let value = members[key]?.integer else { throw MalformedPayload(member: key) }
        return Int(value)
    }

    func optionalInt(_ key: String) throws(MalformedPayload) -> Int? {
        guard let value = members[key], !value.isNull else { return nil }
        guard let number = value.integer else { throw MalformedPayload(member: key) }
        return Int(number)
    }

    func bool(_ key: String) throws(MalformedPayload) -> Bool {
        guard let value = members[key]?.bool else { throw MalformedPayload(member: key) }
        return value
    }

    func optionalBool(_ key: String) throws(MalformedPayload) -> Bool? {
        members[key] == nil ? nil : try bool(key)
    }

    func number(_ key: String) throws(MalformedPayload) -> Double {
        guard let value = members[key]?.number else { throw MalformedPayload(member: key) }
        return value
    }

    /// A length of time in seconds; kept to whole nanoseconds, so that it is the same after every round trip.
    func duration(_ key: String) throws(MalformedPayload) -> Duration {
        let seconds = try number(key)
        guard seconds.isFinite, abs(seconds) < 1e9 else { throw MalformedPayload(member: key) }
        return .nanoseconds(Int64((seconds * 1e9).rounded()))
    }

    /// A raw value of an enumeration.
    func choice<Choice: RawRepresentable<String>>(
        _ key: String, _ type: Choice.Type = Choice.self
    ) throws(MalformedPayload) -> Choice {
        guard let value = Choice(rawValue: try string(key)) else { throw MalformedPayload(member: key) }
        return value
    }

    /// Elements of an array; an absent member is an empty one.
    func list<Element>(
        _ key: String, _ each: (JSON) throws(MalformedPayload) -> Element
    ) throws(MalformedPayload) -> [Element] {
        guard let value = members[key] else { return [] }
        guard let array = value.array else { throw MalformedPayload(member: key) }
        var elements: [Element] = []
        for item in array { elements.append(try each(item)) }
        return elements
    }

    func strings(_ key: String) throws(MalformedPayload) -> [String] {
        try list(key) { item throws(MalformedPayload) in
            guard let text = item.string else { throw MalformedPayload(member: key) }
            return text
        }
    }
}

extension JSON {
    static func int(_ value: Int?) -> JSON? { value.map { .integer(Int64($0)) } }
    static func text(_ value: String?) -> JSON? { value.map(JSON.string) }
    static func strings(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }
    /// An array, or nothing where it would be empty.
    static func some(_ values: [JSON]) -> JSON? { values.isEmpty ? nil : .array(values) }
}
