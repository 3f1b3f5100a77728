/// How text for people is dressed; what is possible is for the caller to say.
package struct TextStyle: Hashable, Sendable {
    /// Whether colours are written, as SGR sequences (ECMA-48).
    package var colour: Bool
    /// Whether signs beyond ASCII may be used.
    package var unicode: Bool
    /// Whether links are written, as OSC 8 sequences.
    package var hyperlinks: Bool

    package init(colour: Bool = false, unicode: Bool = true, hyperlinks: Bool = false) {
        (self.colour, self.unicode, self.hyperlinks) = (colour, unicode, hyperlinks)
    }

    /// A way to set text off, with its SGR number.
    package enum Paint: Int, Sendable {
        case plain = 0, bold = 1, dim = 2, red = 31, green = 32, yellow = 33, cyan = 36
    }

    /// The text in that paint, or as it is without colours.
    package func paint(_ text: String, _ paint: Paint) -> String {
        guard colour, paint != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m"
    }

    /// The text as a link to the file with that absolute path, or as it is without links.
    package func link(_ text: String, to path: String?) -> String {
        guard hyperlinks, let path, path.hasPrefix("/") else { return text }
        return "\u{1B}]8;;file://\(path.percentEncoded)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
    }

    /// `unicode` where it can be shown, else `ascii`.
    package func sign(_ unicode: String, _ ascii: String) -> String { self.unicode ? unicode : ascii }
}

extension String {
    /// As a path of a URL (RFC 3986, section 3.3).
    fileprivate var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}
