import Foundation
import StructuredData
import Testing

/// Models, scripts and inputs that are bad, with the real program: a precise message, a documented exit code, and a ledger
/// that is as sound as before.
@Suite(.serialized) struct WorkflowFaultsTests {
    /// A model that is refused when it is read, and what is said of it.
    struct Refused: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let model: [UInt8]
        let says: String

        init(_ name: String, _ model: String, says: String) {
            (testDescription, self.model, self.says) = (name, Array(model.utf8), says)
        }

        init(_ name: String, bytes: [UInt8], says: String) {
            (testDescription, model, self.says) = (name, bytes, says)
        }
    }

    static let refused = [
        Refused("no XML", "this is a shopping list", says: "this is no XML that can be read"),
        Refused("empty", "", says: "this is no XML that can be read"),
        Refused("cut off", String(process("<startEvent id='s'/>").prefix(180)), says: "bad.bpmn:"),
        Refused("no UTF-8", bytes: [0x3C, 0xFF, 0xFE, 0x80], says: "it is not UTF-8"),
        Refused(
            "something else", "<svg xmlns='http://www.w3.org/2000/svg'/>", says: "the root is `svg`"),
        Refused(
            "another namespace", "<definitions xmlns='http://www.omg.org/spec/BPMN/20200101/MODEL'/>",
            says: "not `definitions` of BPMN 2.0"),
        Refused(
            "too large", process("<!--" + String(repeating: "x", count: 17 << 20) + "-->"),
            says: "models may have 16777216"),
        Refused(
            "entity bomb",
            "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>" + process("<x>&b;</x>"),
            says: "a document type declaration is not allowed"),
        Refused(
            "external entity",
            "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + process("<x>&a;</x>"),
            says: "a document type declaration is not allowed"),
        Refused(
            "too deep",
            process(
                String(repeating: "<subProcess>", count: 70) + String(repeating: "</subProcess>", count: 70)),
            says: "nested deeper than 64 levels"),
        Refused(
            "an id twice", line("<task id='t'><documentation id='s'/></task>"),
            says: "the id `s` is used twice"),
        Refused(
            "a reference to nothing",
            process("<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='nowhere'/>"),
            says: "`targetRef` names `nowhere`, which does not exist"),
        Refused(
            "no FEEL", line("<task id='t'/>", condition: "1 + > 2"),
            says: "expected an expression"
        ),
        Refused(
            "no duration",
            line(
                "<intermediateCatchEvent id='t'><timerEventDefinition id='d'><timeDuration xsi:type='tFormalExpression'>tomorrow"
                    + "</timeDuration></timerEventDefinition></intermediateCatchEvent>"),
            says: "`tomorrow` is no timeDuration of ISO 8601"),
        Refused(
            "not executable",
            process("<startEvent id='s'/>").replacing(" isExecutable='true'", with: ""),
            says: "no process is executable"),
    ]

    @Test(arguments: refused) func aBadModelIsRefusedWhenItIsRead(_ row: Refused) async throws {
        try await withProject(["README.md": "models\n"]) { project in
            try Data(row.model).write(to: project.folder.appending(path: "bad.bpmn"))
            for (command, exit) in [("validate", 1), ("run", 2)] as [(String, Int32)] {
                let outcome = try await project.run("workflow", command, "bad.bpmn")
                #expect(outcome.exit == exit, "\(command): \(outcome.everything)")
                #expect(outcome.everything.contains(row.says), "\(outcome.everything)")
            }
            #expect(!project.exists(".uvmgr/ledger.db"), "what is refused leaves nothing on record")
        }
    }

    /// A model that can be run and comes to grief; its instance stays on record and sound.
    struct Stopped: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let model: String
        let says: String
        var exit: Int32 = 3
        var options: [String] = []
    }

    static let stopped = [
        Stopped(
            testDescription: "a loop without end",
            model: process(
                "<startEvent id='s'/><exclusiveGateway id='a'/><task id='t'/>"
                    + flow("s", "a") + flow("a", "t") + flow("t", "a")),
            says: "has taken all its steps", options: ["--max-steps", "5000"]),
        Stopped(
            testDescription: "a process that calls itself",
            model: line("<callActivity id='t' calledElement='p'/>"), says: "has taken all its steps",
            options: ["--max-steps", "60000"]),
        Stopped(
            testDescription: "a script that raises", model: script("x = 1\n1 / 0"),
            says: "line 2: ZeroDivisionError: division by zero"),
        Stopped(
            testDescription: "a script that prints", model: script("print('hello'); x = 2"), says: "hello",
            exit: 0),
        Stopped(
            testDescription: "a script that kills its worker",
            model: script("import os; os.kill(os.getpid(), 9)"),
            says: "the script ended its worker: it was killed by signal 9"),
        Stopped(
            testDescription: "a script that gives back 100 MB", model: script("x = 'x' * 100_000_000"),
            says: "bytes where 16777216 are allowed"),
        Stopped(
            testDescription: "a result that is no data", model: script("x = object()"),
            says: "has no form in JSON"),
        Stopped(
            testDescription: "no way out",
            model: process(
                "<startEvent id='s'/><exclusiveGateway id='t'/><endEvent id='e'/><endEvent id='f'/>"
                    + flow("s", "t") + flow("t", "e", "1 > 2") + flow("t", "f", "2 > 3")),
            says: "no condition of a flow from `t` holds"),
        Stopped(
            testDescription: "no such program", model: line(command("no-such-program --here")),
            says: "`no-such-program` is not on the path"),
        Stopped(
            testDescription: "a program that hangs",
            model: line(command("sleep 600", " timeout='PT0.2S' effect='atMostOnce'")),
            says: "ran longer than"),
        Stopped(
            testDescription: "a timer in the past",
            model: line(
                "<intermediateCatchEvent id='t'><timerEventDefinition id='d'><timeDate xsi:type='tFormalExpression'>2001-01-01T00:00:00Z"
                    + "</timeDate></timerEventDefinition></intermediateCatchEvent>"),
            says: "completed", exit: 0),
        Stopped(
            testDescription: "two tokens at a join",
            model: process(
                "<startEvent id='s'/><parallelGateway id='x'/><task id='a'/><task id='b'/><exclusiveGateway id='m'/>"
                    + "<task id='c'/><parallelGateway id='j'/><endEvent id='e'/>"
                    + flow("s", "x") + flow("x", "a") + flow("x", "b") + flow("x", "c") + flow("a", "m")
                    + flow("b", "m") + flow("m", "j") + flow("c", "j") + flow("j", "e")),
            says: "tokens wait at `j` for others that cannot come"),
    ]

    @Test(arguments: stopped) func whatComesToGriefIsOnRecord(_ row: Stopped) async throws {
        try await withProject(["bad.bpmn": row.model]) { project in
            let outcome = try await start(
                ["workflow", "run", "bad.bpmn", "--no-wait"] + row.options, in: project.folder
            ).outcome()
            #expect(outcome.exit == row.exit, "\(outcome.everything)")
            #expect(outcome.everything.contains(row.says), "\(outcome.everything)")
            let replayed = try await project.run("workflow", "replay", "last")
            #expect(replayed.exit == 0, "\(replayed.everything)")
        }
    }

    @Test func aMessageThatNobodyWaitsForIsRefused() async throws {
        let waits = process(
            "<startEvent id='s'/><intermediateCatchEvent id='t'><messageEventDefinition id='d' messageRef='m'/>"
                + "</intermediateCatchEvent><endEvent id='e'/>" + flow("s", "t") + flow("t", "e"),
            beside: "<message id='m' name='Paid'/>")
        try await withProject(["wait.bpmn": waits]) { project in
            #expect(try await project.run("workflow", "run", "wait.bpmn", "--no-wait").exit == 0)
            let wrong = try await project.run("workflow", "message", "Paix")
            #expect(wrong.exit == 2)
            #expect(wrong.stderr.contains("nothing waits for the message `Paix`"))
            #expect(wrong.stderr.contains("`Paid`"))
            #expect(try await project.run("workflow", "message", "Paid").exit == 0)
            let late = try await project.run("workflow", "message", "Paid")
            #expect(late.exit == 2)
            #expect(late.stderr.contains("has ended"))
        }
    }
}

