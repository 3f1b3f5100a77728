/// What a run did, drawn on top.
enum MarkDrawing {
    /// The badges of an element: its state at the upper left corner, visits at the upper right, time at the lower left.
    static func draw(_ mark: RunMarks.Element, at shape: DiagramLayout.Shape, _ svg: inout SVGText) {
        let state = MarkState(mark)
        guard state != .idle else { return }
        var isActivity = false
        if case .activity = shape.symbol { isActivity = true }
        let places = corners(of: shape)
        let scale = isActivity ? 1 : min(1, max(0.6, shape.bounds.width / 42))
        badge(state, at: places.left, scale, &svg)
        // One visit of an event or gateway is what its state says already.
        if mark.visits > (isActivity ? 0 : 1) {
            pill("\(mark.visits)×", at: places.right, state, scale, &svg)
        }
        if isActivity { time(of: mark, in: shape.bounds, &svg) }
    }

    /// Where badges cover neither the shape's own marker nor a label or host.
    private static func corners(of shape: DiagramLayout.Shape) -> (left: Point, right: Point) {
        let box = shape.bounds
        switch shape.symbol {
        case .event(let event) where event.position == .boundary:
            return (Point(box.x + 2, box.maxY - 3), Point(box.maxX - 2, box.maxY - 3))
        case .event: return (Point(box.x + 3, box.y + 3), Point(box.maxX - 3, box.y + 3))
        case .gateway:
            let inset = box.width / 6
            return (Point(box.x + inset, box.y + inset), Point(box.maxX - inset, box.y + inset))
        default: return (Point(box.x - 2, box.y - 2), Point(box.maxX, box.y - 1))
        }
    }

    private static func time(of mark: RunMarks.Element, in box: Rectangle, _ svg: inout SVGText) {
        guard let total = mark.milliseconds else { return }
        let mean = mark.meanMilliseconds.map(TimeText.duration) ?? ""
        let text = mark.visits > 1 ? "\(TimeText.duration(total)) (mean \(mean))" : TimeText.duration(total)
        let width = FontMetrics.width(text, size: 9.5) + 10
        let left = Rectangle(x: box.x + 6, y: box.maxY - 7, width: width, height: 14)
        svg.rectangle(left, "pill", radius: 7)
        svg.lines([text], size: 9.5, x: left.centre.x, top: left.y + 1.2)
    }

    /// How often a flow was taken, near its middle and beside its label.
    static func draw(times: Int, at line: DiagramLayout.Line, _ svg: inout SVGText) {
        guard times > 1 else { return }
        let places = [0.5, 0.35, 0.65, 0.2, 0.8].compactMap { Polyline.point(of: line.points, at: $0) }
        let free = places.first { place in
            let box = Rectangle(centre: place, Size(30, 18))
            return line.label.map { !$0.bounds.overlaps(box) } ?? true
        }
        if let place = free ?? places.first { pill("\(times)×", at: place, .done, 1, &svg) }
    }

    static func style(_ state: MarkState) -> String {
        switch state {
        case .failed: "bf"
        case .active: "ba"
        case .cancelled: "bc"
        case .done: "bd"
        case .idle: "bi"
        }
    }

    private static func pill(
        _ text: String, at centre: Point, _ state: MarkState, _ scale: Double, _ svg: inout SVGText
    ) {
        let size = (10 * scale).rounded()
        let width = max(18 * scale, FontMetrics.width(text, size: size) + 9 * scale)
        let box = Rectangle(centre: centre, Size(width, 16 * scale))
        svg.rectangle(box, style(state), radius: 8 * scale)
        svg.lines([text], size: size, x: centre.x, top: box.centre.y - size * 0.58, style: "n")
    }

    static func badge(_ state: MarkState, at centre: Point, _ scale: Double, _ svg: inout SVGText) {
        svg.ellipse(Rectangle(centre: centre, Size(16 * scale, 16 * scale)), style(state))
        let (x, y) = (SVGText.number(centre.x), SVGText.number(centre.y))
        let shrink = scale < 1 ? " scale(\(SVGText.number(scale)))" : ""
        svg.open("g", ["transform": "translate(\(x) \(y))\(shrink)"])
        switch state {
        case .done: svg.path("M-3.6.2l2.5 2.6 4.7-5.2", "bt")
        case .active: svg.path("M-2.2-4l6 4-6 4z", "bx")
        case .cancelled: svg.path("M-2.8-2.8l5.6 5.6M2.8-2.8l-5.6 5.6", "bt")
        case .failed: svg.path("M0-4.2v4.6M0 3.6v.4", "bt")
        case .idle: break
        }
        svg.close("g")
    }
}

/// The line below a diagram that says which run it shows and what the marks mean.
enum Legend {
    static let height = 58.0

    static func text(_ run: RunMarks.Run) -> String {
        var parts = ["run \(run.id)", run.state]
        if let start = run.start { parts.append("started \(TimeText.instant(start))") }
        if let duration = run.duration { parts.append("took \(TimeText.duration(duration))") }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// The width that the legend needs.
    static func width(_ run: RunMarks.Run?) -> Double {
        max(430, run.map { FontMetrics.width(text($0), size: 12) * 1.08 } ?? 0)
    }

    static func draw(_ run: RunMarks.Run?, at origin: Point, _ svg: inout SVGText) {
        if let run {
            svg.lines([text(run)], size: 12, x: origin.x, top: origin.y, anchor: "start", style: "b")
        }
        var x = origin.x
        let y = origin.y + 32
        for state in [MarkState.done, .active, .failed, .cancelled] {
            MarkDrawing.badge(state, at: Point(x + 8, y), 1, &svg)
            svg.lines([state.word], size: 11, x: x + 21, top: y - 6.5, anchor: "start")
            x += 21 + FontMetrics.width(state.word, size: 11) + 18
        }
        svg.open("g", ["class": "done"])
        svg.path(SVGText.path([Point(x, y), Point(x + 24, y)]), "l")
        svg.close("g")
        svg.lines(["taken"], size: 11, x: x + 30, top: y - 6.5, anchor: "start")
    }
}
