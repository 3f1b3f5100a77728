import BPMN

/// Whole files as the modellers of each peer write them.
enum DialectFiles {
    static let namespaces =
        "xmlns:bpmn='http://www.omg.org/spec/BPMN/20100524/MODEL' "
        + "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
        + "xmlns:bpmndi='http://www.omg.org/spec/BPMN/20100524/DI'"
    static let diagram =
        "<bpmndi:BPMNDiagram id='D'><bpmndi:BPMNPlane id='PL' bpmnElement='p'/></bpmndi:BPMNDiagram>"

    /// A review of a change: scripts, an operator, a person, a message and a loop.
    static let spiff = """
        <bpmn:definitions \(namespaces) xmlns:spiffworkflow='http://spiffworkflow.org/bpmn/schema/1.0/core'
            id='defs' targetNamespace='t'>
          <bpmn:collaboration id='C'><bpmn:participant id='us' processRef='p'/><bpmn:participant id='them'/>
            <bpmn:correlationKey id='K' name='main'><bpmn:correlationPropertyRef>change</bpmn:correlationPropertyRef></bpmn:correlationKey>
          </bpmn:collaboration>
          <bpmn:correlationProperty id='change'>
            <bpmn:correlationPropertyRetrievalExpression messageRef='ask'><bpmn:messagePath>change</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression>
            <bpmn:correlationPropertyRetrievalExpression messageRef='verdict'><bpmn:messagePath>change</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression>
          </bpmn:correlationProperty>
          <bpmn:message id='ask' name='ask'/><bpmn:message id='verdict' name='verdict'/>
          <bpmn:process id='p' isExecutable='true'>
            <bpmn:startEvent id='s'><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
            <bpmn:scriptTask id='count'><bpmn:extensionElements>
                <spiffworkflow:unitTests><spiffworkflow:unitTest id='u'/></spiffworkflow:unitTests>
              </bpmn:extensionElements><bpmn:script>lines = added + removed
        limit = 100</bpmn:script></bpmn:scriptTask>
            <bpmn:serviceTask id='lint'><bpmn:extensionElements>
                <spiffworkflow:preScript>level = 2</spiffworkflow:preScript>
                <spiffworkflow:serviceTaskOperator id='tools/Lint' resultVariable='report'>
                  <spiffworkflow:parameters>
                    <spiffworkflow:parameter id='tool' type='str' value='"ruff"'/>
                    <spiffworkflow:parameter id='depth' type='int' value='level + 1'/>
                  </spiffworkflow:parameters>
                  <spiffworkflow:retry retries='2' backoff_base='3'/>
                </spiffworkflow:serviceTaskOperator>
                <spiffworkflow:postScript>done = True</spiffworkflow:postScript>
              </bpmn:extensionElements></bpmn:serviceTask>
            <bpmn:exclusiveGateway id='x' default='f5'/>
            <bpmn:subProcess id='sub'><bpmn:extensionElements>
                <spiffworkflow:preScript>depth = 1</spiffworkflow:preScript>
                <spiffworkflow:postScript>depth = depth + 10</spiffworkflow:postScript>
              </bpmn:extensionElements>
              <bpmn:startEvent id='ss'/><bpmn:sequenceFlow id='sf1' sourceRef='ss' targetRef='person'/>
              <bpmn:userTask id='person'><bpmn:extensionElements>
                  <spiffworkflow:instructionsForEndUser>Read **{{ lines }}** lines.</spiffworkflow:instructionsForEndUser>
                  <spiffworkflow:properties>
                    <spiffworkflow:property name='formJsonSchemaFilename' value='review.json'/>
                  </spiffworkflow:properties>
                </bpmn:extensionElements></bpmn:userTask>
              <bpmn:sequenceFlow id='sf2' sourceRef='person' targetRef='se'/><bpmn:endEvent id='se'/>
            </bpmn:subProcess>
            <bpmn:sendTask id='send' messageRef='ask'><bpmn:extensionElements>
                <spiffworkflow:messagePayload>payload</spiffworkflow:messagePayload></bpmn:extensionElements></bpmn:sendTask>
            <bpmn:intermediateCatchEvent id='wait'><bpmn:messageEventDefinition id='wd' messageRef='verdict'>
                <bpmn:extensionElements><spiffworkflow:messageVariable>answer</spiffworkflow:messageVariable></bpmn:extensionElements>
              </bpmn:messageEventDefinition></bpmn:intermediateCatchEvent>
            <bpmn:intermediateCatchEvent id='pause'><bpmn:timerEventDefinition id='td'>
                <bpmn:timeDuration>"PT10M"</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
            <bpmn:scriptTask id='each'><bpmn:extensionElements>
                <spiffworkflow:preScript>around = 1</spiffworkflow:preScript></bpmn:extensionElements>
              <bpmn:multiInstanceLoopCharacteristics isSequential='true'>
                <bpmn:loopDataInputRef>files</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>marks</bpmn:loopDataOutputRef>
                <bpmn:inputDataItem id='file' name='file'/><bpmn:outputDataItem id='mark' name='mark'/>
              </bpmn:multiInstanceLoopCharacteristics><bpmn:script>mark = file * 2</bpmn:script></bpmn:scriptTask>
            <bpmn:endEvent id='e'/>
            <bpmn:sequenceFlow id='f1' sourceRef='s' targetRef='count'/>
            <bpmn:sequenceFlow id='f2' sourceRef='count' targetRef='lint'/>
            <bpmn:sequenceFlow id='f3' sourceRef='lint' targetRef='x'/>
            <bpmn:sequenceFlow id='f4' sourceRef='x' targetRef='sub'>
              <bpmn:conditionExpression>lines &gt; 10 and not report == "bad"</bpmn:conditionExpression></bpmn:sequenceFlow>
            <bpmn:sequenceFlow id='f5' sourceRef='x' targetRef='e'/>
            <bpmn:sequenceFlow id='f6' sourceRef='sub' targetRef='send'/>
            <bpmn:sequenceFlow id='f7' sourceRef='send' targetRef='wait'/>
            <bpmn:sequenceFlow id='f8' sourceRef='wait' targetRef='pause'/>
            <bpmn:sequenceFlow id='f9' sourceRef='pause' targetRef='each'/>
            <bpmn:sequenceFlow id='f10' sourceRef='each' targetRef='e'/>
          </bpmn:process>\(diagram)
        </bpmn:definitions>
        """

