import BPMN
import Foundation

/// The public models, when they lie beside the checkout: `$UVMGR_CONFORMANCE`, or `../shared/conformance`.
enum ModelFiles {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// The models of a suite by name; empty when the folder is absent.
    static func suite(_ name: String) -> [URL] {
        let root = URL(filePath: #filePath + "/../../../../..").standardizedFileURL
        let named = ProcessInfo.processInfo.environment["UVMGR_CONFORMANCE"].map { URL(filePath: $0) }
        let folder = (named ?? root.appending(path: "../shared/conformance").standardizedFileURL).appending(
            path: name)
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".bpmn") }.sorted().map { folder.appending(path: $0) }
    }

    static func load(_ file: URL) throws -> Definitions {
        try Definitions(parsing: [UInt8](Data(contentsOf: file)), file: file.lastPathComponent)
    }

    static func fixture(_ name: String) throws -> Definitions { try load(fixtures.appending(path: name)) }

    /// A file with this content; `diagram` stands after the processes.
    static func model(_ roots: String, diagram: String = "") throws -> Definitions {
        let text = """
            <definitions id='defs' targetNamespace='t' xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'
             xmlns:di='http://www.omg.org/spec/BPMN/20100524/DI' xmlns:dc='http://www.omg.org/spec/DD/20100524/DC'
             xmlns:w='http://www.omg.org/spec/DD/20100524/DI'
             xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>\(roots)\(diagram)</definitions>
            """
        return try Definitions(parsing: Array(text.utf8), file: "test.bpmn")
    }

    /// A process `p` with flows written `a > b`.
    static func process(_ body: String, _ flows: [String], diagram: String = "", roots: String = "") throws
        -> Definitions
    {
        let lines = flows.map { flow in
            let ends = flow.split(separator: ">").map { $0.filter { $0 != " " } }
            return "<sequenceFlow id='\(ends[0])_\(ends[1])' sourceRef='\(ends[0])' targetRef='\(ends[1])'/>"
        }
        return try model("\(roots)<process id='p'>\(body)\(lines.joined())</process>", diagram: diagram)
    }
}
