extension RuleContext {
    mutating func checkDataSets() {
        for index in all("ioSpecification") {
            checkSets(index, side: "Input", "dataInput", "inputSet")
            checkSets(index, side: "Output", "dataOutput", "outputSet")
            checkPairs(index)
        }
        for index in all("dataInputAssociation") {
            for source in ends(of: index, "sourceRef") where name(source) == "dataOutput" {
                report(
                    .dataDirection, index,
                    "\(label(index)) reads the output `\(attribute(source, "id") ?? "")`")
            }
        }
        for index in all("dataOutputAssociation") {
            for target in ends(of: index, "targetRef") where name(target) == "dataInput" {
                report(
                    .dataDirection, index,
                    "\(label(index)) writes the input `\(attribute(target, "id") ?? "")`")
            }
        }
        for index in all("dataObjectReference") { checkName(index) }
    }

    private func ends(of index: Int, _ child: String) -> [Int] {
        document.children(of: index, child).compactMap { element(named: document.text(of: $0)) }
    }

    /// Each input or output is in a set; what is optional or read while executing is in the same set too.
    private mutating func checkSets(_ index: Int, side: String, _ data: String, _ set: String) {
        let sets = document.children(of: index, set)
        let listed = sets.map { set in
            Set(document.children(of: set, "\(data)Refs").map { document.text(of: $0) })
        }
        for item in document.children(of: index, data) {
            guard let id = attribute(item, "id"), !listed.contains(where: { $0.contains(id) }) else {
                continue
            }
            let isPartial = sets.contains { set in
                ["optional\(side)Refs", "whileExecuting\(side)Refs"].contains { name in
                    document.children(of: set, name).contains { document.text(of: $0) == id }
                }
            }
            if !isPartial { report(.dataSets, item, "no set contains \(label(item))") }
        }
        for (set, names) in zip(sets, listed) {
            for name in ["optional\(side)Refs", "whileExecuting\(side)Refs"] {
                for child in document.children(of: set, name) where !names.contains(document.text(of: child))
                {
                    report(.dataSets, child, "`\(name)` names what its set does not contain")
                }
            }
        }
    }

    private mutating func checkPairs(_ index: Int) {
        func pairs(_ set: String, _ reference: String, _ back: String) {
            for child in document.children(of: index, set) {
                for other in ends(of: child, reference) where !ends(of: other, back).contains(child) {
                    report(.dataSetPairs, child, "`\(reference)` is not answered by \(label(other))")
                }
            }
        }
        pairs("inputSet", "outputSetRefs", "inputSetRefs")
        pairs("outputSet", "inputSetRefs", "outputSetRefs")
    }

    /// The name of a reference with a state is that of its object and the state in brackets.
    private mutating func checkName(_ index: Int) {
        guard let state = document.child(of: index, "dataState").flatMap({ attribute($0, "name") }),
            !state.isEmpty,
            let own = attribute(index, "name"), let object = target(of: index, "dataObjectRef"),
            let name = attribute(object, "name"), isExecutable(index)
        else { return }
        let expected = "\(name) [\(state)]"
        if trimmed(own) != expected {
            report(.dataReferenceName, index, "\(label(index)) is called `\(own)`, not `\(expected)`")
        }
    }
}
