import BPMN

/// Draws what a file holds where it says nothing about places.
struct Composer {
    let table: ElementTable
    /// All lines of the model, by element.
    let lines: [ModelLine]
    /// What data and annotations are connected with, in order.
    private(set) var partners: [Int: [Int]] = [:]
    /// The handler of a compensation boundary event, with the association that leads there.
    private(set) var handlers: [Int: (line: Int, handler: Int)] = [:]

    init(_ table: ElementTable) {
        self.table = table
        lines = (0..<table.count).compactMap(table.line)
        for line in lines {
            guard let source = line.source, let target = line.target else { continue }
            switch line.connection {
            case .association:
                if table.tag(source) == "boundaryEvent", table.symbol(target)?.isFlowNode == true {
                    handlers[source] = (line.element, target)
                }
                add(source, target)
            case .dataAssociation: add(source, target)
            default: break
            }
        }
    }

    private mutating func add(_ source: Int, _ target: Int) {
        partners[source, default: []].append(target)
        partners[target, default: []].append(source)
    }

    /// The content of a process or subprocess, without a frame of its own.
    func content(of scope: Int) -> Sketch { ScopeSketching(self, ScopeContent(scope, self)).sketch() }

    /// A subprocess with its content; one without content is drawn collapsed.
    func subProcess(_ element: Int) -> (sketch: Sketch, isExpanded: Bool) {
        let inner = content(of: element)
        guard !inner.shapes.isEmpty else { return (Sketch(size: StandardSize.activity), false) }
        let title = TextWrapping.wrap(table.name(element), width: max(120, inner.size.width), lines: 2)
        let top = 16 + max(14, title.height)
        let width = max(140, inner.size.width + 48, title.width + 24)
        var sketch = Sketch(size: Size(width, max(100, top + inner.size.height + 34)))
        sketch.add(inner, at: Point((width - inner.size.width) / 2, top))
        return (sketch, true)
    }
}

/// The elements of a process or subprocess, sorted by how they are placed.
struct ScopeContent {
    let scope: Int
    /// Activities, gateways and events that are not attached to others.
    var nodes: [Int] = []
    /// Event subprocesses.
    var apart: [Int] = []
    /// Data and annotations.
    var artifacts: [Int] = []
    var groups: [Int] = []

    init(_ scope: Int, _ composer: Composer) {
        self.scope = scope
        let table = composer.table
        for child in table.children(scope) {
            guard let symbol = table.symbol(child) else {
                if table.tag(child) == "ioSpecification" {
                    artifacts += table.children(child).filter {
                        ["dataInput", "dataOutput"].contains(table.tag($0))
                            && composer.partners[$0] != nil
                            && table.symbol(scope) == nil
                    }
                }
                continue
            }
            switch symbol {
            case .event(let event) where event.position == .boundary:
                if table.target(child, "attachedToRef").map({ table.symbol($0)?.isFlowNode ?? false }) != true
                {
                    nodes.append(child)
                }
            case .activity(let activity):
                if case .eventSubProcess = activity.kind { apart.append(child) } else { nodes.append(child) }
            case .event, .gateway: nodes.append(child)
            case .annotation, .dataStore: artifacts.append(child)
            // A data object is storage; what is drawn are the references to it, or itself when lines lead there.
            case .data:
                if isReference(child, table) || composer.partners[child] != nil { artifacts.append(child) }
            case .group: groups.append(child)
            default: break
            }
        }
    }

    private func isReference(_ element: Int, _ table: ElementTable) -> Bool {
        table.tag(element) == "dataObjectReference"
    }
}
