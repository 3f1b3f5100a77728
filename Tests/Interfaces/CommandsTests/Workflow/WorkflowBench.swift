import StructuredData
import Testing

@testable import Commands

/// A folder that is no project, with models in it.
struct WorkflowBench {
    let workshop: Workshop

    init() throws {
        workshop = try Workshop()
        try workshop.write("", to: "models/.keep")
    }

    /// Writes a model of one process `p`.
    func model(_ body: String, beside: String = "", to file: String = "p.bpmn") throws {
        let isSpiff = body.contains("spiffworkflow:")
        let head = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:uvmgr="urn:uvmgr:bpmn:1"
                \(isSpiff ? "xmlns:spiffworkflow=\"http://spiffworkflow.org/bpmn/schema/1.0/core\"" : "")>
            """
        try workshop.write(
            "\(head)\n\(beside)\n<process id=\"p\" isExecutable=\"true\">\n\(body)\n</process></definitions>\n",
            to: "models/" + file)
    }

    /// Runs `uvmgr workflow`, with the programs of the machine on the path.
    func run(_ arguments: String..., change: (inout Runtime) -> Void = { _ in }) async -> Workshop.Result {
        await uvmgr(["workflow"] + arguments, change: change)
    }

    func uvmgr(_ arguments: [String], change: (inout Runtime) -> Void = { _ in }) async -> Workshop.Result {
        await workshop.run(
            arguments, in: "models",
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"],
            change: change)
    }

    /// Elements one after the other, from `s` to `e`.
    static func chain(_ elements: (id: String, xml: String)...) -> String {
        let all = [("s", "<startEvent id=\"s\"/>")] + elements + [("e", "<endEvent id=\"e\"/>")]
        let flows = zip(all, all.dropFirst()).map {
            "<sequenceFlow id=\"\($0.0)-\($1.0)\" sourceRef=\"\($0.0)\" targetRef=\"\($1.0)\"/>"
        }
        return (all.map(\.1) + flows).joined(separator: "\n")
    }

    static func condition(_ text: String, _ element: String = "conditionExpression") -> String {
        "<\(element) xsi:type=\"tFormalExpression\">\(text)</\(element)>"
    }
}

extension Workshop.Result {
    /// All that was printed, for tests that do not care where.
    var all: String { output + errors }
}
