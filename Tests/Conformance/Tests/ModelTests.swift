import BPMN
import ConformanceSuites
import StructuredData
import Testing

/// What the public models must be like beyond loading.
@Suite("Public models") struct ModelTests {
    /// The rule that each constraint of the public suite is checked by.
    static let rules: [String: Rule] = [
        "EXT004": .mimeType, "EXT006": .referenceKind, "EXT009": .referenceKind, "EXT010": .mimeType,
        "EXT011": .escalationCode, "EXT012": .formalExpression, "EXT013": .expressionBody,
        "EXT018": .gatewayDirection,
        "EXT019": .gatewayDirection, "EXT022": .eventSubProcessFlow, "EXT023": .reference,
        "EXT024": .sequenceFlowImmediate, "EXT027": .choreographyReference, "EXT030": .multiplicity,
        "EXT033": .referenceKind, "EXT036": .choreographyInProcess, "EXT037": .tokenQuantity,
        "EXT039": .resourceAssignment, "EXT043": .operationData, "EXT045": .operationData,
        "EXT046": .operationData,
        "EXT047": .operationData, "EXT048": .operationData, "EXT050": .operationData, "EXT053": .scriptFormat,
        "EXT054": .oneLoop, "EXT055": .oneLoop, "EXT056": .choreographyInProcess,
        "EXT057": .eventSubProcessFlow,
        "EXT060": .transactionMethod, "EXT065": .bindingData, "EXT069": .loopData, "EXT070": .loopData,
        "EXT076": .dataReferenceName, "EXT080": .dataDirection, "EXT081": .collectionFlag,
        "EXT082": .dataDirection,
        "EXT084": .dataSets, "EXT086": .dataSets, "EXT087": .dataSetPairs, "EXT088": .dataSets,
        "EXT090": .dataSets,
        "EXT095": .eventDefinitionShared, "EXT096": .startIncoming, "EXT098": .startTrigger,
        "EXT099": .calledStart,
        "EXT102": .messageFlowEnds, "EXT103": .messageFlowEnds, "EXT104": .endOutgoing, "EXT106": .cancelEnd,
        "EXT109": .messageFlowEnds, "EXT112": .boundaryFlow, "EXT114": .compensationFlow,
        "EXT115": .intermediateFlow,
        "EXT116": .intermediateFlow, "EXT117": .linkFlow, "EXT120": .boundaryCancel, "EXT125": .linkTarget,
        "EXT126": .linkTarget, "EXT127": .messageReference, "EXT129": .eventSubProcessStart,
        "EXT130": .boundaryTrigger,
        "EXT132": .timerValue, "EXT133": .timerValue, "EXT134": .timerValue, "EXT135": .gatewayDegree,
        "EXT149": .intermediateTrigger, "EXT150": .connected, "REF": .referenceKind,
    ]

    /// Each illegal model is refused for what is wrong with it, not for something else.
    @Test func modelsAreRefusedByTheRightRule() throws {
        guard let data = folder("bpmn-illegal") else { return }
        var checked = 0
        for item in try data.cases() {
            guard let name = item["rule"]?.string, let file = item["file"]?.string,
                let rule = Self.rules[name]
            else {
                continue
            }
            checked += 1
            let found = violations(of: try data.bytes(file)).map(\.rule)
            #expect(found.contains(rule), "\(file): \(found.map(\.rawValue))")
        }
        #expect(checked >= 145)
    }

    /// The reference models of the interchange group load, and those that do not say they are executable are not deployed.
    @Test func modelsThatAreNotExecutableAreNotDeployed() throws {
        guard let data = folder("bpmn-miwg") else { return }
        for file in data.files(ending: ".bpmn") where file.hasPrefix("A") {
            let definitions = try Definitions(parsing: data.bytes(file))
            #expect(throws: BPMNError.self) { try Deployment(definitions) }
        }
    }

    @Test(arguments: ["bpmn-execution", "bpmn-scale"]) func executableModelsComeThroughARoundTrip(
        suite: String
    ) throws {
        guard let folder = folder(suite) else { return }
        let report = try folder.runRoundTrip()
        #expect(report.total > 0 && report.failures.isEmpty, "\(report.text)")
    }

    /// The reference models keep their diagrams: what is written has as many shapes and edges as what was read.
    @Test func layoutIsKept() throws {
        guard let data = folder("bpmn-miwg") else { return }
        var shapes = 0
        for file in data.files(ending: ".bpmn") {
            let model = try Definitions(parsing: data.bytes(file))
            let again = try Definitions(parsing: Array(model.written().utf8))
            let names = ["BPMNShape", "BPMNEdge", "waypoint", "Bounds", "extensionElements"]
            for name in names {
                let count = model.document.elements.count { $0.name == name }
                #expect(again.document.elements.count { $0.name == name } == count, "\(file) \(name)")
                shapes += count
            }
        }
        #expect(shapes > 1000)
    }

    /// Parallel branches are not multiplied.
    @Test func parallelismIsCheap() throws {
        guard let data = folder("bpmn-scale") else { return }
        for file in ["fanout_300.bpmn", "linear_1000.bpmn", "loop_1000.bpmn", "quality_gates.bpmn"] {
            let deployment = try Deployment(Definitions(parsing: data.bytes(file)))
            let found = try deployment.soundness(of: deployment.processes[0])
            #expect(found.findings.isEmpty && found.isComplete, "\(file): \(found)")
        }
    }

    /// Of the suite's processes one can get stuck: its event-based gateway has a way past the join that ends another branch.
    @Test func theSuiteIsSoundButForOne() throws {
        guard let data = folder("bpmn-execution") else { return }
        var deadlocks: [String] = []
        for file in data.files(ending: ".bpmn") {
            let deployment = try Deployment(Definitions(parsing: data.bytes(file)))
            for process in deployment.processes {
                let found = try deployment.soundness(of: process)
                if found.findings.contains(where: { $0.kind == .deadlock }) { deadlocks.append(process) }
            }
        }
        #expect(deadlocks == ["EventBasedGateway_Signals"])
    }
}

/// What is wrong with a file; nothing if it loads.
func violations(of bytes: [UInt8]) -> [Violation] {
    do {
        _ = try Definitions(parsing: bytes, file: "a.bpmn")
    } catch {
        if case .illegal(let violations) = error { return violations }
    }
    return []
}
