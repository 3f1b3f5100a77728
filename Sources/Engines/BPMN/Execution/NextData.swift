import StructuredData

extension ProcessEngine {
    /// Fills the data inputs of an element.
    func bind(_ instance: Instance, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        let view = state.view(of: instance.id)
        let node = graph.nodes[instance.node]
        var values: [String: JSON] = [:]
        for association in node.source.data.inputAssociations where !instance.isIteration {
            for (name, value) in try results(of: association, view) { values[name] = value }
        }
        if instance.loop == nil {
            for input in node.inputs {
                let value = try value(of: input, state.view(of: instance.id, adding: values))
                set(value, at: input.target, in: &values) { _ in nil }
            }
        }
        return .dataBound(instance: instance.id, values: values)
    }

    /// The variables that a data association sets.
    private func results(of association: DataAssociation, _ view: Variables) throws(Halt) -> [(String, JSON)]
    {
        let target = association.target.map { name(of: $0) }
        if !association.assignments.isEmpty {
            var results: [(String, JSON)] = []
            for assignment in association.assignments {
                results.append((name(of: assignment.to.text), try value(assignment.from, view)))
            }
            return results
        }
        guard let target else { return [] }
        if let transformation = association.transformation {
            return [(target, try value(transformation, view))]
        }
        let sources = association.sources.map { view[name(of: $0)] ?? .null }
        if sources.isEmpty { return [] }
        return [(target, sources.count == 1 ? sources[0] : .array(sources))]
    }

    private func name(of data: String) -> String { graph.dataNames[data]?.name ?? data }

    /// What an element leaves in the variables around it.
    ///
    /// With data outputs, these take the values of the same name, and associations copy them on. Without, each value goes
    /// to the innermost variable of its name, or to the process.
    func store(_ instance: Instance, _ state: ProcessState) throws(Halt) -> ProcessEvent {
        let node = graph.nodes[instance.node]
        if node.storesPlainly, instance.loop == nil, !instance.isIteration {
            let members = node.keepsResults ? results(of: instance, node) : [:]
            var writes = members.map { name, value in
                VariableWrite(scope: state.owner(of: name, from: instance.id), name: name, value: value)
            }
            if writes.count > 1 { writes.sort { $0.name < $1.name } }
            return .variablesSet(instance: instance.id, writes: writes)
        }
        let data = node.source.data
        var own: [String: JSON] = [:]
        var writes: [VariableWrite] = []
        let outputs = data.outputs.isEmpty ? [] : Set(data.outputs.map { $0.variable })
        let members = results(of: instance, node)
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if outputs.contains(name) {
                own[name] = value
            } else if data.outputs.isEmpty, node.keepsResults {
                writes.append(
                    VariableWrite(scope: state.owner(of: name, from: instance.id), name: name, value: value))
            }
        }
        if members.isEmpty, data.outputs.count == 1, !instance.output.isNull {
            own[data.outputs[0].variable] = instance.output
        }
        assignCalled(node, members, &own)
        if let results = instance.loop?.results, case .multiInstance(let loop) = node.source.loop,
            let collection = loop.outputCollection
        {
            let name = name(of: collection)
            if outputs.contains(name) {
                own[name] = .array(results)
            } else {
                writes.append(write(collection, .array(results), instance, state))
            }
        }
        if !data.outputAssociations.isEmpty {
            let view = state.view(of: instance.id, adding: own)
            for association in data.outputAssociations {
                for (name, value) in try results(of: association, view) {
                    writes.append(write(name, value, instance, state, store: isStore(association.target)))
                }
            }
        }
        if instance.loop == nil, instance.isIteration || !node.outputs.isEmpty {
            writes += try mapped(node, instance, members, &own, state)
        }
        for (name, value) in own.sorted(by: { $0.key < $1.key }) {
            writes.append(VariableWrite(scope: instance.id, name: name, value: value))
        }
        return .variablesSet(instance: instance.id, writes: writes)
    }

    private func isStore(_ data: String?) -> Bool { data.flatMap { graph.dataNames[$0]?.isStore } ?? false }

    private func write(
        _ data: String, _ value: JSON, _ instance: Instance, _ state: ProcessState, store: Bool = false
    ) -> VariableWrite {
        let known = graph.dataNames[data]
        let name = known?.name ?? data
        if store || known?.isStore == true { return VariableWrite(scope: 0, name: name, value: value) }
        return VariableWrite(scope: state.owner(of: name, from: instance.id), name: name, value: value)
    }

    // MARK: - Calls

    /// The variables of a called process: the data inputs, by name or else by their order; without any, all that are seen.
    func arguments(_ node: Node, _ container: Int, _ instance: Instance, _ state: ProcessState) -> [String:
        JSON]
    {
        let inputs = node.source.data.inputs
        if let call = node.source.settings.call, !call.passesAll { return instance.variables }
        guard !inputs.isEmpty else {
            return state.view(of: instance.id).merged.filter { state.stores[$0.key] == nil }
        }
        let taken = graph.containers[container].data.inputs
        var result: [String: JSON] = [:]
        for (offset, input) in inputs.enumerated() {
            let isNamed = taken.isEmpty || taken.contains { $0.variable == input.variable }
            let name = isNamed || offset >= taken.count ? input.variable : taken[offset].variable
            result[name] = instance.variables[input.variable] ?? .null
        }
        return result
    }

    /// The data outputs of a call whose names differ from those of the called process are filled by their order.
    private func assignCalled(_ node: Node, _ members: [String: JSON], _ own: inout [String: JSON]) {
        guard node.kind == .call, case .process(let container) = node.called else { return }
        let given = graph.containers[container].data.outputs
        for (offset, output) in node.source.data.outputs.enumerated()
        where own[output.variable] == nil && offset < given.count {
            own[output.variable] = members[given[offset].variable]
        }
    }
}
