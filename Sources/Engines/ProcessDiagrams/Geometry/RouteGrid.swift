/// The lines that a way may run on, with what each step costs.
struct RouteGrid {
    private let xs: [Double]
    private let ys: [Double]
    /// The cost of the step from a crossing to the next one to the right, and downwards.
    private var across: [Double]
    private var down: [Double]
    var count: Int { xs.count * ys.count }
    private static let margin = 12.0

    init(window: Rectangle, obstacles: [Rectangle], ends: [Rectangle], points: [Point]) {
        var (xs, ys) = ([window.x, window.maxX], [window.y, window.maxY])
        for box in obstacles + ends {
            xs += [box.x - Self.margin, box.maxX + Self.margin]
            ys += [box.y - Self.margin, box.maxY + Self.margin]
        }
        // Between two shapes there is room in the middle, too.
        ys.append((ends[0].centre.y + ends[1].centre.y) / 2)
        self.xs = Self.unique(xs, keeping: points.map(\.x))
        self.ys = Self.unique(ys, keeping: points.map(\.y))
        across = [Double](repeating: 0, count: self.xs.count * self.ys.count)
        down = across
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
            return max(first.0.y, first.1.y) > min(second.0.y, second.1.y) + 1
                && max(second.0.y, second.1.y) > min(first.0.y, first.1.y) + 1
        }
        if abs(first.0.y - first.1.y) < 0.5, abs(second.0.y - second.1.y) < 0.5,
            abs(first.0.y - second.0.y) < 5
        {
            return max(first.0.x, first.1.x) > min(second.0.x, second.1.x) + 1
                && max(second.0.x, second.1.x) > min(first.0.x, first.1.x) + 1
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
            for row in range(ys, top - 5, bottom + 5) {
                for column in max(0, range(xs, left, right).lowerBound - 1)..<xs.count - 1
                where xs[column] < right {
                    if xs[column + 1] <= left { continue }
                    let step = (Point(xs[column], ys[row]), Point(xs[column + 1], ys[row]))
                    across[row * xs.count + column] += Self.runsAlong(piece, step) ? 400 : 12
                }
            }
            for column in range(xs, left - 5, right + 5) {
                for row in max(0, range(ys, top, bottom).lowerBound - 1)..<ys.count - 1 where ys[row] < bottom
                {
                    if ys[row + 1] <= top { continue }
                    let step = (Point(xs[column], ys[row]), Point(xs[column], ys[row + 1]))
                    down[row * xs.count + column] += Self.runsAlong(piece, step) ? 400 : 12
                }
            }
        }
    }

    /// The cheapest way (Dijkstra 1959); within the ends it runs straight.
    func path(from start: Point, in source: Rectangle, to goal: Point, in target: Rectangle) -> [Point]? {
        guard let first = node(start), let last = node(goal) else { return nil }
        // A state is a crossing and whether it was reached across (0) or down (1).
        var cost = [Double](repeating: .infinity, count: count * 2)
        var before = [Int](repeating: -1, count: count * 2)
        var heap = Heap()
        for direction in 0...1 {
            cost[first * 2 + direction] = 0
            heap.push(0, first * 2 + direction)
        }
        while let (reached, state) = heap.pop() {
            if reached > cost[state] { continue }
            if state / 2 == last { return points(to: state, before) }
            let place = state / 2
            let here = Point(xs[place % xs.count], ys[place / xs.count])
            let isInside = place != first && (source.contains(here) || target.contains(here))
            for (next, step, direction) in steps(place) {
                let turns = direction != state % 2
                if turns, isInside { continue }
                let total = reached + step + (turns && place != first ? 40 : 0)
                let other = next * 2 + direction
                if total < cost[other] {
                    (cost[other], before[other]) = (total, state)
                    heap.push(total, other)
                }
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
