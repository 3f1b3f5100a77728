/// Writes SVG 1.1.
struct SVGText {
    private(set) var text = ""

    /// A number with at most two digits after the point.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int64((min(max(value, -1e12), 1e12) * 100).rounded())
        let (whole, part) = (abs(hundredths) / 100, abs(hundredths) % 100)
        let sign = hundredths < 0 ? "-" : ""
        if part == 0 { return "\(sign)\(whole)" }
        return part % 10 == 0
            ? "\(sign)\(whole).\(part / 10)" : "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
    }

    /// Text without what XML 1.0 does not allow or what no one can see: control characters become blanks.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count + 8)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default:
                switch scalar.value {
                case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: result += " "
                case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: break
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    mutating func raw(_ markup: String) { text += markup }

    mutating func open(_ tag: String, _ attributes: KeyValuePairs<String, String?> = [:]) {
        write(tag, attributes)
        text += ">"
    }

    mutating func close(_ tag: String) { text += "</\(tag)>\n" }

    mutating func leaf(_ tag: String, _ attributes: KeyValuePairs<String, String?>) {
        write(tag, attributes)
        text += "/>"
    }

    mutating func element(_ tag: String, _ content: String) {
        text += "<\(tag)>\(Self.escaped(content))</\(tag)>"
    }

    private mutating func write(_ tag: String, _ attributes: KeyValuePairs<String, String?>) {
        text += "<\(tag)"
        for (name, value) in attributes {
            if let value { text += " \(name)=\"\(Self.escaped(value))\"" }
        }
    }

    // MARK: - Shapes

    mutating func rectangle(_ box: Rectangle, _ style: String, radius: Double = 0) {
        leaf(
            "rect",
            [
                "class": style, "x": Self.number(box.x), "y": Self.number(box.y),
                "width": Self.number(box.width),
                "height": Self.number(box.height), "rx": radius > 0 ? Self.number(radius) : nil,
            ])
    }

    mutating func ellipse(_ box: Rectangle, _ style: String) {
        leaf(
            "ellipse",
            [
                "class": style, "cx": Self.number(box.centre.x), "cy": Self.number(box.centre.y),
                "rx": Self.number(box.width / 2), "ry": Self.number(box.height / 2),
            ])
    }

    mutating func path(_ data: String, _ style: String) { leaf("path", ["class": style, "d": data]) }

    static func path(_ points: [Point], closed: Bool = false) -> String {
        points.enumerated().map {
            "\($0.offset == 0 ? "M" : "L")\(number($0.element.x)) \(number($0.element.y))"
        }
        .joined() + (closed ? "Z" : "")
    }

    /// Draws in a box of `side` by `side` that is scaled into `box`.
    mutating func scaled(_ box: Rectangle, side: Double, _ body: (inout SVGText) -> Void) {
        let factor = min(box.width, box.height) / side
        let (x, y) = (box.centre.x - side / 2 * factor, box.centre.y - side / 2 * factor)
        let scale = abs(factor - 1) < 0.001 ? "" : " scale(\(Self.number(factor)))"
        open("g", ["transform": "translate(\(Self.number(x)) \(Self.number(y)))\(scale)"])
        body(&self)
        text += "</g>"
    }

    // MARK: - Words

    /// Lines of text around a middle; `anchor` is `start`, `middle` or `end`.
    mutating func lines(
        _ wrapped: [String], size: Double, x: Double, top: Double, anchor: String = "middle",
        style: String = "t"
    ) {
        let height = (size * 1.2).rounded(.up)
        for (index, line) in wrapped.enumerated() {
            open(
                "text",
                [
                    "class": style, "x": Self.number(x),
                    "y": Self.number(top + Double(index) * height + size * 0.93),
                    "text-anchor": anchor == "start" ? nil : anchor, "font-size": Self.number(size),
                ])
            text += Self.escaped(line) + "</text>"
        }
    }
}
