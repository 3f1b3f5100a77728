extension RuleContext {
    mutating func checkStructure() {
        let root = document.root
        guard root.isModel, root.name == "definitions" else {
            return report(
                .rootElement, 0,
                "the root is `\(root.name)` of the namespace `\(root.namespace)`, not `definitions` of BPMN 2.0"
            )
        }
        checkIdentifiers()
        for (name, elements) in named where !ElementKind.known.contains(name) {
            for index in elements { report(.knownElement, index, "BPMN has no element `\(name)`") }
        }
        for index in all(["documentation", "textAnnotation"]) {
            guard let format = attribute(index, "textFormat"), !isMediaType(format) else { continue }
            report(.mimeType, index, "`\(format)` is no media type")
        }
        for index in all(ElementKind.choreographyActivities) where isInProcess(index) {
            report(.choreographyInProcess, index, "\(label(index)) stands in a process")
        }
        for index in all(["choreography", "globalConversation"]) {
            guard let child = document.child(of: index, "choreographyRef") else { continue }
            report(.choreographyReference, child, "\(label(index)) must not refer to a choreography")
        }
    }

    private mutating func checkIdentifiers() {
        for index in repeated {
            report(.uniqueIdentifier, index, "the id `\(attribute(index, "id") ?? "")` is used twice")
        }
        for (name, elements) in named where ElementKind.identified.contains(name) {
            for index in elements where attribute(index, "id") == nil {
                report(.missingIdentifier, index, "a \(name) has no id")
            }
        }
    }

    private func isInProcess(_ index: Int) -> Bool {
        var current = parent(index)
        while let element = current {
            if name(element) == "process" { return true }
            current = parent(element)
        }
        return false
    }

    mutating func checkActivities() {
        for index in nodes where ElementKind.activities.contains(name(index)) {
            for attribute in ["startQuantity", "completionQuantity"] {
                guard let text = self.attribute(index, attribute) else { continue }
                if Int(text) ?? 0 < 1 {
                    report(.tokenQuantity, index, "`\(attribute)` is `\(text)`, not 1 or more")
                }
            }
            if document.child(of: index, "standardLoopCharacteristics") != nil,
                document.child(of: index, "multiInstanceLoopCharacteristics") != nil
            {
                report(.oneLoop, index, "\(label(index)) has two loop markers")
            }
        }
        for index in all("transaction") {
            guard let method = attribute(index, "method"), !isMethod(method) else { continue }
            report(.transactionMethod, index, "`\(method)` is no transaction method")
        }
        for index in all(["resourceRole", "performer", "humanPerformer", "potentialOwner"])
        where document.child(of: index, "resourceAssignmentExpression") != nil
            && (document.child(of: index, "resourceRef") != nil
                || document.child(of: index, "resourceParameterBinding") != nil)
        {
            report(
                .resourceAssignment, index, "\(label(index)) names a resource and an assignment expression")
        }
        for index in all("callActivity") { checkCalled(index) }
        for index in all("scriptTask") where isExecutable(index) { checkScript(index) }
    }

    /// Without a format a script only names functions that the host registered, with commas or line breaks between them; in
    /// Spiff's files it is Python.
    private mutating func checkScript(_ index: Int) {
        guard dialect != .spiff, attribute(index, "scriptFormat") == nil,
            let text = document.childText(of: index, "script")
        else { return }
        let names = text.utf8.split { $0 == UInt8(ascii: ",") || $0 == 0x0A || $0 == 0x0D }
        if !names.allSatisfy({ trimmed(String($0) ?? "").utf8.allSatisfy(isWordByte) }) {
            report(.scriptFormat, index, "the script of \(label(index)) names no language")
        }
    }

    private mutating func checkCalled(_ index: Int) {
        guard let called = target(of: index, "calledElement"), name(called) == "process" else { return }
        let starts = document.children(of: called, "startEvent")
        guard !starts.isEmpty, !starts.contains(where: { definitions(of: $0).isEmpty }) else { return }
        report(.calledStart, index, "every start event of the called process waits for a trigger")
    }
}

func isWordByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || byte >= 0x80
}

/// `type/subtype`, maybe with parameters (RFC 2045).
private func isMediaType(_ text: String) -> Bool {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false)[0]
        .split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2
        && parts.allSatisfy { part in
            !trimmed(String(part)).isEmpty
                && trimmed(String(part)).utf8.allSatisfy { isWordByte($0) || "!#$&-^.+".utf8.contains($0) }
        }
}

private func isMethod(_ text: String) -> Bool {
    if ["##Compensate", "##Store", "##Image", "##compensate", "##store", "##image"].contains(text) {
        return true
    }
    guard let colon = text.firstIndex(of: ":") else { return false }
    let scheme = text[..<colon]
    return scheme.first?.isLetter == true
        && scheme.allSatisfy { $0.isLetter || $0.isNumber || "+-.".contains($0) }
        && !text.contains { " <>\"{}|\\^`".contains($0) }
}
