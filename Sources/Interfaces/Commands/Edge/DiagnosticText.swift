import DefinitionOfDone
import Diagnostics
import StructuredData

/// A problem as a person reads it.
///
/// ```
/// error: unknown key `covrage` in `tool.uvmgr.dod.gates`
///   --> pyproject.toml:12:1
///    |
/// 12 | covrage = ">= 80%"
///    | ^
/// hint: did you mean `coverage`?
/// ```
struct DiagnosticText {
    let diagnostic: Diagnostic
    let style: TextStyle
    /// Columns of the source line that are shown around the place.
    static let window = 100

    func lines(_ label: String = "error") -> [String] {
        let paint: TextStyle.Paint = label == "error" ? .red : .yellow
        var lines = ["\(style.paint("\(label):", paint)) \(diagnostic.message.neutralised)"]
        if let place = diagnostic.place {
            lines.append("  \(style.paint("-->", .cyan)) \(place.description.neutralised)")
            if let excerpt = diagnostic.excerpt { lines += source(excerpt, place) }
        }
        if let hint = diagnostic.hint { lines.append("\(style.paint("hint:", .cyan)) \(hint.neutralised)") }
        return lines
    }

    func text(_ label: String = "error") -> String { lines(label).joined(separator: "\n") + "\n" }

    private func source(_ excerpt: String, _ place: SourcePlace) -> [String] {
        let number = place.line.map(String.init) ?? ""
        let margin = String(repeating: " ", count: number.count)
        let bar = style.paint("|", .cyan)
        guard let column = place.column else {
            return ["\(margin) \(bar)", "\(style.paint(number, .cyan)) \(bar) \(shown(excerpt[...]))"]
        }
        let scalars = excerpt.unicodeScalars
        let start = max(0, min(column - 1, scalars.count))
        let first = start > Self.window - 20 ? start - 40 : 0
        let before = shown(excerpt, first, start)
        let marked = shown(excerpt, start, min(scalars.count, start + place.length))
        let line = shown(excerpt, first, min(scalars.count, first + Self.window))
        let caret = String(repeating: "^", count: max(1, marked.displayWidth))
        let space = String(repeating: " ", count: before.displayWidth)
        return [
            "\(margin) \(bar)", "\(style.paint(number, .cyan)) \(bar) \(line)",
            "\(margin) \(bar) \(space)\(style.paint(caret, .red))",
        ]
    }

    /// The scalars from one offset to another, made harmless.
    private func shown(_ text: String, _ from: Int, _ to: Int) -> String {
        let scalars = text.unicodeScalars.dropFirst(from).prefix(max(0, to - from))
        return shown(Substring(String(String.UnicodeScalarView(scalars))))
    }

    private func shown(_ text: Substring) -> String { String(text).neutralisedLines.joined(separator: " ") }
}

extension Diagnostic {
    /// The schema `uvmgr.error/1`, the answer of a command that failed under `--format json`.
    var json: JSON {
        let place: JSON? = self.place.map {
            .members([
                "file": .string($0.file), "line": $0.line.map { .integer(Int64($0)) },
                "column": $0.column.map { .integer(Int64($0)) },
            ])
        }
        return [
            "schema": "uvmgr.error/1",
            "error": .members([
                "code": .string(code), "message": .string(message), "place": place ?? .null,
                "excerpt": excerpt.map(JSON.string), "hint": JSON(hint),
            ]),
            "exitCode": .integer(Int64(exit.rawValue)),
        ]
    }
}