// MARK: - Models

private func process(_ body: String, beside: String = "") -> String {
    """
    <definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:uvmgr='urn:uvmgr:bpmn:1' \
    xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' targetNamespace='t'>\(beside)
    <process id='p' isExecutable='true'>\(body)</process></definitions>
    """
}

private func flow(_ source: String, _ target: String, _ condition: String? = nil) -> String {
    let inner = condition.map {
        "<conditionExpression xsi:type='tFormalExpression'>\($0.replacing(">", with: "&gt;"))</conditionExpression>"
    }
    return
        "<sequenceFlow id='\(source)-\(target)' sourceRef='\(source)' targetRef='\(target)'>\(inner ?? "")</sequenceFlow>"
}

/// A start event, an element `t`, and an end event.
private func line(_ element: String, condition: String? = nil) -> String {
    process(
        "<startEvent id='s'/>\(element)<endEvent id='e'/>" + flow("s", "t") + flow("t", "e", condition))
}

private func script(_ text: String) -> String {
    line("<scriptTask id='t' scriptFormat='python'><script>\(text)</script></scriptTask>")
}

private func command(_ words: String, _ attributes: String = "") -> String {
    """
    <serviceTask id='t' implementation='uvmgr:command'><extensionElements><uvmgr:service\(attributes)>\
    <uvmgr:parameter name='run' value='\(words)'/></uvmgr:service></extensionElements></serviceTask>
    """
}
