/// The process of `dod validate` where the project has none of its own.
enum BuiltinProcess {
    /// What messages call it.
    static let file = "dod.bpmn"
    /// The id of the process in it.
    static let process = "dod"

    static var bytes: [UInt8] { Array(text.utf8) }

    static let text = #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
            xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
            xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
            xmlns:uvmgr="urn:uvmgr:bpmn:1"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            id="definition-of-done" targetNamespace="https://uvmgr.dev/processes">
          <process id="dod" name="Definition of Done" isExecutable="true">
            <documentation>Measures every gate of the policy, decides, and has people sign where the policy asks for it.
        The variables quality, security, performance and compliance are the names of the gates to measure.</documentation>
            <laneSet id="lanes">
              <lane id="lane-quality" name="Quality">
                <flowNodeRef>quality-gates</flowNodeRef>
              </lane>
              <lane id="lane-security" name="Security">
                <flowNodeRef>security-gates</flowNodeRef>
              </lane>
              <lane id="lane-performance" name="Performance">
                <flowNodeRef>performance-gates</flowNodeRef>
              </lane>
              <lane id="lane-compliance" name="Compliance">
                <flowNodeRef>compliance-gates</flowNodeRef>
              </lane>
              <lane id="lane-decision" name="Decision">
                <flowNodeRef>start</flowNodeRef>
                <flowNodeRef>prepare</flowNodeRef>
                <flowNodeRef>undo-prepare</flowNodeRef>
                <flowNodeRef>clean</flowNodeRef>
                <flowNodeRef>measure</flowNodeRef>
                <flowNodeRef>measured</flowNodeRef>
                <flowNodeRef>decide</flowNodeRef>
                <flowNodeRef>is-done</flowNodeRef>
                <flowNodeRef>not-done</flowNodeRef>
                <flowNodeRef>needs-people</flowNodeRef>
                <flowNodeRef>has-waivers</flowNodeRef>
                <flowNodeRef>confirm-waivers</flowNodeRef>
                <flowNodeRef>waivers-confirmed</flowNodeRef>
                <flowNodeRef>approve</flowNodeRef>
                <flowNodeRef>is-approved</flowNodeRef>
                <flowNodeRef>done</flowNodeRef>
                <flowNodeRef>approved</flowNodeRef>
                <flowNodeRef>rejected</flowNodeRef>
                <flowNodeRef>clean-up</flowNodeRef>
                <flowNodeRef>join-people</flowNodeRef>
              </lane>
            </laneSet>
            <startEvent id="start" name="Change to validate"/>
            <serviceTask id="prepare" name="Prepare the workspace" implementation="uvmgr:prepare"/>
            <boundaryEvent id="undo-prepare" attachedToRef="prepare">
              <compensateEventDefinition id="undo-prepare-definition"/>
            </boundaryEvent>
            <serviceTask id="clean" name="Remove the workspace" implementation="uvmgr:clean" isForCompensation="true"/>
            <association id="undo" associationDirection="One" sourceRef="undo-prepare" targetRef="clean"/>
            <parallelGateway id="measure"/>
            <serviceTask id="quality-gates" name="Quality gates" implementation="uvmgr:gate">
              <extensionElements>
                <uvmgr:service>
                  <uvmgr:parameter name="name" value="=gate"/>
                </uvmgr:service>
              </extensionElements>
              <multiInstanceLoopCharacteristics>
                <loopDataInputRef>quality</loopDataInputRef>
                <inputDataItem id="quality-gate" name="gate"/>
              </multiInstanceLoopCharacteristics>
            </serviceTask>
            <serviceTask id="security-gates" name="Security gates" implementation="uvmgr:gate">
              <extensionElements>
                <uvmgr:service>
                  <uvmgr:parameter name="name" value="=gate"/>
                </uvmgr:service>
              </extensionElements>
              <multiInstanceLoopCharacteristics>
                <loopDataInputRef>security</loopDataInputRef>
                <inputDataItem id="security-gate" name="gate"/>
              </multiInstanceLoopCharacteristics>
            </serviceTask>
            <serviceTask id="performance-gates" name="Performance gates" implementation="uvmgr:gate">
              <extensionElements>
                <uvmgr:service>
                  <uvmgr:parameter name="name" value="=gate"/>
                </uvmgr:service>
              </extensionElements>
              <multiInstanceLoopCharacteristics>
                <loopDataInputRef>performance</loopDataInputRef>
                <inputDataItem id="performance-gate" name="gate"/>
              </multiInstanceLoopCharacteristics>
            </serviceTask>
            <serviceTask id="compliance-gates" name="Compliance gates" implementation="uvmgr:gate">
              <extensionElements>
                <uvmgr:service>
                  <uvmgr:parameter name="name" value="=gate"/>
                </uvmgr:service>
              </extensionElements>
              <multiInstanceLoopCharacteristics>
                <loopDataInputRef>compliance</loopDataInputRef>
                <inputDataItem id="compliance-gate" name="gate"/>
              </multiInstanceLoopCharacteristics>
            </serviceTask>
            <parallelGateway id="measured"/>
            <businessRuleTask id="decide" name="Decide by the policy" implementation="uvmgr:policy">
              <extensionElements>
                <uvmgr:service result="verdict"/>
              </extensionElements>
            </businessRuleTask>
            <intermediateThrowEvent id="clean-up" name="Clean up">
              <compensateEventDefinition id="clean-up-definition"/>
            </intermediateThrowEvent>
            <exclusiveGateway id="is-done" name="Done?" default="no"/>
            <endEvent id="not-done" name="Not done"/>
            <exclusiveGateway id="needs-people" name="To be signed?" default="unsigned"/>
            <endEvent id="done" name="Done"/>
            <exclusiveGateway id="has-waivers" name="Waivers?" default="no-waivers"/>
            <userTask id="confirm-waivers" name="Confirm the waivers">
              <extensionElements>
                <uvmgr:task><uvmgr:instructions>The verdict rests on waivers, which `uvmgr dod show` lists with their reasons. confirmed=true accepts them; anything else refuses.</uvmgr:instructions></uvmgr:task>
              </extensionElements>
            </userTask>
            <exclusiveGateway id="waivers-confirmed" name="Confirmed?" default="waivers-refused"/>
            <exclusiveGateway id="join-people"/>
            <userTask id="approve" name="Approve">
              <extensionElements>
                <uvmgr:task><uvmgr:instructions>All gates of the policy are done; `uvmgr dod show` has the report. approved=true signs it; anything else rejects it.</uvmgr:instructions></uvmgr:task>
              </extensionElements>
            </userTask>
            <exclusiveGateway id="is-approved" name="Approved?" default="refused"/>
            <endEvent id="approved" name="Approved"/>
            <endEvent id="rejected" name="Rejected"/>
            <sequenceFlow id="f-start" sourceRef="start" targetRef="prepare"/>
            <sequenceFlow id="f-prepare" sourceRef="prepare" targetRef="measure"/>
            <sequenceFlow id="to-quality" sourceRef="measure" targetRef="quality-gates"/>
            <sequenceFlow id="from-quality" sourceRef="quality-gates" targetRef="measured"/>
            <sequenceFlow id="to-security" sourceRef="measure" targetRef="security-gates"/>
            <sequenceFlow id="from-security" sourceRef="security-gates" targetRef="measured"/>
            <sequenceFlow id="to-performance" sourceRef="measure" targetRef="performance-gates"/>
            <sequenceFlow id="from-performance" sourceRef="performance-gates" targetRef="measured"/>
            <sequenceFlow id="to-compliance" sourceRef="measure" targetRef="compliance-gates"/>
            <sequenceFlow id="from-compliance" sourceRef="compliance-gates" targetRef="measured"/>
            <sequenceFlow id="f-measured" sourceRef="measured" targetRef="decide"/>
            <sequenceFlow id="f-decided" sourceRef="decide" targetRef="clean-up"/>
            <sequenceFlow id="f-clean" sourceRef="clean-up" targetRef="is-done"/>
            <sequenceFlow id="no" sourceRef="is-done" targetRef="not-done"/>
            <sequenceFlow id="yes" sourceRef="is-done" targetRef="needs-people">
              <conditionExpression xsi:type="tFormalExpression">verdict.result = "done"</conditionExpression>
            </sequenceFlow>
            <sequenceFlow id="unsigned" sourceRef="needs-people" targetRef="done"/>
            <sequenceFlow id="signed" sourceRef="needs-people" targetRef="has-waivers">
              <conditionExpression xsi:type="tFormalExpression">verdict.approval</conditionExpression>
            </sequenceFlow>
            <sequenceFlow id="no-waivers" sourceRef="has-waivers" targetRef="join-people"/>
            <sequenceFlow id="waivers" sourceRef="has-waivers" targetRef="confirm-waivers">
              <conditionExpression xsi:type="tFormalExpression">verdict.waivers &gt; 0</conditionExpression>
            </sequenceFlow>
            <sequenceFlow id="f-confirm" sourceRef="confirm-waivers" targetRef="waivers-confirmed"/>
            <sequenceFlow id="waivers-accepted" sourceRef="waivers-confirmed" targetRef="join-people">
              <conditionExpression xsi:type="tFormalExpression">confirmed = true</conditionExpression>
            </sequenceFlow>
            <sequenceFlow id="waivers-refused" sourceRef="waivers-confirmed" targetRef="rejected"/>
            <sequenceFlow id="f-people" sourceRef="join-people" targetRef="approve"/>
            <sequenceFlow id="f-approve" sourceRef="approve" targetRef="is-approved"/>
            <sequenceFlow id="accepted" sourceRef="is-approved" targetRef="approved">
              <conditionExpression xsi:type="tFormalExpression">approved = true</conditionExpression>
            </sequenceFlow>
            <sequenceFlow id="refused" sourceRef="is-approved" targetRef="rejected"/>
          </process>
          <bpmndi:BPMNDiagram id="diagram">
            <bpmndi:BPMNPlane id="plane" bpmnElement="dod">
              <bpmndi:BPMNShape id="lane-quality-shape" bpmnElement="lane-quality" isHorizontal="true">
                <dc:Bounds x="160" y="80" width="1560" height="120"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="lane-security-shape" bpmnElement="lane-security" isHorizontal="true">
                <dc:Bounds x="160" y="200" width="1560" height="120"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="lane-performance-shape" bpmnElement="lane-performance" isHorizontal="true">
                <dc:Bounds x="160" y="320" width="1560" height="120"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="lane-compliance-shape" bpmnElement="lane-compliance" isHorizontal="true">
                <dc:Bounds x="160" y="440" width="1560" height="120"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="lane-decision-shape" bpmnElement="lane-decision" isHorizontal="true">
                <dc:Bounds x="160" y="560" width="1560" height="260"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="start-shape" bpmnElement="start">
                <dc:Bounds x="200" y="602" width="36" height="36"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="prepare-shape" bpmnElement="prepare">
                <dc:Bounds x="270" y="580" width="100" height="80"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="measure-shape" bpmnElement="measure">
                <dc:Bounds x="420" y="595" width="50" height="50"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="measured-shape" bpmnElement="measured">
                <dc:Bounds x="700" y="595" width="50" height="50"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="decide-shape" bpmnElement="decide">
                <dc:Bounds x="790" y="580" width="100" height="80"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="clean-up-shape" bpmnElement="clean-up">
                <dc:Bounds x="925" y="602" width="36" height="36"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="is-done-shape" bpmnElement="is-done">
                <dc:Bounds x="1005" y="595" width="50" height="50"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="not-done-shape" bpmnElement="not-done">
                <dc:Bounds x="1012" y="732" width="36" height="36"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="needs-people-shape" bpmnElement="needs-people">
                <dc:Bounds x="1090" y="595" width="50" height="50"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="done-shape" bpmnElement="done">
                <dc:Bounds x="1097" y="732" width="36" height="36"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="has-waivers-shape" bpmnElement="has-waivers">
                <dc:Bounds x="1175" y="595" width="50" height="50"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="confirm-waivers-shape" bpmnElement="confirm-waivers">
                <dc:Bounds x="1150" y="710" width="100" height="80"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="waivers-confirmed-shape" bpmnElement="waivers-confirmed">
                <dc:Bounds x="1290" y="725" width="50" height="50"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="join-people-shape" bpmnElement="join-people">
                <dc:Bounds x="1290" y="595" width="50" height="50"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="approve-shape" bpmnElement="approve">
                <dc:Bounds x="1380" y="580" width="100" height="80"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="is-approved-shape" bpmnElement="is-approved">
                <dc:Bounds x="1520" y="595" width="50" height="50"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="approved-shape" bpmnElement="approved">
                <dc:Bounds x="1630" y="602" width="36" height="36"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="rejected-shape" bpmnElement="rejected">
                <dc:Bounds x="1527" y="732" width="36" height="36"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="clean-shape" bpmnElement="clean">
                <dc:Bounds x="290" y="710" width="100" height="80"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="quality-gates-shape" bpmnElement="quality-gates">
                <dc:Bounds x="520" y="100" width="120" height="80"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="security-gates-shape" bpmnElement="security-gates">
                <dc:Bounds x="520" y="220" width="120" height="80"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="performance-gates-shape" bpmnElement="performance-gates">
                <dc:Bounds x="520" y="340" width="120" height="80"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="compliance-gates-shape" bpmnElement="compliance-gates">
                <dc:Bounds x="520" y="460" width="120" height="80"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNShape id="undo-prepare-shape" bpmnElement="undo-prepare">
                <dc:Bounds x="332" y="642" width="36" height="36"/>
              </bpmndi:BPMNShape>
              <bpmndi:BPMNEdge id="f-start-edge" bpmnElement="f-start">
                <di:waypoint x="236" y="620"/>
                <di:waypoint x="270" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="f-prepare-edge" bpmnElement="f-prepare">
                <di:waypoint x="370" y="620"/>
                <di:waypoint x="420" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="to-quality-edge" bpmnElement="to-quality">
                <di:waypoint x="445" y="595"/>
                <di:waypoint x="445" y="140"/>
                <di:waypoint x="520" y="140"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="from-quality-edge" bpmnElement="from-quality">
                <di:waypoint x="640" y="140"/>
                <di:waypoint x="725" y="140"/>
                <di:waypoint x="725" y="595"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="to-security-edge" bpmnElement="to-security">
                <di:waypoint x="445" y="595"/>
                <di:waypoint x="445" y="260"/>
                <di:waypoint x="520" y="260"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="from-security-edge" bpmnElement="from-security">
                <di:waypoint x="640" y="260"/>
                <di:waypoint x="725" y="260"/>
                <di:waypoint x="725" y="595"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="to-performance-edge" bpmnElement="to-performance">
                <di:waypoint x="445" y="595"/>
                <di:waypoint x="445" y="380"/>
                <di:waypoint x="520" y="380"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="from-performance-edge" bpmnElement="from-performance">
                <di:waypoint x="640" y="380"/>
                <di:waypoint x="725" y="380"/>
                <di:waypoint x="725" y="595"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="to-compliance-edge" bpmnElement="to-compliance">
                <di:waypoint x="445" y="595"/>
                <di:waypoint x="445" y="500"/>
                <di:waypoint x="520" y="500"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="from-compliance-edge" bpmnElement="from-compliance">
                <di:waypoint x="640" y="500"/>
                <di:waypoint x="725" y="500"/>
                <di:waypoint x="725" y="595"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="f-measured-edge" bpmnElement="f-measured">
                <di:waypoint x="750" y="620"/>
                <di:waypoint x="790" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="f-decided-edge" bpmnElement="f-decided">
                <di:waypoint x="890" y="620"/>
                <di:waypoint x="925" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="f-clean-edge" bpmnElement="f-clean">
                <di:waypoint x="961" y="620"/>
                <di:waypoint x="1005" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="no-edge" bpmnElement="no">
                <di:waypoint x="1030" y="645"/>
                <di:waypoint x="1030" y="732"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="yes-edge" bpmnElement="yes">
                <di:waypoint x="1055" y="620"/>
                <di:waypoint x="1090" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="unsigned-edge" bpmnElement="unsigned">
                <di:waypoint x="1115" y="645"/>
                <di:waypoint x="1115" y="732"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="signed-edge" bpmnElement="signed">
                <di:waypoint x="1140" y="620"/>
                <di:waypoint x="1175" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="no-waivers-edge" bpmnElement="no-waivers">
                <di:waypoint x="1225" y="620"/>
                <di:waypoint x="1290" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="waivers-edge" bpmnElement="waivers">
                <di:waypoint x="1200" y="645"/>
                <di:waypoint x="1200" y="710"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="f-confirm-edge" bpmnElement="f-confirm">
                <di:waypoint x="1250" y="750"/>
                <di:waypoint x="1290" y="750"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="waivers-accepted-edge" bpmnElement="waivers-accepted">
                <di:waypoint x="1315" y="725"/>
                <di:waypoint x="1315" y="645"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="waivers-refused-edge" bpmnElement="waivers-refused">
                <di:waypoint x="1340" y="750"/>
                <di:waypoint x="1527" y="750"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="f-people-edge" bpmnElement="f-people">
                <di:waypoint x="1340" y="620"/>
                <di:waypoint x="1380" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="f-approve-edge" bpmnElement="f-approve">
                <di:waypoint x="1480" y="620"/>
                <di:waypoint x="1520" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="accepted-edge" bpmnElement="accepted">
                <di:waypoint x="1570" y="620"/>
                <di:waypoint x="1630" y="620"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="refused-edge" bpmnElement="refused">
                <di:waypoint x="1545" y="645"/>
                <di:waypoint x="1545" y="732"/>
              </bpmndi:BPMNEdge>
              <bpmndi:BPMNEdge id="undo-edge" bpmnElement="undo">
                <di:waypoint x="350" y="678"/>
                <di:waypoint x="350" y="710"/>
              </bpmndi:BPMNEdge>
            </bpmndi:BPMNPlane>
          </bpmndi:BPMNDiagram>
        </definitions>
        """# + "\n"
}
