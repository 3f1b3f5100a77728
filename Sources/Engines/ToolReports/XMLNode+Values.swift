extension XMLNode {
    func wrong(_ format: ReportFormat, _ expected: String) -> ToolReportError {
        .wrongShape(format, pointer: "<\(name)> in line \(line)", expected: expected)
    }

    /// A whole number from 0 on; `nil` if the attribute is absent or empty.
    func count(_ attribute: String, _ format: ReportFormat) throws(ToolReportError) -> Int? {
        guard let text = attributes[attribute], !text.isEmpty else { return nil }
        guard let count = Int(text), count >= 0 else {
            throw wrong(format, "a count in the attribute `\(attribute)`, not `\(text)`")
        }
        return count
    }

    /// A number from 0 on, perhaps with commas between thousands; `nil` if the attribute is absent or empty.
    func amount(_ attribute: String, _ format: ReportFormat) throws(ToolReportError) -> Double? {
        guard let text = attributes[attribute], !text.isEmpty else { return nil }
        guard let amount = decimal(text.filter { $0 != "," }), amount >= 0 else {
            throw wrong(format, "a number in the attribute `\(attribute)`, not `\(text)`")
        }
        return amount
    }
}

/// A number in decimal notation, perhaps with an exponent; neither hexadecimal, nor infinite, nor "nan".
func decimal(_ text: some StringProtocol) -> Double? {
    let allowed = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
    guard allowed, let value = Double(text), value.isFinite else { return nil }
    return value
}