    /// An order: jobs, io mapping, many instances, a called process and a message.
    static let camunda8 = """
        <bpmn:definitions \(namespaces) xmlns:zeebe='http://camunda.org/schema/zeebe/1.0'
            xmlns:modeler='http://camunda.org/schema/modeler/1.0' id='defs' targetNamespace='t'
            modeler:executionPlatform='Camunda Cloud' modeler:executionPlatformVersion='8.5.0'>
          <bpmn:message id='paid' name='="paid"'><bpmn:extensionElements>
            <zeebe:subscription correlationKey='=order.id'/></bpmn:extensionElements></bpmn:message>
          <bpmn:message id='news' name='news'/>
          <bpmn:process id='p' isExecutable='true'><bpmn:extensionElements><zeebe:versionTag value='1.2'/></bpmn:extensionElements>
            <bpmn:startEvent id='s'><bpmn:extensionElements><zeebe:ioMapping>
                <zeebe:output source='=order.items' target='items'/></zeebe:ioMapping></bpmn:extensionElements></bpmn:startEvent>
            <bpmn:serviceTask id='reserve'><bpmn:extensionElements>
                <zeebe:taskDefinition type='reserve-item' retries='5'/>
                <zeebe:taskHeaders><zeebe:header key='topic' value='stock'/></zeebe:taskHeaders>
                <zeebe:ioMapping><zeebe:input source='=item.sku' target='sku'/><zeebe:input source='fixed' target='how'/>
                  <zeebe:output source='=ok' target='reserved'/></zeebe:ioMapping></bpmn:extensionElements>
              <bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>
                  <zeebe:loopCharacteristics inputCollection='=items[count &gt; 0]' inputElement='item'
                    outputCollection='results' outputElement='={sku: item.sku, ok: reserved}'/></bpmn:extensionElements>
              </bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>
            <bpmn:scriptTask id='total'><bpmn:extensionElements>
                <zeebe:script expression='=sum(for i in items return i.count)' resultVariable='total'/></bpmn:extensionElements></bpmn:scriptTask>
            <bpmn:subProcess id='sub'><bpmn:extensionElements><zeebe:ioMapping>
                <zeebe:input source='=total * 2' target='local.price'/><zeebe:output source='=local.price + 1' target='bill.price'/>
              </zeebe:ioMapping></bpmn:extensionElements>
              <bpmn:startEvent id='ss'/><bpmn:sequenceFlow id='sf' sourceRef='ss' targetRef='se'/><bpmn:endEvent id='se'/>
            </bpmn:subProcess>
            <bpmn:callActivity id='call'><bpmn:extensionElements>
                <zeebe:calledElement processId='q' propagateAllParentVariables='false' propagateAllChildVariables='false'/>
                <zeebe:ioMapping><zeebe:input source='=total' target='n'/><zeebe:output source='=n + 1' target='called'/></zeebe:ioMapping>
              </bpmn:extensionElements></bpmn:callActivity>
            <bpmn:intermediateCatchEvent id='wait'><bpmn:extensionElements><zeebe:ioMapping>
                <zeebe:output source='=amount' target='got'/></zeebe:ioMapping></bpmn:extensionElements>
              <bpmn:messageEventDefinition id='wd' messageRef='paid'/></bpmn:intermediateCatchEvent>
            <bpmn:userTask id='pack'><bpmn:extensionElements><zeebe:userTask/>
                <zeebe:assignmentDefinition assignee='=order.packer' candidateGroups='store, night'/>
                <zeebe:taskSchedule dueDate='=now() + duration("P1D")'/><zeebe:formDefinition formId='pack'/>
              </bpmn:extensionElements></bpmn:userTask>
            <bpmn:exclusiveGateway id='x' default='f8'/>
            <bpmn:intermediateThrowEvent id='tell'><bpmn:extensionElements>
                <zeebe:taskDefinition type='tell'/></bpmn:extensionElements>
              <bpmn:messageEventDefinition id='md' messageRef='news'/></bpmn:intermediateThrowEvent>
            <bpmn:endEvent id='e'/>
            <bpmn:sequenceFlow id='f1' sourceRef='s' targetRef='reserve'/>
            <bpmn:sequenceFlow id='f2' sourceRef='reserve' targetRef='total'/>
            <bpmn:sequenceFlow id='f3' sourceRef='total' targetRef='sub'/>
            <bpmn:sequenceFlow id='f4' sourceRef='sub' targetRef='call'/>
            <bpmn:sequenceFlow id='f5' sourceRef='call' targetRef='wait'/>
            <bpmn:sequenceFlow id='f6' sourceRef='wait' targetRef='pack'/>
            <bpmn:sequenceFlow id='f7' sourceRef='pack' targetRef='x'/>
            <bpmn:sequenceFlow id='f8' sourceRef='x' targetRef='e'/>
            <bpmn:sequenceFlow id='f9' sourceRef='x' targetRef='tell'>
              <bpmn:conditionExpression xsi:type='bpmn:tFormalExpression'>=got &gt;= bill.price</bpmn:conditionExpression></bpmn:sequenceFlow>
            <bpmn:sequenceFlow id='f10' sourceRef='tell' targetRef='e'/>
            <bpmn:boundaryEvent id='late' attachedToRef='pack'><bpmn:timerEventDefinition id='ld'>
                <bpmn:timeDuration xsi:type='bpmn:tFormalExpression'>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
            <bpmn:sequenceFlow id='f11' sourceRef='late' targetRef='e'/>
          </bpmn:process>
          <bpmn:process id='q' isExecutable='true'><bpmn:startEvent id='qs'/><bpmn:endEvent id='qe'/>
            <bpmn:scriptTask id='qt'><bpmn:extensionElements>
              <zeebe:script expression='=if total = null then n * 10 else -1' resultVariable='n'/></bpmn:extensionElements></bpmn:scriptTask>
            <bpmn:sequenceFlow id='q1' sourceRef='qs' targetRef='qt'/><bpmn:sequenceFlow id='q2' sourceRef='qt' targetRef='qe'/>
          </bpmn:process>\(diagram)
        </bpmn:definitions>
        """

