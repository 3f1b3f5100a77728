import BPMN
import Testing

@Suite("The typed model") struct ReadingTests {
    private static let text =
        Scenario.head
            + """
            <itemDefinition id='I' structureRef='xsd:string' isCollection='true'/><message id='M' name='order' itemRef='I'/>
            <signal id='S' name='alarm'/><error id='E' errorCode='E1'/><escalation id='X' escalationCode='X1'/>
            <interface id='IF' name='Shop'><operation id='O' name='buy'><inMessageRef>M</inMessageRef></operation></interface>
            <dataStore id='D' name='shelf'/><globalScriptTask id='G'><script>go</script></globalScriptTask>
            <collaboration id='C'><participant id='P1' processRef='p'/><participant id='P2' name='Customer'/>
              <messageFlow id='F' sourceRef='P2' targetRef='r' messageRef='M'/></collaboration>
            <process id='p' name='Sale' isExecutable='true'>
              <laneSet id='LS'><lane id='L1' name='Front'><flowNodeRef>s</flowNodeRef>
                <childLaneSet id='CL'><lane id='L2'><flowNodeRef>r</flowNodeRef></lane></childLaneSet></lane></laneSet>
              <property id='Q' name='note'/><dataObject id='DO' name='cart' itemSubjectRef='I' isCollection='true'/>
              <dataObjectReference id='DR' dataObjectRef='DO'/>
              <startEvent id='s'/><receiveTask id='r' messageRef='M' operationRef='O'/>
              <adHocSubProcess id='h' ordering='Sequential' cancelRemainingInstances='false'><task id='w'/></adHocSubProcess>
              <endEvent id='e'/>
              <sequenceFlow id='f1' sourceRef='s' targetRef='r'/><sequenceFlow id='f2' name='then' sourceRef='r' targetRef='h'/>
              <sequenceFlow id='f3' sourceRef='h' targetRef='e'/>
            </process></definitions>
            """

    @Test func everythingIsTyped() throws {
        let model = try Definitions(parsing: Array(Self.text.utf8))
        #expect(model.items.first?.isCollection == true && model.messages.first?.key == "order")
        #expect(model.signals.first?.key == "alarm" && model.errors.first?.code == "E1")
        #expect(model.escalations.first?.code == "X1" && model.operations.first?.inMessage == "M")
        #expect(model.dataStores.first?.key == "shelf")
        #expect(model.globalTasks.first?.work == .script(format: nil, text: "go"))
        let collaboration = try #require(model.collaborations.first)
        #expect(
            collaboration.participants.map(\.process) == ["p", nil]
                && collaboration.messageFlows.first?.target == "r")
        let process = try #require(model.process("p"))
        #expect(process.isExecutable && process.lanes.map(\.nodes) == [["s"], ["r"]])
        #expect(
            process.body.properties.map(\.variable) == ["note"]
                && process.body.dataObjects.map(\.variable) == ["cart"])
        #expect(process.body.nodes.map(\.id) == ["s", "r", "h", "e"] && process.body.flows[1].name == "then")
        guard case .task(let work) = process.body.nodes[1].kind else { throw Missing() }
        #expect(work.kind == .receive && work.message == "M" && work.operation == "O")
        guard case .subProcess(let inner) = process.body.nodes[2].kind, case .adHoc(let adHoc) = inner.kind
        else {
            throw Missing()
        }
        #expect(adHoc.isSequential && !adHoc.cancelsRemaining && inner.body.nodes.map(\.id) == ["w"])
        #expect(process.body.nodes[1].place.line == 12)
    }

    private struct Missing: Error {}
}
