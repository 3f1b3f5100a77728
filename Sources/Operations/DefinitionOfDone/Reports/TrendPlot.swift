import Capabilities
import Conditions

/// A metric over time, drawn with characters.
struct TrendPlot {
    let points: [SeriesPoint]
    let options: ReportOptions

    /// Rows of the plot.
    private static let height = 8

    /// The plot with its scale, the newest value last; one value is one line of text.
    var lines: [String] {
        guard let last = points.last, points.count > 1 else {
            return points.map { "\(Self.words($0.value, $0.unit)) at \(Self.day($0.time))" }
        }
        let (least, most) = (points.map(\.least).min() ?? 0, points.map(\.most).max() ?? 0)
        let labels = [Self.words(most, last.unit), Self.words(least, last.unit)]
        let margin = labels.map(\.displayWidth).max() ?? 0
        let columns = columns(max(10, options.width - margin - 4))
        let axis = options.style.sign("┤", "|")
        let rows = grid(columns, least, most).enumerated().map { row, text in
            let label = row == 0 ? labels[0] : row == Self.height - 1 ? labels[1] : ""
            let space = String(repeating: " ", count: margin - label.displayWidth)
            return "\(space)\(label) \(axis)\(text.trimmedRight)"
        }
        return rows + [foot(margin, columns.count)]
    }

    /// The values of each column: several points where there are more than fit.
    private func columns(_ width: Int) -> [[SeriesPoint]] {
        guard points.count > width else { return points.map { [$0] } }
        return (0..<width).map { column in
            Array(points[column * points.count / width..<(column + 1) * points.count / width])
        }
    }

    private func grid(_ columns: [[SeriesPoint]], _ least: Double, _ most: Double) -> [String] {
        let dot: Character = options.unicode ? "●" : "*"
        let bar: Character = options.unicode ? "│" : ":"
        var grid = Array(
            repeating: Array(repeating: Character(" "), count: columns.count), count: Self.height)
        func row(_ value: Double) -> Int {
            guard most > least else { return Self.height / 2 }
            return Int(((most - value) / (most - least) * Double(Self.height - 1)).rounded())
        }
        for (column, points) in columns.enumerated() {
            guard let last = points.last else { continue }
            let (top, bottom) = (
                row(points.map(\.most).max() ?? last.value), row(points.map(\.least).min() ?? last.value)
            )
            for line in top...bottom { grid[line][column] = bar }
            grid[row(last.value)][column] = dot
        }
        return grid.map { String($0) }
    }

    private func foot(_ margin: Int, _ width: Int) -> String {
        let (first, last) = (Self.day(points[0].time), Self.day(points[points.count - 1].time))
        let gap = max(1, width - first.count - last.count)
        return String(repeating: " ", count: margin + 2) + first + String(repeating: " ", count: gap) + last
    }

    static func day(_ time: Int64) -> String { CalendarDay(Instant(nanoseconds: time)).description }

    static func words(_ value: Double, _ unit: String) -> String {
        guard let dimension = Dimension.allCases.first(where: { $0.baseUnit == unit }) else {
            return "\(value)"
        }
        return Quantity(value: value, dimension: dimension).description
    }
}

extension String {
    fileprivate var trimmedRight: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
