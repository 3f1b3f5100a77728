import Foundation

@testable import FEEL

/// One expected result of the compatibility kit.
struct ConformanceCase {
    let file: URL
    let id: String
    let decision: String
    let inputs: FEELContext
    let expected: FEELValue
    /// Whether the null that is expected must have been reported.
    let isError: Bool

    static let folder: URL = {
        let given = ProcessInfo.processInfo.environment["UVMGR_CONFORMANCE"]
        let root =
            given.map { URL(filePath: $0) }
            ?? URL(filePath: #filePath + "/../../../../../../shared/conformance").standardizedFileURL
        return root.appending(path: "dmn-tck")
    }()

    /// The models, each with the cases of its test files.
    static func all() throws -> [(model: URL, cases: [ConformanceCase])] {
        let files =
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        let tests = files.compactMap { $0 as? URL }.filter { $0.pathExtension == "xml" }
        return try tests.sorted { $0.path < $1.path }.map { file in
            let root = try XMLElement.read(file)
            // Some name no model, or one of another folder: then it is the one that is called as the test.
            let folder = file.deletingLastPathComponent()
            let named = folder.appending(path: root.first("modelName")?.text ?? "")
            let isThere = named.pathExtension == "dmn" && FileManager.default.fileExists(atPath: named.path)
            let own = folder.appending(path: folder.lastPathComponent + ".dmn")
            return (isThere ? named : own, cases(root, file))
        }
    }

    private static func cases(_ root: XMLElement, _ file: URL) -> [ConformanceCase] {
        root.all("testCase").flatMap { test in
            let inputs = FEELContext(test.all("inputNode").map { ($0["name"] ?? "", value(of: $0)) })
            return test.all("resultNode").map { node in
                ConformanceCase(
                    file: file, id: test["id"] ?? "", decision: node["name"] ?? "", inputs: inputs,
                    expected: node.first("expected").map(value(of:)) ?? .null,
                    isError: node["errorResult"] == "true")
            }
        }
    }

    private static func value(of element: XMLElement) -> FEELValue {
        if element["nil"] == "true" { return .null }
        if let list = element.first("list") {
            return list["nil"] == "true" ? .null : .list(list.all("item").map(value(of:)))
        }
        let components = element.all("component")
        if !components.isEmpty {
            return .context(FEELContext(components.map { ($0["name"] ?? "", value(of: $0)) }))
        }
        guard let value = element.first("value"), value["nil"] != "true" else { return .null }
        return scalar(
            value.text, (value["type"] ?? "string").split(separator: ":").last.map(String.init) ?? "")
    }

    private static func scalar(_ text: String, _ type: String) -> FEELValue {
        let bare = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return switch type {
        case "string": .string(text)
        case "boolean": .boolean(bare == "true" || bare == "1")
        case "date": FEELDate(bare).map(FEELValue.date) ?? .null
        case "time": FEELTime(bare).map(FEELValue.time) ?? .null
        case "dateTime": FEELDateTime(bare).map(FEELValue.dateTime) ?? .null
        case "duration": FEELValue(duration: bare) ?? .null
        default: FEELNumber(bare).map(FEELValue.number) ?? .string(text)
        }
    }

    /// Whether a value is the expected one; numbers within 10^-8.
    static func isSame(_ a: FEELValue, _ b: FEELValue) -> Bool {
        switch (a, b) {
        case (.number(let a), .number(let b)):
            guard let distance = a.subtracting(b)?.magnitude else { return false }
            return distance < FEELNumber(unchecked: 1, exponent: -8, isNegative: false)
        case (.list(let a), .list(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
        case (.context(let a), .context(let b)):
            return a.count == b.count && a.entries.allSatisfy { isSame($0.value, b[$0.key] ?? .null) }
        case (.dateTime(let a), .dateTime(let b)):
            return a == b
        default: return a == b
        }
    }
}
