import Ledger
import StructuredData

/// Runs as `dod validate` records them, one after another: 34 events each.
struct SampleEvents {
    private var run = 0
    private var clock: Int64 = 1_790_000_000_000_000_000
    private var seed: UInt64 = 1

    private mutating func random() -> UInt64 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return seed ^ seed >> 29
    }

    private static let gates = ["format", "lint", "types", "tests", "coverage", "lock", "build"]

    /// The events of the next run.
    mutating func next() throws -> [Event] {
        run += 1
        let stream = uuidV7(nanoseconds: clock, random: random())
        var payloads: [(String, JSON)] = [
            ("RunStarted", Self.header), ("PlanMade", Self.plan),
        ]
        for gate in Self.gates {
            payloads.append(
                (
                    "GateStarted",
                    [
                        "gate": .string(gate), "tool": Self.tool,
                        "command": ["ruff", "check", "--output-format", "json", "src", "tests"],
                    ]
                ))
            payloads.append(("MeasurementRecorded", Self.measurement(gate, Double(random() % 1000) / 1000)))
            payloads.append(("EvidenceStored", ["gate": .string(gate), "evidence": Self.evidence]))
            payloads.append(("GateFinished", Self.finished(gate)))
        }
        payloads.append(("FindingRecorded", Self.finding(run % 50)))
        payloads.append(("PolicyEvaluated", ["digest": .string(Self.digest), "basis": Self.plan]))
        payloads.append(("VerdictReached", Self.verdict))
        payloads.append(
            ("RunFinished", ["result": "completed", "seconds": 12.25, "criticalPathSeconds": 9.5]))
        return try payloads.enumerated().map { index, item in
            clock += 1_000_000
            return try Event(
                id: uuidV7(nanoseconds: clock, random: random()), stream: stream, version: index + 1,
                type: item.0,
                schema: 1, time: clock, actor: "ann", traceID: "0af7651916cd43dd8448eb211c80319c",
                spanID: "b7ad6b7169203331", payload: item.1)
        }
    }

    private static let digest = String(repeating: "5d", count: 32)
    private static let tool: JSON = ["name": "ruff", "version": "0.17.6", "origin": "project"]
    private static let evidence: JSON = [
        "name": "ruff.json", "digest": .string(digest), "mediaType": "application/json", "size": 2381,
    ]
    private static let header: JSON = [
        "subject": [
            "project": "orders", "version": "1.4.0", "commit": "3f2a9c1d5b7e8f90a1b2c3d4e5f60718293a4b5c",
            "tree": "9c1185a5c5e9fc54612808977ee8f548b2258d31", "branch": "main", "modified": false,
            "lock": .string(digest),
        ], "policy": "standard", "definition": .string(digest), "invocation": ["uvmgr", "dod", "validate"],
        "program": "0.1.0",
    ]
    private static let plan: JSON = [
        "gates": .array(
            gates.map {
                [
                    "name": .string($0), "kind": "quality", "requirement": "required",
                    "condition": "no findings",
                    "origin": "policy standard",
                ]
            })
    ]
    private static let verdict: JSON = [
        "result": "done", "waivers": [],
        "decisions": .array(
            gates.map {
                [
                    "gate": .string($0), "kind": "quality", "status": "passed", "requirement": "required",
                    "condition": "no findings", "reason": "no findings, required no findings",
                ]
            }),
    ]

    private static func measurement(_ gate: String, _ value: Double) -> JSON {
        [
            "gate": .string(gate),
            "measurement": [
                "name": "line", "quantity": ["value": .number(value), "unit": "ratio"],
                "origin": ["evidence": "coverage.json", "pointer": "/totals/covered_lines"],
            ],
        ]
    }

    private static func finished(_ gate: String) -> JSON {
        [
            "gate": .string(gate), "kind": "quality", "outcome": ["name": "measured"], "tool": tool,
            "command": ["ruff", "check"], "seconds": 0.125, "key": .string(digest),
        ]
    }

    private static func finding(_ number: Int) -> JSON {
        [
            "finding": [
                "gate": "lint", "kind": "findings", "rule": "F401", "severity": "medium",
                "message": "`os` imported but unused", "fingerprint": .string("f\(number)"),
                "place": ["file": "src/orders/api.py", "line": .integer(Int64(number)), "column": 8],
            ]
        ]
    }
}
