import Diagnostics
import Foundation
import ToolReports

/// Outputs of the real tools, trimmed, without paths of a machine.
enum Fixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: folder.appending(path: name)))
    }
}

/// Whether an error is a `ToolReportError` with this code.
func hasCode(_ code: String) -> (any Error) -> Bool {
    { ($0 as? ToolReportError)?.diagnostic.code == "report.\(code)" }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
