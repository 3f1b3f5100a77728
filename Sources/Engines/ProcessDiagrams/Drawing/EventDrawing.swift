/// Events: a circle, its borders and the marker of its trigger (13.5, table 10.93).
enum EventDrawing {
    static func draw(_ event: EventSymbol, _ box: Rectangle, _ svg: inout SVGText) {
        let dash = event.isInterrupting ? "" : " dash"
        switch event.position {
        case .start: svg.ellipse(box, "s\(dash)")
        case .end: svg.ellipse(box, "s thick")
        case .catching, .throwing, .boundary:
            svg.ellipse(box, "s\(dash)")
            svg.ellipse(box.inset(by: min(box.width, box.height) / 10), "o\(dash)")
        }
        let isThrowing = event.position == .throwing || event.position == .end
        guard event.trigger != .none else { return }
        svg.scaled(box, side: 36) { marker(event.trigger, isThrowing: isThrowing, &$0) }
    }

    /// In a box of 36 by 36; throwing events have it filled.
    private static func marker(_ trigger: EventSymbol.Trigger, isThrowing: Bool, _ svg: inout SVGText) {
        let style = isThrowing ? "f" : "i"
        switch trigger {
        case .message: envelope(isThrowing: isThrowing, &svg)
        case .timer:
            svg.ellipse(Rectangle(x: 9, y: 9, width: 18, height: 18), "i")
            svg.path("M18 9v2.5M18 24.5v2.5M9 18h2.5M24.5 18h2.5M18 12.5V18l4 2.5", "i")
        case .conditional:
            svg.path("M11.5 10h13v16h-13zM13.5 13h9M13.5 16.3h9M13.5 19.6h9M13.5 22.9h9", "i")
        case .signal: svg.path("M18 9.5l8.3 14.3h-16.6z", style)
        case .error: svg.path("M10 25.5l4.3-14 5 7.3 6.2-9-4.3 15-5.2-7.2z", style)
        case .escalation: svg.path("M18 9l6.2 16.5-6.2-6.5-6.2 6.5z", style)
        case .compensation: svg.path("M17.5 12v12l-8.3-6zM26 12v12l-8.3-6z", style)
        case .cancel:
            svg.path(
                "M11 13.4l2.4-2.4 4.6 4.6 4.6-4.6 2.4 2.4-4.6 4.6 4.6 4.6-2.4 2.4-4.6-4.6-4.6 4.6-2.4-2.4 4.6-4.6z",
                style)
        case .terminate: svg.ellipse(Rectangle(x: 8.5, y: 8.5, width: 19, height: 19), "f")
        case .link: svg.path("M9.5 15.2h9v-4.4l8 7.2-8 7.2v-4.4h-9z", style)
        case .multiple: svg.path("M18 8.8l8.8 6.4-3.4 10.3h-10.8l-3.4-10.3z", style)
        case .parallelMultiple:
            svg.path("M15.7 9.5h4.6v6.2h6.2v4.6h-6.2v6.2h-4.6v-6.2h-6.2v-4.6h6.2z", style)
        case .none: break
        }
    }

    private static func envelope(isThrowing: Bool, _ svg: inout SVGText) {
        svg.path("M9.5 12.3h17v11.6h-17z", isThrowing ? "f" : "i")
        svg.path("M9.5 12.6l8.5 6.6 8.5-6.6", isThrowing ? "w" : "i")
    }
}

/// Gateways: a diamond and its marker (13.4).
enum GatewayDrawing {
    static func draw(_ gateway: GatewaySymbol, _ box: Rectangle, _ svg: inout SVGText) {
        let middle = box.centre
        let corners = [
            Point(middle.x, box.y), Point(box.maxX, middle.y), Point(middle.x, box.maxY),
            Point(box.x, middle.y),
        ]
        svg.path(SVGText.path(corners, closed: true), "s")
        svg.scaled(box, side: 50) { marker(gateway, &$0) }
    }

    private static func marker(_ gateway: GatewaySymbol, _ svg: inout SVGText) {
        switch gateway {
        case .exclusive:
            svg.path("M18.2 16h4.2l2.6 5.4 2.6-5.4h4.2l-4.6 9 4.6 9h-4.2l-2.6-5.4-2.6 5.4h-4.2l4.6-9z", "f")
        case .parallel: svg.path("M23.3 14h3.4v9.3h9.3v3.4h-9.3v9.3h-3.4v-9.3h-9.3v-3.4h9.3z", "f")
        case .inclusive: svg.ellipse(Rectangle(x: 14.5, y: 14.5, width: 21, height: 21), "o")
        case .complex:
            svg.path(
                "M23.5 13h3v8.4l5.9-5.9 2.1 2.1-5.9 5.9h8.4v3h-8.4l5.9 5.9-2.1 2.1-5.9-5.9v8.4h-3v-8.4l-5.9 5.9-2.1-2.1 "
                    + "5.9-5.9h-8.4v-3h8.4l-5.9-5.9 2.1-2.1 5.9 5.9z", "f")
        case .eventBased, .startingEventBased:
            svg.ellipse(Rectangle(x: 12, y: 12, width: 26, height: 26), "i")
            if gateway == .eventBased { svg.ellipse(Rectangle(x: 14.5, y: 14.5, width: 21, height: 21), "i") }
            svg.path("M25 17.6l7 5.1-2.7 8.3h-8.6l-2.7-8.3z", "i")
        case .startingParallelEventBased:
            svg.ellipse(Rectangle(x: 12, y: 12, width: 26, height: 26), "i")
            svg.path("M23 17h4v6h6v4h-6v6h-4v-6h-6v-4h6z", "i")
        }
    }
}
