package import BPMN
import Diagnostics

/// A file of executable BPMN whose conditions are in FEEL.
package struct ExecutableModel {
    package let root: XMLNode
    package let file: String

    /// Elements whose text is an expression.
    static let expressions: Set<String> = [
        "conditionExpression", "condition", "loopCondition", "completionCondition", "loopCardinality",
        "activationCondition", "loopMaximum",
    ]

    package init(_ bytes: [UInt8], file: String) throws {
        (root, self.file) = (try XMLNode.read(bytes), file)
        root["expressionLanguage"] = nil
        for node in root.descendants where Self.expressions.contains(node.local) {
            node.text = Translation.feel(node.text)
            node["language"] = nil
        }
    }

    private init(copying other: ExecutableModel) { (root, file) = (other.root.copy(), other.file) }

    package var copy: ExecutableModel { ExecutableModel(copying: self) }

    /// Loads it and prepares it for execution.
    package func deployment() throws(BPMNError) -> Deployment {
        let definitions = try Definitions(parsing: Array(root.written.utf8), file: file)
        return try Deployment(definitions, file: file)
    }
}
