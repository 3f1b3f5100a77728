/// Finds what a choice means.
struct Selection {
    let table: ElementTable
    private let interchange: [InterchangePlane]

    init(_ table: ElementTable) {
        self.table = table
        interchange = InterchangePlane.all(table)
    }

    func planes() -> [DiagramPlane] {
        var result = interchange.map {
            DiagramPlane(
                id: $0.ids.first ?? table.key($0.element), name: $0.name, element: table.key($0.element),
                hasInterchange: true)
        }
        for element in roots() where !interchange.contains(where: { shows($0, element) }) {
            result.append(
                DiagramPlane(
                    id: table.key(element), name: table.name(element), element: table.key(element),
                    hasInterchange: false))
        }
        return result
    }

    /// Collaborations and processes.
    private func roots() -> [Int] {
        table.children(table.root).filter { ["collaboration", "process"].contains(table.tag($0)) }
    }

    /// Whether a plane shows an element or the pool of that process.
    private func shows(_ plane: InterchangePlane, _ element: Int) -> Bool {
        plane.element == element
            || plane.shapes.contains {
                table.tag($0.element) == "participant"
                    && table.target($0.element, "processRef") == element
            }
    }

    func assembly(of choice: DiagramChoice) throws(ProcessDiagramsError) -> Assembly {
        switch choice {
        case .main:
            if let plane = interchange.first { return try drawn(plane) }
            return try laidOut(whole: mainElements())
        case .plane(let id):
            if let plane = interchange.first(where: { $0.ids.contains(id) || table.key($0.element) == id }) {
                return try drawn(plane)
            }
            return try laidOut(whole: [element(id)])
        case .ownLayout(let id):
            return try laidOut(
                whole: id.map { id throws(ProcessDiagramsError) in [try element(id)] } ?? mainElements())
        }
    }

    private func element(_ id: String) throws(ProcessDiagramsError) -> Int {
        if let found = table.byID[id] {
            if ["collaboration", "process"].contains(table.tag(found)) { return found }
            if case .activity(let activity) = table.symbol(found), activity.isContainer { return found }
        }
        throw .unknownPlane(id, known: planes().flatMap { [$0.id, $0.element] })
    }

    private func mainElements() -> [Int] {
        let roots = roots()
        if let first = roots.first(where: {
            table.tag($0) == "collaboration" && !table.children($0, "participant").isEmpty
        }) {
            return [first]
        }
        return roots.filter { table.tag($0) == "process" }
    }

    private func laidOut(whole elements: [Int]) throws(ProcessDiagramsError) -> Assembly {
        try checkSize()
        guard let first = elements.first else { throw .nothingToDraw }
        let composer = Composer(table)
        let sketch = elements.count == 1 ? composer.whole(first) : composer.processes(elements)
        guard !sketch.shapes.isEmpty else { throw .nothingToDraw }
        return Assembly(composer, root: first, sketch)
    }

    private func drawn(_ plane: InterchangePlane) throws(ProcessDiagramsError) -> Assembly {
        try checkSize()
        return InterchangeAssembly(Composer(table), plane, all: interchange).assembled()
    }

    private func checkSize() throws(ProcessDiagramsError) {
        let count = table.count
        // Most elements of a file are no shapes: flows, their ends, extensions.
        guard count <= DiagramLayout.limit * 10 else {
            throw .tooLarge(elements: count, limit: DiagramLayout.limit * 10)
        }
    }
}
