import StructuredData

/// What extensions map; BPMN's own data associations are in ``ProcessEngine/store(_:_:)``.
extension ProcessEngine {
    func value(of mapping: VariableMapping, _ view: Variables) throws(Halt) -> JSON {
        switch mapping.source {
        case .text(let text): .string(text)
        case .expression(let expression): try value(expression, view)
        }
    }

    /// Sets a variable, or with dots in its name a member of one that is an object or becomes one.
    func set(
        _ value: JSON, at target: String, in values: inout [String: JSON], base: (String) -> JSON?
    ) {
        let names = target.split(separator: ".").map(String.init)
        guard let name = names.first else { return }
        values[name] = (values[name] ?? base(name) ?? .null).setting(value, at: names.dropFirst())
    }

    /// What the work of an element gave, or what an event brought along.
    func results(of instance: Instance, _ node: Node) -> [String: JSON] {
        // Asked by what is there: settings are large, and few nodes have any.
        if let variable = node.source.ownSettings.first?.message?.variable, !instance.output.isNull {
            return [variable: instance.output]
        }
        return instance.output.object ?? [:]
    }

    /// What the outputs of an element write outside of it, in order; each sees those before it.
    ///
    /// The result of a run of a loop stays in the run, as one of its own variables.
    func mapped(
        _ node: Node, _ instance: Instance, _ results: [String: JSON], _ own: inout [String: JSON],
        _ state: ProcessState
    ) throws(Halt) -> [VariableWrite] {
        var loop: MultiInstance?
        if instance.isIteration, case .multiInstance(let found) = node.source.loop { loop = found }
        var visible = results.merging(own) { _, own in own }
        var values: [String: JSON] = [:]
        for output in node.outputs {
            let value = try value(of: output, state.view(of: instance.id, adding: visible))
            set(value, at: output.target, in: &values) { state.view(of: instance.parent)[$0] }
            visible.merge(values) { _, new in new }
        }
        if let item = loop?.outputItem {
            if let value = values.removeValue(forKey: item) { own[item] = value }
            if let output = loop?.output {
                own[item] = try value(output, state.view(of: instance.id, adding: visible))
            }
        }
        return values.sorted { $0.key < $1.key }.map { name, value in
            VariableWrite(scope: state.owner(of: name, from: instance.parent), name: name, value: value)
        }
    }
}

extension JSON {
    /// With a value at a path of members.
    fileprivate func setting(_ value: JSON, at path: ArraySlice<String>) -> JSON {
        guard let name = path.first else { return value }
        var members = object ?? [:]
        members[name] = (members[name] ?? .null).setting(value, at: path.dropFirst())
        return .object(members)
    }
}
