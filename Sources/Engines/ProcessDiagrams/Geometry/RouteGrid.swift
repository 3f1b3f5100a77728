/// The lines that a way may run on, with what each step costs.
struct RouteGrid {
    private let xs: [Double]
    private let ys: [Double]
    /// The cost of the step from a crossing to the next one to the right, and downwards.
    private var across: [Double]
    private var down: [Double]
    var count: Int { xs.count * ys.count }
    private static let margin = 12.0

    init(
        window: Rectangle, obstacles: [Rectangle], ends: [Rectangle], points: [Point],
        rails: [ClosedRange<Double>]
    ) {
        var (xs, ys) = ([window.x, window.maxX], [window.y, window.maxY])
        for box in obstacles + ends {
            xs += [box.x - Self.margin, box.maxX + Self.margin]
            ys += [box.y - Self.margin, box.maxY + Self.margin]
        }
        // Between two shapes there is room in the middle, too.
        if rails.isEmpty { ys.append((ends[0].centre.y + ends[1].centre.y) / 2) }
        for rail in rails {
            ys += stride(from: rail.lowerBound + 14, to: rail.upperBound - 13, by: 10).prefix(20)
        }
        self.xs = Self.unique(xs, keeping: points.map(\.x))
        self.ys = Self.unique(ys, keeping: points.map(\.y))
        across = [Double](repeating: 0, count: self.xs.count * self.ys.count)
        down = across
        guard !rails.isEmpty else { return }
        for (row, y) in self.ys.enumerated() {
            // Across in the middle of a gap is best, within a pool worst.
            let rail = rails.first { $0.contains(y) }
            let dearness = rail.map { abs(y - ($0.lowerBound + $0.upperBound) / 2) / 400 } ?? 0.4
            for column in self.xs.indices.dropLast() {
                across[row * self.xs.count + column] = (self.xs[column + 1] - self.xs[column]) * dearness
            }
        }
    }

    /// Charges steps that run over a label.
    mutating func discourage(_ boxes: [Rectangle]) {
        for box in boxes {
            for row in range(ys, box.y, box.maxY) {
                for column in range(xs, box.x, box.maxX) { across[row * xs.count + column] += 60 }
            }
            for column in range(xs, box.x, box.maxX) {
                for row in max(1, range(ys, box.y, box.maxY + 0.1).lowerBound)...ys.count
                where ys[row - 1] < box.maxY {
                    guard row < ys.count else { continue }
                    if ys[row] > box.y { down[(row - 1) * xs.count + column] += 60 }
                }
            }
        }
    }

    private static func unique(_ values: [Double], keeping fixed: [Double]) -> [Double] {
        var result: [Double] = []
        for value in (values.filter { value in !fixed.contains { abs($0 - value) < 6 } } + fixed).sorted() {
            if let last = result.last, value - last < 0.01 { continue }
            result.append(value)
        }
        return result
    }

    /// Whether two pieces have more than a point in common, nearly.
    static func runsAlong(_ first: (Point, Point), _ second: (Point, Point)) -> Bool {
        if abs(first.0.x - first.1.x) < 0.5, abs(second.0.x - second.1.x) < 0.5,
            abs(first.0.x - second.0.x) < 5
        {
            return max(first.0.y, first.1.y) > min(second.0.y, second.1.y) - 6
                && max(second.0.y, second.1.y) > min(first.0.y, first.1.y) - 6
        }
        if abs(first.0.y - first.1.y) < 0.5, abs(second.0.y - second.1.y) < 0.5,
            abs(first.0.y - second.0.y) < 5
        {
            return max(first.0.x, first.1.x) > min(second.0.x, second.1.x) - 6
                && max(second.0.x, second.1.x) > min(first.0.x, first.1.x) - 6
        }
        return false
    }

    private func range(_ values: [Double], _ low: Double, _ high: Double) -> Range<Int> {
        let start = values.firstIndex { $0 > low } ?? values.count
        let end = values.firstIndex { $0 >= high } ?? values.count
        return start..<max(start, end)
    }

    /// Closes the insides of shapes.
    mutating func block(_ obstacles: [Rectangle]) {
        for box in obstacles {
            for row in range(ys, box.y - 4, box.maxY + 4) {
                let columns = range(xs, box.x - 4, box.maxX + 4)
                for column in max(0, columns.lowerBound - 1)..<columns.upperBound {
                    across[row * xs.count + column] = .infinity
                }
            }
            for column in range(xs, box.x - 4, box.maxX + 4) {
                let rows = range(ys, box.y - 4, box.maxY + 4)
                for row in max(0, rows.lowerBound - 1)..<rows.upperBound {
                    down[row * xs.count + column] = .infinity
                }
            }
        }
    }

