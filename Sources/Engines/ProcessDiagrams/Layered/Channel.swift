/// The space between two layers, in which lines change their row.
struct Channel {
    /// The upright piece of one line, or of several that share an end.
    struct Segment {
        /// Rows in which lines join it from the left and from the right.
        var left: [Double] = []
        var right: [Double] = []
        var low = Double.infinity
        var high = -Double.infinity
        var track = 0

        mutating func add(left y: Double) {
            left.append(y)
            (low, high) = (min(low, y), max(high, y))
        }

        mutating func add(right y: Double) {
            right.append(y)
            (low, high) = (min(low, y), max(high, y))
        }
    }

    private(set) var segments: [Segment] = []
    private(set) var tracks = 0
    private var index: [Net: Int] = [:]

    /// Lines that may share a segment: those from one node, or to one node.
    enum Net: Hashable {
        case from(Int)
        case to(Int)
        case edge(Int, Int)
        case outside
    }

    /// Adds a piece of a line and tells the segment that it is part of.
    mutating func add(_ net: Net, left: [Double], right: [Double]) -> Int {
        let position = index[net] ?? segments.count
        if position == segments.count {
            index[net] = position
            segments.append(Segment())
        }
        for y in left { segments[position].add(left: y) }
        for y in right { segments[position].add(right: y) }
        return position
    }

    /// Gives each segment a track such that lines cross little and never run on one another.
    mutating func assignTracks() {
        var order = segments.indices.sorted { rank($0) < rank($1) }
        if segments.count <= 80 { improve(&order) }
        if segments.count > 400 {
            return assignFast(order)
        }
        for (place, this) in order.enumerated() {
            var track = 0
            for other in order[..<place] where touches(this, other) {
                track = max(track, segments[other].track + 1)
            }
            segments[this].track = track
            tracks = max(tracks, track + 1)
        }
    }

    /// Lines down from lower rows first, then lines up from upper rows.
    private func rank(_ position: Int) -> (Int, Double, Int) {
        let segment = segments[position]
        let start = segment.left.min() ?? segment.low
        let end = segment.right.max() ?? segment.high
        return end >= start ? (0, -start, position) : (1, start, position)
    }

    private func touches(_ first: Int, _ second: Int) -> Bool {
        segments[first].low <= segments[second].high + 1 && segments[second].low <= segments[first].high + 1
    }

    private mutating func assignFast(_ order: [Int]) {
        var ends: [Double] = []
        for this in order.sorted(by: { (segments[$0].low, $0) < (segments[$1].low, $1) }) {
            let track = ends.firstIndex { $0 + 1 < segments[this].low } ?? (ends.count < 60 ? ends.count : 59)
            if track == ends.count { ends.append(0) }
            ends[track] = max(ends[track], segments[this].high)
            segments[this].track = track
        }
        tracks = ends.count
    }

    /// Exchanges neighbours while that saves crossings.
    private func improve(_ order: inout [Int]) {
        for _ in order.indices {
            var isChanged = false
            for place in order.indices.dropLast() {
                let (first, second) = (order[place], order[place + 1])
                guard touches(first, second) else { continue }
                if cost(second, first) < cost(first, second) {
                    order.swapAt(place, place + 1)
                    isChanged = true
                }
            }
            if !isChanged { return }
        }
    }

    /// The crossings when `first` stands to the left of `second`; lines on one another count as very many.
    private func cost(_ first: Int, _ second: Int) -> Int {
        let (left, right) = (segments[first], segments[second])
        var cost = 0
        for y in left.right {
            if y > right.low - 0.5, y < right.high + 0.5 { cost += 1 }
            if right.left.contains(where: { abs($0 - y) < 1 }) { cost += 1000 }
        }
        for y in right.left where y > left.low - 0.5 && y < left.high + 0.5 { cost += 1 }
        return cost
    }
}
