/// Activities: a rounded rectangle, the icon of its task and its markers (13.2).
enum ActivityDrawing {
    static func draw(_ activity: ActivitySymbol, _ shape: DiagramLayout.Shape, _ svg: inout SVGText) {
        let box = shape.bounds
        svg.rectangle(box, style(activity, shape.isExpanded), radius: 8)
        if case .transaction = activity.kind { svg.rectangle(box.inset(by: 3.5), "o", radius: 5.5) }
        var hasIcon = false
        switch activity.kind {
        case .task(let task), .call(.some(let task)):
            hasIcon = task != .none
            icon(task, box, &svg)
        case .eventSubProcess(.some(let start)) where !shape.isExpanded:
            hasIcon = true
            EventDrawing.draw(start, Rectangle(x: box.x + 5, y: box.y + 5, width: 20, height: 20), &svg)
        default: break
        }
        let marks = markers(activity, shape)
        markerRow(marks, box, &svg)
        name(shape, hasIcon: hasIcon, hasMarkers: !marks.isEmpty, &svg)
    }

    private static func style(_ activity: ActivitySymbol, _ isExpanded: Bool) -> String {
        let base = isExpanded ? "c" : "s"
        return switch activity.kind {
        case .call: base + " thick"
        case .eventSubProcess: base + " dots"
        default: base
        }
    }

    private static func name(
        _ shape: DiagramLayout.Shape, hasIcon: Bool, hasMarkers: Bool, _ svg: inout SVGText
    ) {
        guard !shape.name.isEmpty else { return }
        let box = shape.bounds
        if shape.isExpanded {
            let text = TextWrapping.fit(shape.name, width: max(20, box.width - 20), height: 30)
            return svg.lines(text.lines, size: text.size, x: box.centre.x, top: box.y + 6)
        }
        let bottom = max(hasMarkers ? 20 : 4, shape.covered + 2)
        let free = box.height - 8
        var text = TextWrapping.fit(
            shape.name, width: max(12, box.width - 10), height: max(12, box.height - bottom - 6))
        // Short text stands in the middle; longer text keeps clear of icon and markers.
        let needsClearance = hasIcon && text.height > free - 44
        if needsClearance {
            text = TextWrapping.fit(
                shape.name, width: max(12, box.width - 10), height: max(12, box.height - bottom - 22))
        }
        let (low, high) = (box.y + (needsClearance ? 21 : 4), box.maxY - bottom)
        var top = box.centre.y - text.height / 2
        if top + text.height > high { top = high - text.height }
        if top < low { top = low + max(0, (high - low - text.height) / 2) }
        svg.lines(text.lines, size: text.size, x: box.centre.x, top: top)
    }

    // MARK: - Icons

    private static func icon(_ task: TaskSymbol, _ box: Rectangle, _ svg: inout SVGText) {
        guard task != .none else { return }
        svg.open(
            "g", ["transform": "translate(\(SVGText.number(box.x + 5)) \(SVGText.number(box.y + 4)))"])
        switch task {
        case .user:
            svg.path("M2 17v-3.2c0-2.8 2.2-4 4.4-4.4h5.2c2.2.4 4.4 1.6 4.4 4.4v3.2z", "i")
            svg.ellipse(Rectangle(x: 5.4, y: 2, width: 7.2, height: 8), "hollow")
        case .manual:
            svg.path(
                "M1.5 9.2l5-5.2c1-1 2.6.1 1.9 1.3l-1.3 2h8.4c1.7 0 1.7 2.2 0 2.2h-4.5 5.3c1.6 0 1.6 2.2 0 2.2h-5.3 4.5c1.5 "
                    + "0 1.5 2.1 0 2.1h-4.5 3.1c1.4 0 1.4 1.9 0 1.9h-8.6c-2 0-4-1.6-4-3.6z", "i")
        case .service:
            svg.path(
                "M14.7 7.2L17 7.4v3.2l-2.3.2-.4 1 1.5 1.7-2.3 2.3-1.7-1.5-1 .4-.2 2.3h-3.2l-.2-2.3-1-.4-1.7 1.5-2.3-2.3 "
                    + "1.5-1.7-.4-1-2.3-.2v-3.2l2.3-.2.4-1-1.5-1.7 2.3-2.3 1.7 1.5 1-.4.2-2.3h3.2l.2 2.3 1 .4 1.7-1.5 "
                    + "2.3 2.3-1.5 1.7z", "i")
            svg.ellipse(Rectangle(x: 6.3, y: 6.3, width: 5.4, height: 5.4), "i")
        case .script:
            svg.path(
                "M6 2h9.5c-3.6 3-3.6 4.6-1.2 7.3s2.4 4.7-1.2 7.7h-9.5c3.6-3 3.6-4.7 1.2-7.7s-2.4-4.3 1.2-7.3z",
                "i")
            svg.path("M6.2 5h5.6M6.4 8h5.2M7.6 11h5.2M7.4 14h5.2", "i")
        case .businessRule:
            svg.path("M1.5 3h15v3.8h-15z", "f")
            svg.path("M1.5 3h15v12h-15zM1.5 10.9h15M6 6.8v8.2", "i")
        case .send:
            svg.path("M1.5 3.5h15.5v11h-15.5z", "f")
            svg.path("M1.5 3.9l7.7 6.1 7.8-6.1", "w")
        case .receive: svg.path("M1.5 3.5h15.5v11h-15.5zM1.5 3.9l7.7 6.1 7.8-6.1", "i")
        case .none: break
        }
        svg.close("g")
    }

    // MARK: - Markers

    private enum Marker { case loop, parallel, sequential, compensation, adHoc, collapsed }

    private static func markers(_ activity: ActivitySymbol, _ shape: DiagramLayout.Shape) -> [Marker] {
        var result: [Marker] = []
        switch activity.loop {
        case .standard: result.append(.loop)
        case .parallel: result.append(.parallel)
        case .sequential: result.append(.sequential)
        case nil: break
        }
        if activity.isForCompensation { result.append(.compensation) }
        if case .adHoc = activity.kind { result.append(.adHoc) }
        let calledProcess = activity.kind == .call(task: nil)
        if !shape.isExpanded, activity.isContainer || calledProcess { result.append(.collapsed) }
        return result
    }

    private static func markerRow(_ markers: [Marker], _ box: Rectangle, _ svg: inout SVGText) {
        var x = box.centre.x - Double(markers.count) * 18 / 2 + 2
        for marker in markers {
            svg.open("g", ["transform": "translate(\(SVGText.number(x)) \(SVGText.number(box.maxY - 18)))"])
            switch marker {
            case .loop: svg.path("M4.6 11.9a5.2 5.2 0 1 1 4.9.2M1.2 12.3l3.6-.2-.3-3.5", "i")
            case .parallel: svg.path("M3 1.5v11M7 1.5v11M11 1.5v11", "o")
            case .sequential: svg.path("M1.5 3h11M1.5 7h11M1.5 11h11", "o")
            case .compensation: svg.path("M6.8 2v10l-6-5zM13 2v10l-6-5z", "i")
            case .adHoc:
                svg.path(
                    "M1 9.5c0-5 3.2-5.4 5.6-3.6 2.6 1.9 4.6 1.6 4.9-1.6h1.5c0 5-3.2 5.6-5.8 3.7-2.4-1.7-4.5-1.6-4.8 1.5z",
                    "f")
            case .collapsed: svg.path("M.5.5h13v13h-13zM7 3.4v7.2M3.4 7h7.2", "i")
            }
            svg.close("g")
            x += 18
        }
    }
}
