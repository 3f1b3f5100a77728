/// What labels keep away from, found by its place.
struct LabelCrowd {
    private struct Cell: Hashable {
        var column: Int
        var row: Int
    }

    /// The line that long pieces lie on, to join those that overlap.
    private struct Track: Hashable {
        var isUpright: Bool
        /// In halves of a pixel.
        var place: Int
        var weight: Double
    }

    private var cells: [Cell: [Int]] = [:]
    private var boxes: [(box: Rectangle, weight: Double)] = []
    /// Pieces too long for cells: upright ones by column, others by row.
    private var columns: [Int: [Int]] = [:]
    private var rows: [Int: [Int]] = [:]
    private var tracks: [Track: [(low: Double, high: Double)]] = [:]
    private static let size = 128.0
    private static let long = 2000.0
    private static let half = 2.5

    mutating func add(_ box: Rectangle, weight: Double) {
        boxes.append((box, weight))
        for row in Self.range(box.y, box.maxY) {
            for column in Self.range(box.x, box.maxX) {
                cells[Cell(column: column, row: row), default: []].append(boxes.count - 1)
            }
        }
    }

    /// Adds a line in short pieces; long upright or level ones count from ``seal()`` on.
    mutating func add(_ points: [Point], weight: Double = 3) {
        for (start, end) in zip(points, points.dropFirst()) {
            let isStraight = start.x == end.x || start.y == end.y
            if isStraight, start.distance(to: end) > Self.long {
                addLong(start, end, weight)
                continue
            }
            let pieces = isStraight ? 1 : min(400, max(1, Int(start.distance(to: end) / 24)))
            for index in 0..<pieces {
                let (from, to) = (Double(index) / Double(pieces), Double(index + 1) / Double(pieces))
                let a = Point(start.x + (end.x - start.x) * from, start.y + (end.y - start.y) * from)
                let b = Point(start.x + (end.x - start.x) * to, start.y + (end.y - start.y) * to)
                add(Self.box(a, b), weight: weight)
            }
        }
    }

    private mutating func addLong(_ start: Point, _ end: Point, _ weight: Double) {
        let isUpright = start.x == end.x
        let track = Track(
            isUpright: isUpright, place: Int((isUpright ? start.x : start.y) * 2), weight: weight)
        let (from, to) = isUpright ? (start.y, end.y) : (start.x, end.x)
        tracks[track, default: []].append((min(from, to), max(from, to)))
    }

    private static func box(_ a: Point, _ b: Point) -> Rectangle {
        Rectangle(
            x: min(a.x, b.x) - half, y: min(a.y, b.y) - half, width: abs(a.x - b.x) + 2 * half,
            height: abs(a.y - b.y) + 2 * half)
    }

    /// Joins the long pieces; to be called once, after all lines were added.
    mutating func seal() {
        for (track, pieces) in tracks {
            var joined: [(low: Double, high: Double)] = []
            for piece in pieces.sorted(by: { $0.low < $1.low }) {
                if let last = joined.last, last.high >= piece.low {
                    joined[joined.count - 1].high = max(last.high, piece.high)
                } else {
                    joined.append(piece)
                }
            }
            let place = Double(track.place) / 2
            for piece in joined {
                let (from, to) =
                    track.isUpright
                    ? (Point(place, piece.low), Point(place, piece.high))
                    : (Point(piece.low, place), Point(piece.high, place))
                let box = Self.box(from, to)
                boxes.append((box, track.weight))
                if track.isUpright {
                    for column in Self.range(box.x, box.maxX) {
                        columns[column, default: []].append(boxes.count - 1)
                    }
                } else {
                    for row in Self.range(box.y, box.maxY) { rows[row, default: []].append(boxes.count - 1) }
                }
            }
        }
        tracks = [:]
    }

    /// How much of what is there a box would hide.
    func cost(_ box: Rectangle) -> Double {
        var seen: Set<Int> = []
        for row in Self.range(box.y, box.maxY) {
            seen.formUnion((rows[row] ?? []).filter { boxes[$0].box.overlaps(box) })
            for column in Self.range(box.x, box.maxX) {
                for index in cells[Cell(column: column, row: row)] ?? [] where boxes[index].box.overlaps(box)
                {
                    seen.insert(index)
                }
            }
        }
        for column in Self.range(box.x, box.maxX) {
            seen.formUnion((columns[column] ?? []).filter { boxes[$0].box.overlaps(box) })
        }
        // In a fixed order: sums of fractions depend on it.
        return seen.map { boxes[$0].weight * (boxes[$0].box.overlap(box) + 20) }.sorted().reduce(0, +)
    }

    private static func range(_ low: Double, _ high: Double) -> ClosedRange<Int> {
        Int(low / size)...Int(max(low, high) / size)
    }
}
