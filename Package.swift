// swift-tools-version: 6.2
import PackageDescription

/// Where a target lives: `Sources/<Room>/<Target>`, its tests in `Tests/<Room>/<Target>Tests`.
enum Room: String { case Base, Engines, Runtime, Operations, Interfaces, Programs }

/// One row of the target table.
struct Row {
    let room: Room
    let name: String
    /// Targets of this package that it may import.
    var uses: [String] = []
    /// Products of other packages that it may import.
    var products: [String] = []
    /// What its tests import besides the target itself and what it uses; `nil`: it has no tests of its own.
    var tests: [String]? = []
    /// Folders and files beside its tests that are no Swift.
    var testData: [String] = []
}

let base = ["Diagnostics", "StructuredData", "Capabilities"]

// A target sees rooms below its own, never one above or beside it unless its row says so.
// `Tests/Programs/ArchitectureTests` compares every `import` with this table.
let table: [Row] = [
    Row(room: .Base, name: "Diagnostics"),
    Row(room: .Base, name: "StructuredData", uses: ["Diagnostics"]),
    Row(room: .Base, name: "Digests", products: ["Crypto"]),
    Row(room: .Base, name: "Capabilities", uses: ["Diagnostics", "StructuredData"], tests: nil),

    Row(
        room: .Engines, name: "BPMN", uses: ["Diagnostics", "StructuredData", "CExpat"],
        tests: ["FEEL", "ProcessLanguages"]),
    Row(
        room: .Engines, name: "ProcessDiagrams", uses: ["Diagnostics", "StructuredData", "BPMN"],
        tests: ["CExpat"], testData: ["Fixtures"]),
    Row(room: .Engines, name: "TOML", uses: ["Diagnostics", "StructuredData"], products: ["TOMLKit"]),
    Row(room: .Engines, name: "YAML", uses: ["Diagnostics", "StructuredData", "CYAML"]),
    Row(
        room: .Engines, name: "PythonPackaging", uses: ["Diagnostics", "StructuredData", "TOML"],
        testData: ["Fixtures"]),
    Row(
        room: .Engines, name: "Advisories", uses: ["Diagnostics", "StructuredData", "PythonPackaging"],
        testData: ["Fixtures"]),
    Row(room: .Engines, name: "Conditions", uses: ["Diagnostics"]),
    Row(
        room: .Engines, name: "FEEL", uses: ["Diagnostics", "StructuredData"], testData: ["Fixtures"]),
    Row(
        room: .Engines, name: "ProcessLanguages",
        uses: ["Diagnostics", "StructuredData", "BPMN", "FEEL"]),
    Row(
        room: .Engines, name: "ToolReports", uses: ["Diagnostics", "StructuredData", "CExpat"],
        testData: ["Fixtures"]),
    Row(
        room: .Engines, name: "TransparencyLog", uses: ["Diagnostics", "StructuredData", "Digests"],
        products: ["Crypto"], testData: ["Support"]),
    Row(
        room: .Engines, name: "Ledger",
        uses: ["Diagnostics", "StructuredData", "Digests", "TransparencyLog"]),
    Row(
        room: .Engines, name: "Attestations", uses: ["Diagnostics", "StructuredData", "Digests"],
        products: ["Crypto"], testData: ["Support/checks.py"]),
    Row(
        room: .Engines, name: "Telemetry", uses: base,
        products: ["Logging", "Tracing"]),

    Row(
        room: .Runtime, name: "Processes", uses: base + ["CProcessControl"],
        products: ["Subprocess", "SystemPackage"]),
    Row(room: .Runtime, name: "Files", uses: base),
    Row(
        room: .Runtime, name: "HTTP", uses: base,
        products: ["AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOHTTPCompression", "NIOPosix", "NIOSSL"],
        tests: ["Files", "Processes"], testData: ["Support"]),
    Row(room: .Runtime, name: "Archives", uses: base + ["CZlib"]),
    Row(
        room: .Runtime, name: "Keyring", uses: base, tests: ["Processes"], testData: ["Support/keyring.sh"]),
    Row(
        room: .Runtime, name: "SQLiteStore", uses: base + ["Ledger", "TransparencyLog"],
        products: ["GRDB", "GRDBSQLite"]),
    Row(
        room: .Runtime, name: "OTLPExport", uses: base + ["Telemetry"], products: ["Logging", "Tracing"],
        testData: ["Support"]),

    Row(
        room: .Operations, name: "Projects",
        uses: base + ["TOML", "PythonPackaging"]),
    Row(
        room: .Operations, name: "AdvisorySources",
        uses: base + ["Digests", "PythonPackaging", "Advisories"], tests: ["Files", "HTTP", "Archives"],
        testData: ["Fixtures", "Support/osv_rules.py", "Support/osv_server.py", "Support/make_matches.py"]),
    Row(
        room: .Operations, name: "Audit",
        uses: base + ["Digests", "TransparencyLog", "Attestations", "Ledger"],
        tests: ["Files", "Processes", "SQLiteStore"]),
    Row(
        room: .Operations, name: "DefinitionOfDone",
        uses: base + [
            "Digests", "TOML", "PythonPackaging", "Advisories", "Conditions", "ToolReports", "Ledger",
            "Projects",
            "AdvisorySources",
            "Telemetry", "BPMN", "Workflows",
        ],
        products: ["Logging", "Tracing"], tests: ["Files", "Processes", "SQLiteStore", "Archives"],
        testData: ["Reports/Fixtures"]),
    Row(
        room: .Operations, name: "Workflows",
        uses: base + [
            "Digests", "BPMN", "FEEL", "ProcessLanguages", "Ledger", "Telemetry", "PythonScripts", "YAML",
        ],
        products: ["Logging", "Tracing"], tests: ["Files", "Processes", "SQLiteStore"]),
    Row(
        room: .Operations, name: "SupplyChain",
        uses: base + [
            "Digests", "Conditions", "ToolReports", "TransparencyLog", "Attestations", "Ledger", "Audit",
            "DefinitionOfDone",
        ],
        tests: ["Files", "Processes", "SQLiteStore", "Telemetry"]),
    Row(room: .Operations, name: "PythonScripts", uses: base, tests: ["Processes"]),

    Row(
        room: .Interfaces, name: "Commands",
        uses: base + [
            "TOML", "PythonPackaging", "Advisories", "Conditions", "Ledger", "Telemetry", "Projects",
            "AdvisorySources", "DefinitionOfDone", "TransparencyLog", "Attestations", "Audit",
            "Digests", "SupplyChain", "BPMN", "PythonScripts", "ProcessDiagrams", "Workflows",
        ],
        products: ["ArgumentParser", "Logging", "Tracing"],
        tests: ["Files", "Processes", "Archives", "SQLiteStore"]),

    Row(
        room: .Programs, name: "uvmgr",
        uses: base + [
            "Ledger", "Telemetry", "Processes", "Files", "HTTP", "Archives", "Keyring", "SQLiteStore",
            "OTLPExport", "Commands",
        ],
        products: ["ArgumentParser", "Logging", "Tracing"]),
]

