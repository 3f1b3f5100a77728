/// What a run did, drawn on top.
enum MarkDrawing {
    /// The badges of an element: its state at the upper left corner, visits at the upper right, time at the lower left.
    static func draw(_ mark: RunMarks.Element, at shape: DiagramLayout.Shape, _ svg: inout SVGText) {
        let state = MarkState(mark)
        guard state != .idle else { return }
        var box = shape.bounds
        if shape.symbol.isFlowNode, case .activity = shape.symbol {} else { box = box.inset(by: 3) }
        badge(state, at: Point(box.x, box.y), &svg)
        if mark.visits > 0 { pill("\(mark.visits)×", at: Point(box.maxX, box.y), state, &svg) }
        guard let total = mark.milliseconds, case .activity = shape.symbol else { return }
        let mean = mark.meanMilliseconds.map(TimeText.duration) ?? ""
        let text = mark.visits > 1 ? "\(TimeText.duration(total)) (mean \(mean))" : TimeText.duration(total)
        let width = FontMetrics.width(text, size: 9.5) + 10
        let left = Rectangle(x: box.x + 6, y: box.maxY - 7, width: width, height: 14)
        svg.rectangle(left, "pill", radius: 7)
        svg.lines([text], size: 9.5, x: left.centre.x, top: left.y + 1.2)
    }

    /// How often a flow was taken, at its middle.
    static func draw(times: Int, at line: DiagramLayout.Line, _ svg: inout SVGText) {
        guard times > 1, let middle = Polyline.middle(line.points) else { return }
        pill("\(times)×", at: middle, .done, &svg)
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

    private static func pill(_ text: String, at centre: Point, _ state: MarkState, _ svg: inout SVGText) {
        let width = max(18, FontMetrics.width(text, size: 10) + 9)
        let box = Rectangle(centre: centre, Size(width, 16))
        svg.rectangle(box, style(state), radius: 8)
        svg.lines([text], size: 10, x: centre.x, top: box.y + 2.2, style: "n")
    }

    static func badge(_ state: MarkState, at centre: Point, _ svg: inout SVGText) {
        svg.ellipse(Rectangle(centre: centre, Size(16, 16)), style(state))
        let (x, y) = (SVGText.number(centre.x), SVGText.number(centre.y))
        svg.open("g", ["transform": "translate(\(x) \(y))"])
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
            MarkDrawing.badge(state, at: Point(x + 8, y), &svg)
            svg.lines([state.word], size: 11, x: x + 21, top: y - 6.5, anchor: "start")
            x += 21 + FontMetrics.width(state.word, size: 11) + 18
        }
        svg.open("g", ["class": "done"])
        svg.path(SVGText.path([Point(x, y), Point(x + 24, y)]), "l")
        svg.close("g")
        svg.lines(["taken"], size: 11, x: x + 30, top: y - 6.5, anchor: "start")
    }
}
