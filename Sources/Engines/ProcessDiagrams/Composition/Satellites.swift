/// Data or an annotation that stands beside an activity.
struct Satellite {
    var element: Int
    var shape: Size
    /// With its label.
    var box: Size

    init(_ element: Int, _ table: ElementTable) {
        self.element = element
        let name = table.name(element)
        switch table.symbol(element) {
        case .annotation:
            shape = StandardSize.annotation(name)
            box = shape
        case .dataStore: (shape, box) = Satellite.labelled(StandardSize.store, name)
        case .data: (shape, box) = Satellite.labelled(StandardSize.data, name)
        default: (shape, box) = (StandardSize.activity, StandardSize.activity)
        }
    }

    private static func labelled(_ shape: Size, _ name: String) -> (Size, Size) {
        let label = StandardSize.label(name)
        let height = label.lines.isEmpty ? 0 : label.height + 4
        return (shape, Size(max(shape.width, label.width), shape.height + height))
    }
}

extension ScopeSketching.Unit {
    private static let distance = 24.0
    private static let between = 14.0

    private func width(_ row: [Satellite]) -> Double {
        row.reduce(0) { $0 + $1.box.width } + Double(max(0, row.count - 1)) * Self.between
    }

    /// Widens the box by what stands beside the shape.
    mutating func makeRoom() {
        for (row, isAbove) in [(above, true), (below, false)] where !row.isEmpty {
            let half = width(row) / 2
            (box.left, box.right) = (max(box.left, half), max(box.right, half))
            let height = Self.distance + (row.map(\.box.height).max() ?? 0)
            if isAbove { box.up += height } else { box.down += height }
        }
    }

    /// Adds the shape, what it holds and what stands beside it.
    func add(to sketch: inout Sketch, centre: Point, table: ElementTable) {
        let bounds = Rectangle(centre: centre, box.size)
        sketch.shapes.append(Sketch.Shape(element: element, bounds: bounds, isExpanded: inner != nil))
        if let inner {
            sketch.add(inner, at: Point(bounds.x + (bounds.width - inner.size.width) / 2, bounds.y))
        }
        for (event, dx) in boundary {
            let place = Point(centre.x + dx, bounds.maxY)
            sketch.shapes.append(
                Sketch.Shape(element: event, bounds: Rectangle(centre: place, StandardSize.event)))
        }
        for (row, isAbove) in [(above, true), (below, false)] {
            var x = centre.x - width(row) / 2
            for satellite in row {
                let top =
                    isAbove
                    ? bounds.y - labelAbove - Self.distance - satellite.box.height
                    : bounds.maxY + labelBelow + Self.distance
                sketch.shapes.append(
                    Sketch.Shape(
                        element: satellite.element,
                        bounds: Rectangle(
                            x: x + (satellite.box.width - satellite.shape.width) / 2, y: top,
                            width: satellite.shape.width, height: satellite.shape.height)))
                x += satellite.box.width + Self.between
            }
        }
        sketch.size = Size(
            max(sketch.size.width, centre.x + box.right), max(sketch.size.height, centre.y + box.down))
    }
}

extension ScopeSketching {
    /// Event subprocesses stand below everything, side by side.
    func placeApart(in sketch: inout Sketch) {
        let widest = max(sketch.size.width, 700)
        var (x, height) = (0.0, 0.0)
        var top = sketch.shapes.isEmpty ? 0 : sketch.size.height + Gap.rows + 10
        for element in content.apart {
            let (inner, isExpanded) = composer.subProcess(element)
            if x > 0, x + inner.size.width > widest {
                top += height + Gap.rows
                (x, height) = (0, 0)
            }
            let bounds = Rectangle(x: x, y: top, width: inner.size.width, height: inner.size.height)
            sketch.shapes.append(Sketch.Shape(element: element, bounds: bounds, isExpanded: isExpanded))
            sketch.add(inner, at: Point(x, top))
            x += inner.size.width + Gap.rows
            height = max(height, inner.size.height)
        }
    }

    /// A group surrounds the elements of its category; one without elements is not drawn.
    func placeGroups(in sketch: inout Sketch) {
        for group in content.groups {
            guard let category = composer.table.target(group, "categoryValueRef") else { continue }
            let members = sketch.shapes.filter { shape in
                composer.table.children(shape.element, "categoryValueRef").contains {
                    composer.table.resolve(composer.table.trimmedText($0)) == category
                }
            }
            guard let first = members.first else { continue }
            let around = members.dropFirst().reduce(first.bounds) { $0.union($1.bounds) }
            sketch.shapes.append(
                Sketch.Shape(
                    element: group,
                    bounds: Rectangle(
                        x: around.x - 12, y: around.y - 24, width: around.width + 24,
                        height: around.height + 36)))
        }
    }
}