/// The public suites, which a program (`./dev conformance`) and tests run; they lie in `Tests/Conformance`.
let suites = "ConformanceSuites"
let suitesUse = [
    "Diagnostics", "StructuredData", "CExpat", "BPMN", "FEEL", "ProcessLanguages", "TransparencyLog",
]

/// The package each product comes from.
let packages: [String: Package.Dependency] = [
    "swift-argument-parser": .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    "swift-subprocess": .package(
        url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    "swift-system": .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    "swift-log": .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    "swift-distributed-tracing": .package(
        url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    "swift-crypto": .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    "GRDB.swift": .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    "TOMLKit": .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    "async-http-client": .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    "swift-nio": .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    "swift-nio-extras": .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    "swift-nio-ssl": .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
]
let home: [String: String] = [
    "ArgumentParser": "swift-argument-parser", "Subprocess": "swift-subprocess",
    "SystemPackage": "swift-system",
    "Logging": "swift-log", "Tracing": "swift-distributed-tracing", "Crypto": "swift-crypto",
    "GRDB": "GRDB.swift", "GRDBSQLite": "GRDB.swift",
    "TOMLKit": "TOMLKit", "AsyncHTTPClient": "async-http-client", "NIOCore": "swift-nio",
    "NIOHTTP1": "swift-nio", "NIOHTTPCompression": "swift-nio-extras",
    "NIOPosix": "swift-nio", "NIOSSL": "swift-nio-ssl",
]

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// `UVMGR_ONLY=Conditions,TOML` leaves out every target that these do not need, and the packages that only those
/// need, so that one engine builds and tests in seconds.
func closure(of names: [String]) -> Set<String> {
    var reached: Set<String> = []
    var waiting = names
    while let name = waiting.popLast() {
        guard reached.insert(name).inserted else { continue }
        if name == suites { waiting += suitesUse }
        guard let row = table.first(where: { $0.name == name }) else { continue }
        waiting += row.uses
        if names.contains(name) { waiting += row.tests ?? [] }
    }
    return reached
}
/// `UVMGR_CONFORMANCE_RUNNER=1` leaves only the program that runs the public suites, without any tests.
let isRunner = Context.environment["UVMGR_CONFORMANCE_RUNNER"] != nil
let only =
    isRunner
    ? [suites] : Context.environment["UVMGR_ONLY"]?.split(separator: ",").map(String.init)
let kept = only.map(closure(of:)) ?? Set(table.map(\.name) + [suites])
let tested = isRunner ? [] : only.map(Set.init) ?? kept
let rows = table.filter { kept.contains($0.name) }

func dependencies(_ row: Row, _ more: [String] = []) -> [Target.Dependency] {
    (row.uses + more).map { .target(name: $0) }
        + row.products.map { .product(name: $0, package: home[$0] ?? $0) }
}

var targets: [Target] = rows.flatMap { row -> [Target] in
    let path = "Sources/\(row.room.rawValue)/\(row.name)"
    let target: Target =
        row.room == .Programs
        ? .executableTarget(
            name: row.name, dependencies: dependencies(row), path: path, swiftSettings: settings)
        : .target(name: row.name, dependencies: dependencies(row), path: path, swiftSettings: settings)
    guard let tests = row.tests, row.room != .Programs, tested.contains(row.name) else { return [target] }
    let more = [row.name] + tests.filter { !row.uses.contains($0) }
    return [
        target,
        .testTarget(
            name: "\(row.name)Tests", dependencies: dependencies(row, more),
            path: "Tests/\(row.room.rawValue)/\(row.name)Tests", exclude: row.testData,
            swiftSettings: settings),
    ]
}
if kept.contains(suites) {
    let uses = suitesUse.map { Target.Dependency.target(name: $0) }
    targets.append(
        .target(name: suites, dependencies: uses, path: "Tests/Conformance/Suites", swiftSettings: settings))
    if tested.contains(suites) {
        targets.append(
            .testTarget(
                name: "ConformanceTests", dependencies: uses + [.target(name: suites)],
                path: "Tests/Conformance/Tests", swiftSettings: settings))
    }
}
if isRunner {
    targets.append(
        .executableTarget(
            name: "Conformance", dependencies: [.target(name: suites)], path: "Tests/Conformance/Runner",
            swiftSettings: settings))
}
// What measures from within is built only when it is asked for.
if only == nil, Context.environment["UVMGR_BENCHMARKS"] != nil {
    func benchmark(_ name: String, _ folder: String, uses: [String], products: [String] = []) -> Target {
        .executableTarget(
            name: name,
            dependencies: uses.map { .target(name: $0) }
                + products.map { .product(name: $0, package: home[$0] ?? $0) },
            path: "Benchmarks/\(folder)/Sources", swiftSettings: settings)
    }
    targets += [
        benchmark(
            "LedgerBenchmark", "ledger",
            uses: [
                "StructuredData", "Capabilities", "Ledger", "TransparencyLog", "Attestations", "SQLiteStore",
                "Files", "Audit", "DefinitionOfDone",
            ], products: ["GRDB"]),
        benchmark(
            "WorkflowBenchmark", "bpmn",
            uses: [
                "StructuredData", "Capabilities", "Ledger", "BPMN", "FEEL", "ProcessLanguages", "SQLiteStore",
                "Files", "Workflows",
            ]),
    ]
}
let libraries: [Target] = [
    .systemLibrary(
        name: "CExpat", path: "Sources/Engines/CExpat", pkgConfig: "expat",
        providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
    .systemLibrary(
        name: "CYAML", path: "Sources/Engines/CYAML", pkgConfig: "yaml-0.1",
        providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
        name: "CZlib", path: "Sources/Runtime/CZlib", pkgConfig: "zlib",
        providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CProcessControl", path: "Sources/Runtime/CProcessControl"),
]
targets += libraries.filter { only == nil || kept.contains($0.name) }
if only == nil {
    targets.append(
        .testTarget(
            name: "ArchitectureTests", path: "Tests/Programs/ArchitectureTests", swiftSettings: settings))
}
if tested.contains("uvmgr") {
    targets.append(
        .testTarget(
            name: "uvmgrTests", dependencies: ["uvmgr", "StructuredData"], path: "Tests/Programs/uvmgrTests",
            exclude: ["Support/faulty_server.py"], swiftSettings: settings))
}

let package = Package(
    name: "uvmgr",
    platforms: [.macOS(.v15)],
    products: rows.filter { $0.room == .Engines }.map { .library(name: $0.name, targets: [$0.name]) }
        + (only == nil ? [.executable(name: "uvmgr", targets: ["uvmgr"])] : []),
    dependencies: Set(rows.flatMap(\.products).compactMap { home[$0] }).sorted().compactMap { packages[$0] },
    targets: targets
)
