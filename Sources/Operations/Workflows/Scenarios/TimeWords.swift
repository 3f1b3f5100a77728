import BPMN
import Capabilities

extension TimeSpan {
    /// As ISO 8601 has it: `PT2H30M`.
    var words: String {
        var text = ""
        var rest = abs(milliseconds)
        if months != 0 { text += "\(abs(months))M" }
        let days = rest / 86_400_000
        rest -= days * 86_400_000
        if days > 0 { text += "\(days)D" }
        if rest > 0 { text += "T" }
        for (unit, name) in [(Int64(3_600_000), "H"), (60_000, "M")] where rest >= unit {
            text += "\(rest / unit)\(name)"
            rest %= unit
        }
        if rest > 0 {
            let fraction = rest % 1000 == 0 ? "" : "." + String(1000 + rest % 1000).dropFirst()
            text += "\(rest / 1000)\(fraction)S"
        }
        return (milliseconds < 0 || months < 0 ? "-P" : "P") + (text.isEmpty ? "T0S" : text)
    }
}

extension TimeInstant {
    /// As RFC 3339 has it.
    var words: String { Instant(nanoseconds: milliseconds &* 1_000_000).rfc3339 }
}
