/// Text in columns, aligned by what a terminal shows.
package struct Table: Sendable {
    /// One piece of text with its paint; it must not hold line breaks.
    package struct Cell: Hashable, Sendable, ExpressibleByStringLiteral {
        package let text: String
        package let paint: TextStyle.Paint

        package init(_ text: String, _ paint: TextStyle.Paint = .plain) {
            (self.text, self.paint) = (text.neutralised, paint)
        }

        package init(stringLiteral value: String) { self.init(value) }
    }

    package var header: [String]
    package var rows: [[Cell]]
    /// The columns that are set to the right, such as numbers, counted from 0.
    package var right: Set<Int>
    /// The columns that only one space follows, such as signs.
    package var narrow: Set<Int>
    /// The least width of a column, such as one that several tables share.
    package var least: [Int: Int] = [:]

    package init(
        header: [String] = [], rows: [[Cell]] = [], right: Set<Int> = [], narrow: Set<Int> = []
    ) {
        (self.header, self.rows, self.right, self.narrow) = (header, rows, right, narrow)
    }

    /// The lines, `indent` columns before each, two spaces between columns, and none at the end.
    package func lines(_ style: TextStyle, indent: Int = 0) -> [String] {
        let head = header.isEmpty ? [] : [header.map { Cell($0, .dim) }]
        let all = head + rows
        let widths = (0..<(all.map(\.count).max() ?? 0)).map { column in
            all.map { $0.count > column ? $0[column].text.displayWidth : 0 }.reduce(least[column] ?? 0, max)
        }
        return all.map { row in
            String(repeating: " ", count: indent) + line(row, widths, style)
        }
    }

    private func line(_ row: [Cell], _ widths: [Int], _ style: TextStyle) -> String {
        var text = ""
        // Columns that nobody fills take no room, and nothing is padded behind the last text of a line.
        var gap = ""
        for (column, cell) in row.enumerated() where widths[column] > 0 {
            let space = String(repeating: " ", count: widths[column] - cell.text.displayWidth)
            if right.contains(column) { gap += space }
            if !cell.text.isEmpty {
                text += gap + style.paint(cell.text, cell.paint)
                gap = ""
            }
            gap += (right.contains(column) ? "" : space) + (narrow.contains(column) ? " " : "  ")
        }
        return text
    }
}