    /// Charges steps that cross lines or run on them.
    mutating func charge(_ pieces: [(Point, Point)]) {
        for piece in pieces {
            let (left, right) = (min(piece.0.x, piece.1.x), max(piece.0.x, piece.1.x))
            let (top, bottom) = (min(piece.0.y, piece.1.y), max(piece.0.y, piece.1.y))
            for row in range(ys, top - 6, bottom + 6) {
                for column in max(0, range(xs, left - 6, right).lowerBound - 1)..<xs.count - 1
                where xs[column] < right + 6 {
                    if xs[column + 1] <= left - 6 { continue }
                    let step = (Point(xs[column], ys[row]), Point(xs[column + 1], ys[row]))
                    across[row * xs.count + column] += Self.runsAlong(piece, step) ? 400 : 12
                }
            }
            for column in range(xs, left - 6, right + 6) {
                for row in max(0, range(ys, top - 6, bottom).lowerBound - 1)..<ys.count - 1
                where ys[row] < bottom {
                    if ys[row + 1] <= top - 6 { continue }
                    let step = (Point(xs[column], ys[row]), Point(xs[column], ys[row + 1]))
                    down[row * xs.count + column] += Self.runsAlong(piece, step) ? 400 : 12
                }
            }
        }
    }

    /// An end of a way: the middle of a shape, and places beside it that may be left and entered upright only.
    struct Anchor {
        var bounds: Rectangle
        var middle: Point
        var beside: [Point]
    }

    /// The cheapest way (Dijkstra 1959); within the ends it runs straight.
    func path(from source: Anchor, to target: Anchor) -> [Point]? {
        guard let first = node(source.middle), let last = node(target.middle) else { return nil }
        // A state is a crossing and whether it was reached across (0) or down (1); one more is the end.
        let end = count * 2
        var cost = [Double](repeating: .infinity, count: end + 1)
        var before = [Int](repeating: -1, count: end + 1)
        var heap = Heap()
        func reach(_ state: Int, _ total: Double, from origin: Int) {
            guard total < cost[state] else { return }
            (cost[state], before[state]) = (total, origin)
            heap.push(total, state)
        }
        for direction in 0...1 { reach(first * 2 + direction, 0, from: -1) }
        for place in source.beside.compactMap(node) { reach(place * 2 + 1, 12, from: -1) }
        // Close to its ends a line does not bend either: there are its circle and its arrow.
        let zones = [source, target].map { anchor in
            Rectangle(
                x: anchor.bounds.x - 10, y: anchor.bounds.y - 10, width: anchor.bounds.width + 20,
                height: anchor.bounds.height + 20)
        }
        let beside = Set(target.beside.compactMap(node))
        while let (reached, state) = heap.pop() {
            if reached > cost[state] { continue }
            let place = state / 2
            if state == end { return points(to: before[end], before) }
            if place == last { reach(end, reached, from: state) }
            if state % 2 == 1, beside.contains(place) { reach(end, reached + 12, from: state) }
            let here = Point(xs[place % xs.count], ys[place / xs.count])
            let isInside = place != first && zones.contains { $0.contains(here) }
            for (next, step, direction) in steps(place) {
                let turns = direction != state % 2
                if turns, isInside { continue }
                reach(next * 2 + direction, reached + step + (turns && place != first ? 40 : 0), from: state)
            }
        }
        return nil
    }

    private func node(_ point: Point) -> Int? {
        guard let column = xs.firstIndex(where: { abs($0 - point.x) < 0.02 }),
            let row = ys.firstIndex(where: { abs($0 - point.y) < 0.02 })
        else { return nil }
        return row * xs.count + column
    }

    private func steps(_ place: Int) -> [(next: Int, cost: Double, direction: Int)] {
        let (column, row) = (place % xs.count, place / xs.count)
        var result: [(next: Int, cost: Double, direction: Int)] = []
        func add(_ next: Int, _ length: Double, _ extra: Double, _ direction: Int) {
            if extra.isFinite { result.append((next, length + extra, direction)) }
        }
        if column + 1 < xs.count { add(place + 1, xs[column + 1] - xs[column], across[place], 0) }
        if column > 0 { add(place - 1, xs[column] - xs[column - 1], across[place - 1], 0) }
        if row + 1 < ys.count { add(place + xs.count, ys[row + 1] - ys[row], down[place], 1) }
        if row > 0 { add(place - xs.count, ys[row] - ys[row - 1], down[place - xs.count], 1) }
        return result
    }

    private func points(to state: Int, _ before: [Int]) -> [Point] {
        var (result, current) = ([Point](), state)
        while current >= 0 {
            result.append(Point(xs[current / 2 % xs.count], ys[current / 2 / xs.count]))
            current = before[current]
        }
        return result.reversed()
    }
}

/// A binary heap of states by cost.
private struct Heap {
    private var items: [(cost: Double, state: Int)] = []

    mutating func push(_ cost: Double, _ state: Int) {
        items.append((cost, state))
        var index = items.count - 1
        while index > 0, items[index] < items[(index - 1) / 2] {
            items.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func pop() -> (cost: Double, state: Int)? {
        guard let top = items.first else { return nil }
        let last = items.removeLast()
        guard !items.isEmpty else { return top }
        items[0] = last
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < items.count && items[child] < items[least] {
                least = child
            }
            if least == index { return top }
            items.swapAt(index, least)
            index = least
        }
    }
}
