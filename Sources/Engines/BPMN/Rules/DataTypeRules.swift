extension RuleContext {
    mutating func checkDataTypes() {
        for index in all(["dataInput", "dataOutput", "dataObject"]) { checkCollection(index) }
        for index in nodes {
            switch name(index) {
            case "serviceTask": checkService(index)
            case "sendTask": checkMessageTask(index, "dataInput", "inputSet")
            case "receiveTask": checkMessageTask(index, "dataOutput", "outputSet")
            default: break
            }
        }
        for index in all("ioBinding") {
            guard let operation = target(of: index, "operationRef") else { continue }
            checkBinding(index, "inputDataRef", message(of: operation, "inMessageRef"))
            checkBinding(index, "outputDataRef", message(of: operation, "outMessageRef"))
        }
        for index in all("multiInstanceLoopCharacteristics") {
            checkLoopData(index, "loopDataInputRef", "inputDataItem")
            checkLoopData(index, "loopDataOutputRef", "outputDataItem")
        }
    }

    private func item(of index: Int) -> Int? { target(of: index, "itemSubjectRef") }

    private func message(of operation: Int, _ child: String) -> Int? {
        document.childText(of: operation, child).flatMap { element(named: $0) }
    }

    private func isCollection(_ index: Int) -> Bool { document.elements[index].flag("isCollection") }

    private mutating func checkCollection(_ index: Int) {
        guard let item = item(of: index), isCollection(item) != isCollection(index) else { return }
        report(.collectionFlag, index, "`isCollection` of \(label(index)) contradicts its item definition")
    }

    /// Equal are one and the same item definition, and two of one structure.
    private func isEquivalent(_ first: Int?, _ second: Int?) -> Bool {
        guard let first, let second else { return first == second }
        if first == second { return true }
        guard let structure = attribute(first, "structureRef") else { return false }
        return structure == attribute(second, "structureRef")
    }

    private func specification(_ index: Int) -> Int? { document.child(of: index, "ioSpecification") }

    private mutating func checkService(_ index: Int) {
        guard let specification = specification(index), let operation = target(of: index, "operationRef")
        else { return }
        for (data, set, message) in [
            ("dataInput", "inputSet", message(of: operation, "inMessageRef")),
            ("dataOutput", "outputSet", message(of: operation, "outMessageRef")),
        ] {
            if document.children(of: specification, set).count > 1 {
                report(.operationData, index, "\(label(index)) has more than one \(set)")
            }
            guard let message else { continue }
            checkItems(index, document.children(of: specification, data), message)
        }
    }

    private mutating func checkMessageTask(_ index: Int, _ data: String, _ set: String) {
        guard let specification = specification(index) else { return }
        let items = document.children(of: specification, data)
        if document.children(of: specification, set).count > 1 {
            report(.operationData, index, "\(label(index)) has more than one \(set)")
        }
        if items.count > 1 { report(.operationData, index, "\(label(index)) has more than one \(data)") }
        if let message = target(of: index, "messageRef") { checkItems(index, items, message) }
    }

    private mutating func checkItems(_ index: Int, _ items: [Int], _ message: Int) {
        let expected = target(of: message, "itemRef")
        for item in items where expected != nil && !isEquivalent(self.item(of: item), expected) {
            report(.operationData, item, "\(label(item)) has another type than \(label(message))")
        }
    }

    private mutating func checkBinding(_ index: Int, _ attribute: String, _ message: Int?) {
        guard let data = target(of: index, attribute), let message,
            let expected = target(of: message, "itemRef"),
            ["dataInput", "dataOutput"].contains(name(data)), !isEquivalent(item(of: data), expected)
        else { return }
        report(.bindingData, index, "\(label(data)) has another type than \(label(message))")
    }

    private mutating func checkLoopData(_ index: Int, _ reference: String, _ part: String) {
        guard let collection = document.childText(of: index, reference).flatMap({ element(named: $0) }),
            let single = document.child(of: index, part), let whole = item(of: collection)
        else { return }
        guard let type = item(of: single) else { return }
        if isCollection(type) {
            report(.loopData, single, "`\(part)` is a collection itself")
        } else if attribute(type, "structureRef") != attribute(whole, "structureRef") {
            report(.loopData, single, "`\(part)` has another type than what it is taken from")
        }
    }
}
