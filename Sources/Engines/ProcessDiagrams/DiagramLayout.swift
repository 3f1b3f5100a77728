public import BPMN

/// Which diagram of a file is meant.
public enum DiagramChoice: Hashable, Sendable {
    /// The first diagram of the file; without one, its collaboration or processes in a layout of our own.
    case main
    /// By the id of a diagram, a plane, or the element that it shows; an element without a diagram is laid out.
    case plane(String)
    /// An own layout, whatever the file says: of the element of that id, or of the whole file.
    case ownLayout(of: String?)
}

/// A diagram that can be drawn.
public struct DiagramPlane: Hashable, Sendable {
    /// The id to choose it by.
    public let id: String
    public let name: String
    /// The id of the collaboration, process or subprocess that it shows.
    public let element: String
    /// Whether the file says where its elements are.
    public let hasInterchange: Bool
}

/// Where everything of a diagram is, in pixels.
///
/// Places come from the diagram interchange of the file (BPMN 2.0.2, chapter 12), as far as it is sound. What has no place
/// there gets one: a whole diagram by layers from left to right, single elements below those of their process.
public struct DiagramLayout: Hashable, Sendable {
    /// An element with an area.
    public struct Shape: Hashable, Sendable {
        /// Its id, or a made-up one that no element of the file has.
        public let id: String
        public let symbol: Symbol
        /// What is written at it.
        public let name: String
        public internal(set) var bounds: Rectangle
        /// Whether what it holds is shown.
        public internal(set) var isExpanded: Bool
        /// Of pools and lanes: whether they lie across, with their name upright.
        public internal(set) var isHorizontal: Bool
        /// Text beside the shape; `nil` when it stands within.
        public internal(set) var label: Label?
        /// How many expanded shapes it lies in.
        public internal(set) var depth: Int
        /// How much of its lower part events on its border cover.
        var covered = 0.0
        let element: Int
    }

    /// A line between two shapes.
    public struct Line: Hashable, Sendable {
        public let id: String
        public let connection: Connection
        public let name: String
        /// The ids of the shapes that it connects; `nil` when one is not drawn, or is a line itself.
        public let source: String?
        public let target: String?
        /// At least two.
        public internal(set) var points: [Point]
        public internal(set) var label: Label?
        let element: Int
    }

    /// Text beside a shape or line.
    public struct Label: Hashable, Sendable {
        public var lines: [String]
        public var bounds: Rectangle
        /// Of the font.
        public var size: Double
    }

    /// The name of what is shown.
    public let title: String
    /// The id of what is shown.
    public let element: String
    /// Outer shapes before those in them.
    public internal(set) var shapes: [Shape]
    public internal(set) var lines: [Line]
    /// Around everything, labels included.
    public internal(set) var bounds: Rectangle

    /// How many elements a diagram may show.
    public static let limit = 50_000

    /// Lays out a diagram; the same definitions always give the same layout.
    ///
    /// - Throws: ``ProcessDiagramsError`` when the choice does not exist or there is nothing to draw.
    /// - Complexity: about O(*n* log *n*) in the elements; a file of 10,000 takes a second or two without interchange.
    public init(of definitions: Definitions, _ choice: DiagramChoice = .main) throws(ProcessDiagramsError) {
        let table = ElementTable(definitions.document)
        let assembly = try Selection(table).assembly(of: choice)
        (title, element) = (assembly.title, assembly.rootID)
        var assembled = assembly
        assembled.finishLines()
        (shapes, lines) = (assembled.shapes, assembled.lines)
        bounds = Rectangle(x: 0, y: 0, width: 0, height: 0)
        LabelPlacement.place(&self)
        bounds = extent()
    }

    /// The diagrams of a file, then what it has besides that could be laid out.
    public static func planes(of definitions: Definitions) -> [DiagramPlane] {
        Selection(ElementTable(definitions.document)).planes()
    }

    /// The shape of an element.
    public func shape(_ id: String) -> Shape? { shapes.first { $0.id == id } }

    private func extent() -> Rectangle {
        var all =
            shapes.map(\.bounds) + shapes.compactMap { $0.label?.bounds }
            + lines.compactMap { $0.label?.bounds }
        for point in lines.joinedPoints { all.append(Rectangle(x: point.x, y: point.y, width: 0, height: 0)) }
        guard let first = all.first else { return bounds }
        return all.dropFirst().reduce(first) { $0.union($1) }
    }
}

extension [DiagramLayout.Line] {
    fileprivate var joinedPoints: [Point] { flatMap(\.points) }
}