    /// An invoice: external tasks, mappings, a called process, retries and a loop.
    static let camunda7 = """
        <bpmn:definitions \(namespaces) xmlns:camunda='http://camunda.org/schema/1.0/bpmn' id='defs' targetNamespace='t'
            expressionLanguage='http://www.w3.org/1999/XPath'>
          <bpmn:process id='p' isExecutable='true' camunda:historyTimeToLive='P30D'>
            <bpmn:startEvent id='s' camunda:asyncBefore='true' camunda:initiator='who'/>
            <bpmn:serviceTask id='fetch' camunda:type='external' camunda:topic='fetch' camunda:taskPriority='5'>
              <bpmn:extensionElements><camunda:inputOutput>
                  <camunda:inputParameter name='url'>https://shop.example/${invoice.id}</camunda:inputParameter>
                  <camunda:inputParameter name='tags'><camunda:list><camunda:value>a</camunda:value><camunda:value>${invoice.kind}</camunda:value></camunda:list></camunda:inputParameter>
                  <camunda:inputParameter name='options'><camunda:map><camunda:entry key='deep'>${true}</camunda:entry></camunda:map></camunda:inputParameter>
                  <camunda:outputParameter name='net'>${amount - 1}</camunda:outputParameter></camunda:inputOutput>
                <camunda:failedJobRetryTimeCycle>R5/PT30S</camunda:failedJobRetryTimeCycle>
                <camunda:properties><camunda:property name='color' value='red'/></camunda:properties></bpmn:extensionElements></bpmn:serviceTask>
            <bpmn:serviceTask id='sum' camunda:expression='${net * 2 + amount}' camunda:resultVariable='gross'/>
            <bpmn:exclusiveGateway id='x' default='f5'/>
            <bpmn:userTask id='approve' camunda:assignee='${invoice.owner}' camunda:candidateGroups='office,boss' camunda:formKey='embedded:app:x.html'/>
            <bpmn:callActivity id='call' calledElement='q' camunda:calledElementBinding='deployment'><bpmn:extensionElements>
                <camunda:in source='gross' target='a'/><camunda:in sourceExpression='${invoice.id}' target='b'/>
                <camunda:out source='c' target='answer'/><camunda:in businessKey='#{execution.processBusinessKey}'/></bpmn:extensionElements></bpmn:callActivity>
            <bpmn:serviceTask id='each' camunda:type='external' camunda:topic='send'>
              <bpmn:multiInstanceLoopCharacteristics isSequential='true' camunda:collection='${invoice.people}' camunda:elementVariable='person'>
                <bpmn:completionCondition xsi:type='bpmn:tFormalExpression'>${numberOfCompletedInstances &gt;= 2}</bpmn:completionCondition>
              </bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>
            <bpmn:intermediateCatchEvent id='pause'><bpmn:timerEventDefinition id='td'>
                <bpmn:timeDuration xsi:type='bpmn:tFormalExpression'>${invoice.delay}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
            <bpmn:endEvent id='e'/>
            <bpmn:sequenceFlow id='f1' sourceRef='s' targetRef='fetch'/>
            <bpmn:sequenceFlow id='f2' sourceRef='fetch' targetRef='sum'/>
            <bpmn:sequenceFlow id='f3' sourceRef='sum' targetRef='x'/>
            <bpmn:sequenceFlow id='f4' sourceRef='x' targetRef='approve'>
              <bpmn:conditionExpression xsi:type='bpmn:tFormalExpression'>${gross gt 100 &amp;&amp; !empty invoice.owner}</bpmn:conditionExpression></bpmn:sequenceFlow>
            <bpmn:sequenceFlow id='f5' sourceRef='x' targetRef='e'/>
            <bpmn:sequenceFlow id='f6' sourceRef='approve' targetRef='call'/>
            <bpmn:sequenceFlow id='f7' sourceRef='call' targetRef='each'/>
            <bpmn:sequenceFlow id='f8' sourceRef='each' targetRef='pause'/>
            <bpmn:sequenceFlow id='f9' sourceRef='pause' targetRef='e'/>
          </bpmn:process>
          <bpmn:process id='q' isExecutable='true'><bpmn:startEvent id='qs'/><bpmn:endEvent id='qe'/>
            <bpmn:scriptTask id='qt' scriptFormat='juel' camunda:resultVariable='c'><bpmn:script>${a == null ? 0 : a + 1}</bpmn:script></bpmn:scriptTask>
            <bpmn:sequenceFlow id='q1' sourceRef='qs' targetRef='qt'/><bpmn:sequenceFlow id='q2' sourceRef='qt' targetRef='qe'/>
          </bpmn:process>\(diagram)
        </bpmn:definitions>
        """

    static let all: [(String, Dialect)] = [(spiff, .spiff), (camunda8, .camunda8), (camunda7, .camunda7)]
}
