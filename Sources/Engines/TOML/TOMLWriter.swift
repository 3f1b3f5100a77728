import StructuredData

/// Why a value has no form in TOML.
struct Unwritable: Error {
    let reason: String
}

/// A key as it is written: bare if it can be, else quoted.
func tomlKey(_ name: String) -> String {
    !name.isEmpty && name.utf8.allSatisfy(isBareKey) ? name : tomlString(name)
}

/// A basic string, TOML 1.0, section String.
func tomlString(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "\u{0}"..<"\u{20}", "\u{7F}":
            let digits = String(scalar.value, radix: 16, uppercase: true)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// A value on one line; objects become inline tables, their members in alphabetical order.
func tomlText(_ value: JSON) throws(Unwritable) -> String {
    switch value {
    case .null: throw Unwritable(reason: "TOML has no null")
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .number(let value): return tomlFloat(value)
    case .string(let value): return tomlString(value)
    case .array(let elements):
        var texts: [String] = []
        for element in elements { texts.append(try tomlText(element)) }
        return "[" + texts.joined(separator: ", ") + "]"
    case .object(let members):
        var texts: [String] = []
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            texts.append("\(tomlKey(key)) = \(try tomlText(value))")
        }
        return texts.isEmpty ? "{}" : "{ " + texts.joined(separator: ", ") + " }"
    }
}

private func tomlFloat(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
    return value.description
}

private func jsonFloat(_ value: Double) -> JSON {
    if value.isNaN { return "NaN" }
    guard value.isFinite else { return value < 0 ? "-Infinity" : "Infinity" }
    return .number(value)
}

/// The value as a document that was just written reads back; not-a-number and infinities are strings there.
func readBack(_ value: JSON) -> JSON {
    switch value {
    case .number(let number): jsonFloat(number)
    case .array(let elements): .array(elements.map(readBack))
    case .object(let members): .object(members.mapValues(readBack))
    default: value
    }
}
