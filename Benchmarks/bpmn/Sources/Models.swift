import BPMN
import Workflows

/// A model of one process.
func model(_ file: String, _ body: String) throws -> WorkflowModel {
    let text = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:uvmgr="urn:uvmgr:bpmn:1">
        <process id="p" isExecutable="true">
        \(body)
        </process></definitions>
        """
    return try WorkflowModel(Array(text.utf8), file: file)
}

private func flow(_ from: String, _ to: String) -> String {
    "<sequenceFlow id=\"\(from)-\(to)\" sourceRef=\"\(from)\" targetRef=\"\(to)\"/>"
}

private func note(_ id: String, _ loop: String = "") -> String {
    """
    <serviceTask id="\(id)"><extensionElements><uvmgr:service operation="job:note"/></extensionElements>\(loop)</serviceTask>
    """
}

private func script(_ id: String, _ text: String) -> String {
    "<scriptTask id=\"\(id)\" scriptFormat=\"FEEL\"><script>\(text)</script></scriptTask>"
}

/// Tasks one after another, each work outside.
func tasksInARow(_ count: Int) throws -> WorkflowModel {
    let ids = ["start"] + (0..<count).map { "t\($0)" } + ["end"]
    let nodes = ["<startEvent id=\"start\"/>"] + ids.dropFirst().dropLast().map { note($0) }
    let flows = zip(ids, ids.dropFirst()).map { flow($0, $1) }
    return try model("row.bpmn", (nodes + ["<endEvent id=\"end\"/>"] + flows).joined(separator: "\n"))
}

/// One task for each of many items, all at once, each work outside.
func tasksAtOnce(_ count: Int) throws -> WorkflowModel {
    let loop = """
        <multiInstanceLoopCharacteristics isSequential="false">
        <loopCardinality xsi:type="tFormalExpression">\(count)</loopCardinality></multiInstanceLoopCharacteristics>
        """
    return try model(
        "many.bpmn",
        """
        <startEvent id="start"/>\(note("each", loop))<endEvent id="end"/>\(flow("start", "each"))\(flow("each", "end"))
        """)
}

/// A loop that counts: the shape of `loop_N`, with scripts in FEEL.
func loop(_ count: Int) throws -> WorkflowModel {
    try model(
        "loop.bpmn",
        """
        <startEvent id="start"/>\(script("init", "{x: 0}"))<exclusiveGateway id="merge"/>
        \(script("inc", "{x: x + 1}"))<exclusiveGateway id="check" default="check-end"/><endEvent id="end"/>
        \(flow("start", "init"))\(flow("init", "merge"))\(flow("merge", "inc"))\(flow("inc", "check"))
        <sequenceFlow id="back" sourceRef="check" targetRef="merge">
        <conditionExpression xsi:type="tFormalExpression">x &lt; \(count)</conditionExpression></sequenceFlow>
        \(flow("check", "end"))
        """)
}
