extension XMLDocument {
    /// The document as UTF-8 text that reads back to an equal document.
    func written() -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        for content in before { append(content, to: &text) }
        if !before.isEmpty { text += "\n" }
        writeElements(to: &text)
        for content in after { append(content, to: &text) }
        return text + "\n"
    }

    /// Walks the tree with a stack of its own, so that depth costs no call frames.
    private func writeElements(to text: inout String) {
        var open: [(element: Int, next: Int)] = []
        func start(_ index: Int, _ text: inout String) {
            startTag(elements[index], to: &text)
            if !elements[index].content.isEmpty { open.append((index, 0)) }
        }
        start(0, &text)
        while let (index, next) = open.last {
            let content = elements[index].content
            guard next < content.count else {
                text += "</\(elements[index].qualifiedName)>"
                open.removeLast()
                continue
            }
            open[open.count - 1].next += 1
            if case .element(let child) = content[next] {
                start(child, &text)
            } else {
                append(content[next], to: &text)
            }
        }
    }

    private func startTag(_ element: XMLElement, to text: inout String) {
        text += "<\(element.qualifiedName)"
        for attribute in element.attributes {
            text += " \(attribute.qualifiedName)=\"\(escaped(attribute.value, inAttribute: true))\""
        }
        text += element.content.isEmpty ? "/>" : ">"
    }

    private func append(_ content: XMLContent, to text: inout String) {
        switch content {
        case .element: break
        case .text(let characters): text += escaped(characters, inAttribute: false)
        case .comment(let comment): text += "<!--\(comment)-->"
        case .instruction(let target, let data):
            text += data.isEmpty ? "<?\(target)?>" : "<?\(target) \(data)?>"
        }
    }
}

/// Text with what XML reserves, or would normalise, as references.
private func escaped(_ text: String, inAttribute: Bool) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\r": result += "&#13;"
        case "\"" where inAttribute: result += "&quot;"
        case "\n" where inAttribute: result += "&#10;"
        case "\t" where inAttribute: result += "&#9;"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
