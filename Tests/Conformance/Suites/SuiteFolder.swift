import Diagnostics
package import Foundation
package import StructuredData

/// A folder with the cases of one suite.
package struct SuiteFolder: Sendable {
    /// Why there are no cases.
    package struct Absent: Error, Hashable {
        package let why: String
    }

    /// What the suite is called: the name of the folder.
    package let name: String
    package let url: URL
    /// The folder of all suites.
    package let data: URL

    /// - Throws: ``Absent`` when there is no such folder.
    package init(_ name: String, in data: URL) throws(Absent) {
        (self.name, self.data) = (name, data)
        url = data.appending(path: name)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue
        else {
            throw Absent(why: "there is no folder `\(url.path)`")
        }
    }

    package func bytes(_ path: String) throws(Absent) -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: url.appending(path: path)))
        } catch {
            throw Absent(why: "`\(name)/\(path)` cannot be read")
        }
    }

    /// The objects of `cases.json`.
    package func cases() throws -> [JSON] {
        guard let cases = try JSON(parsing: bytes("cases.json")).array else {
            throw Absent(why: "`\(name)/cases.json` is no list")
        }
        return cases
    }

    /// The files below the folder whose names end so, sorted.
    package func files(ending: String) -> [String] {
        let files = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(ending) }.sorted()
    }
}

/// How a suite went.
package struct SuiteReport: Sendable {
    package struct Failure: Hashable, Sendable {
        package let id: String
        package let why: String
    }

    package let suite: String
    /// The ids of the cases that went as they must.
    package private(set) var passes: [String] = []
    package private(set) var failures: [Failure] = []
    /// Cases that the suite has nothing to ask of, with why; they count neither way.
    package private(set) var skipped: [Failure] = []
    package var passed: Int { passes.count }
    package var total: Int { passed + failures.count }

    package init(_ suite: String) { self.suite = suite }

    /// Notes how a case went; `why` is what is wrong, `nil` if nothing is.
    package mutating func record(_ id: String, _ why: String?) {
        if let why { failures.append(Failure(id: id, why: why)) } else { passes.append(id) }
    }

    package mutating func skip(_ id: String, _ why: String) { skipped.append(Failure(id: id, why: why)) }

    /// The form that `--format json` prints, one for each suite.
    package var json: JSON {
        [
            "suite": .string(suite), "passed": .integer(Int64(passed)), "total": .integer(Int64(total)),
            "failures": .array(failures.map { ["id": .string($0.id), "why": .string($0.why)] }),
        ]
    }

    package var text: String {
        let failed = failures.map { "  failed  \($0.id): \($0.why)" }
        let reasons = Set(skipped.map(\.why)).sorted()
        let passedOver = reasons.map { why in
            "  skipped, for \(why): \(skipped.filter { $0.why == why }.map(\.id).joined(separator: " "))"
        }
        return (["\(suite): \(passed)/\(total)"] + failed + passedOver).joined(separator: "\n")
    }
}

/// What is wrong, in one line.
package func words(_ error: any Error) -> String {
    if let error = error as? any DiagnosableError { return error.diagnostic.message }
    if let error = error as? SuiteFolder.Absent { return error.why }
    return "\(error)"
}
