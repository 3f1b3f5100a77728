import StructuredData
import Testing

@testable import Commands

/// What an instance waits for is told, and what is given to it is told too.
@Suite struct WorkflowWaitingTests {
    private static let adHoc = WorkflowBench.chain(
        (
            "u",
            "<adHocSubProcess id=\"u\" name=\"As needed\"><task id=\"a\"/><task id=\"b\"/>"
                + WorkflowBench.condition("n >= 2", "completionCondition") + "</adHocSubProcess>"
        ))

    @Test func whatCanBeChosenIsToldAndChosen() async throws {
        let bench = try WorkflowBench()
        try bench.model(Self.adHoc)
        let started = await bench.run("run", "p.bpmn", "--set", "n=0")
        #expect(started.exit == 0)
        #expect(started.output.contains("to be chosen:\n  a, b (As needed, u, until n >= 2)"))
        #expect(started.output.contains("choose one with: uvmgr workflow choose "))
        #expect(await bench.run("task", "list").output.contains("to be chosen: a, b"))
        let list = await bench.run("task", "list", "--format", "json").json
        #expect(list["choices"]?.array?.first?["activities"] == ["a", "b"])

        let wrong = await bench.run("choose", "last", "c")
        #expect(wrong.exit == 2)
        #expect(wrong.errors.contains("`c` cannot be chosen now, only `a`, `b`"))
        #expect(await bench.run("choose", "last", "a", "--in", "v").exit == 2)

        let chosen = await bench.run("choose", "last", "a", "b", "--in", "u")
        #expect(chosen.errors.contains("a\n") && chosen.errors.contains("b\n"))
        #expect(chosen.output.contains("p waits"))
        #expect(await bench.run("replay").exit == 0)
    }

    @Test func aVariableEndsAnAdHocSubprocess() async throws {
        let bench = try WorkflowBench()
        try bench.model(Self.adHoc)
        _ = await bench.run("run", "p.bpmn", "--set", "n=0")
        #expect(await bench.run("resume", "--set", "n=2").output.contains("p completed"))
        let late = await bench.run("choose", "last", "a")
        #expect(late.exit == 2 && late.errors.contains("has ended: completed"))
    }

    @Test func aMessageWithAnotherKeyIsKeptAndSaidSo() async throws {
        let bench = try WorkflowBench()
        try bench.model(
            "<correlationSubscription id=\"cs\" correlationKeyRef=\"K\"><correlationPropertyBinding "
                + "correlationPropertyRef=\"order\"><dataPath>mine</dataPath></correlationPropertyBinding>"
                + "</correlationSubscription>"
                + WorkflowBench.chain(("r", "<receiveTask id=\"r\" messageRef=\"M\"/>")),
            beside: "<message id=\"M\" name=\"Paid\"/><correlationProperty id=\"order\">"
                + "<correlationPropertyRetrievalExpression messageRef=\"M\"><messagePath>order</messagePath>"
                + "</correlationPropertyRetrievalExpression></correlationProperty><collaboration id=\"co\">"
                + "<participant id=\"pa\" processRef=\"p\"/><correlationKey id=\"K\">"
                + "<correlationPropertyRef>order</correlationPropertyRef></correlationKey></collaboration>")
        let started = await bench.run("run", "p.bpmn", "--set", "mine=7")
        #expect(started.output.contains("the message `Paid` with `order` = 7 (r)"))
        let kept = await bench.run("message", "Paid", "--set", "order=8")
        #expect(kept.exit == 0)
        #expect(
            kept.errors.contains(
                "warning: no instance waits for the message `Paid` with `order` = 8, so it is kept"))
        #expect(kept.errors.contains("`r` waits for it with `order` = 7"))
        #expect(kept.output.contains("messages that are kept:\n  the message `Paid` with `order` = 8"))
        #expect(await bench.run("message", "Paid", "--set", "order=7").output.contains("p completed"))
    }

    @Test func theNextAttemptIsTold() async throws {
        let bench = try WorkflowBench()
        try bench.model(
            WorkflowBench.chain(
                (
                    "t",
                    "<serviceTask id=\"t\" implementation=\"uvmgr:command\"><extensionElements><uvmgr:service>"
                        + "<uvmgr:parameter name=\"run\" value=\"sh -c 'exit 4'\"/>"
                        + "<uvmgr:retry attempts=\"3\" delay=\"PT1H\" jitter=\"0\"/></uvmgr:service>"
                        + "</extensionElements></serviceTask>"
                )))
        let result = await bench.run("run", "p.bpmn", "--no-wait")
        #expect(result.exit == 0)
        #expect(result.output.contains("to be tried again:\n  t attempt 2 at 20"))
        #expect(result.output.contains(", after: exit code 4"))
        let retry = await bench.run("show", "--format", "json").json["retries"]?.array?.first
        #expect(retry?["attempt"] == 2 && retry?["element"] == "t")
        #expect(retry?["due"]?.string?.hasSuffix("Z") == true)
    }

    @Test func tasksAreForThoseWhomExpressionsName() async throws {
        let bench = try WorkflowBench()
        try bench.model(
            WorkflowBench.chain(
                (
                    "t",
                    "<userTask id=\"t\"><extensionElements><uvmgr:task assignee=\"=initiator\" "
                        + "candidateGroups=\"=[&quot;a&quot;, dep]\" due=\"=missing\"><uvmgr:instructions>"
                        + "Ask {{ person.name|upper }} about {{ missing }}.</uvmgr:instructions></uvmgr:task>"
                        + "</extensionElements></userTask>"
                ),
                (
                    "u",
                    "<userTask id=\"u\"><extensionElements><uvmgr:task assignee=\"=initiator.title()\" "
                        + "language=\"python\"/></extensionElements></userTask>"
                )))
        let started = await bench.run(
            "run", "p.bpmn", "--set", "initiator=ann", "--set", "dep=b", "--set", "person={\"name\":\"Bo\"}")
        #expect(started.output.contains("t  for ann, a, b  due =missing  Ask BO about {{ missing }}."))
        #expect(started.output.contains("! due: `missing` has no value"))
        // It stays as it was when the task was opened.
        _ = await bench.run("resume", "--set", "initiator=eve", "--no-wait")
        #expect(await bench.run("task", "list").output.contains("ann, a, b"))
        #expect(await bench.run("show", "--at", "6").output.contains("for ann"))
        let next = await bench.run("task", "complete", "last", "t")
        #expect(next.output.contains("u  for Eve"))
        #expect(next.errors.contains("t\n"))
        #expect(await bench.run("replay").exit == 0)
    }

    @Test func aParallelMultipleStartWaitsForAllItsMessages() async throws {
        let bench = try WorkflowBench()
        try bench.model(
            "<startEvent id=\"s\" parallelMultiple=\"true\"><messageEventDefinition messageRef=\"m1\"/>"
                + "<messageEventDefinition messageRef=\"m2\"/></startEvent><task id=\"t\"/>"
                + "<sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"t\"/>",
            beside: "<message id=\"m1\" name=\"A\"/><message id=\"m2\" name=\"B\"/>")
        let first = await bench.run("run", "p.bpmn", "--message", "A", "--set", "x=1")
        #expect(first.output.contains("waiting for:\n  the message `B` (s)"))
        let last = await bench.run("message", "B", "--set", "y=2").output
        #expect(last.contains("p completed") && last.contains("x  1\n") && last.contains("y  2\n"))
    }
}
