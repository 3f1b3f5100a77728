import Foundation
import Testing

/// The package manager lets a target import what its dependencies import; these tests do not.
@Suite("Architecture") struct ArchitectureTests {
    static let order = ["Base", "Engines", "Runtime", "Operations", "Interfaces", "Programs"]
    static let everywhere: Set<String> = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization",
    ]
    /// Modules that come with a product of another name.
    static let modules: [String: Set<String>] = [
        "Crypto": ["Crypto"], "Tracing": ["Tracing", "ServiceContextModule", "Instrumentation"],
        "SystemPackage": ["System", "SystemPackage"],
    ]

    static let table = (try? ManifestTable().rows) ?? []

    @Test func theTableIsRead() {
        #expect(Self.table.count >= 20)
        #expect(Self.table.allSatisfy { Self.order.contains($0.room) })
        #expect(Self.table.first { $0.name == "DefinitionOfDone" }?.uses.contains("Conditions") == true)
    }

    @Test(arguments: table.map(\.name)) func importsAreDeclared(_ target: String) throws {
        let row = try #require(Self.table.first { $0.name == target })
        let products = row.products.flatMap { Self.modules[$0] ?? [$0] }
        let allowed = Self.everywhere.union(row.uses).union(products)
        let files = try Self.swiftFiles(in: "Sources/\(row.room)/\(target)")
        #expect(!files.isEmpty)
        for file in files {
            for module in try Self.imports(of: file) {
                #expect(allowed.contains(module), "\(file.lastPathComponent) imports \(module)")
            }
        }
    }

    /// A room uses rooms below it; within the engines and the operations a row may name another, never in a circle.
    @Test(arguments: table.map(\.name)) func arrowsPointDown(_ target: String) throws {
        let row = try #require(Self.table.first { $0.name == target })
        let own = try #require(Self.order.firstIndex(of: row.room))
        for name in row.uses {
            guard let used = Self.table.first(where: { $0.name == name }) else { continue }
            let level = try #require(Self.order.firstIndex(of: used.room))
            let isBeside = level == own && ["Base", "Engines", "Operations"].contains(row.room)
            #expect(level < own || isBeside, "\(target) uses \(name), which is not below it")
            #expect(!Self.reaches(name, target), "\(target) and \(name) use each other")
            if used.room == "Runtime" {
                #expect(row.room == "Programs", "\(target) sees the adapter \(name)")
            }
        }
    }

    /// Engines are pure: nothing in them reads a clock, a file, the environment or chance.
    @Test(arguments: table.filter { $0.room == "Engines" }.map(\.name)) func enginesArePure(_ target: String)
        throws
    {
        let forbidden = [
            "Date()", "ContinuousClock.now", "FileManager", "ProcessInfo", "getenv(",
            "SystemRandomNumberGenerator",
            ".random(in:", "UUID()", "print(",
        ]
        for file in try Self.swiftFiles(in: "Sources/Engines/\(target)") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for word in forbidden { #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)") }
        }
    }

    @Test func filesFitOneSitting() throws {
        for file in try Self.swiftFiles(in: "Sources") + Self.swiftFiles(in: "Tests") {
            let lines = try String(contentsOf: file, encoding: .utf8).utf8.count { $0 == 10 }
            #expect(lines <= 400, "\(file.lastPathComponent) has \(lines) lines")
        }
    }

    private static func reaches(_ from: String, _ to: String) -> Bool {
        guard let row = table.first(where: { $0.name == from }) else { return false }
        return row.uses.contains { $0 == to || reaches($0, to) }
    }

    private static func imports(of file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let pattern = /^\s*(?:@?\w+\s+)*?import\s+(?:(?:struct|class|enum|protocol|func)\s+)?([A-Z]\w+)/
            return line.prefixMatch(of: pattern).map { String($0.1) }
        }
    }

    private static func swiftFiles(in folder: String) throws -> [URL] {
        let start = ManifestTable.root.appending(path: folder)
        let all = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)
        return (all?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    }
}
