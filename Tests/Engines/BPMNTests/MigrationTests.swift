import BPMN
import Diagnostics
import StructuredData
import Testing

/// Running instances go on in another version of their model.
@Suite("Migration") struct MigrationTests {
    /// Moves to another model; what is written before it shifts all indices.
    static func move(
        _ run: Scenario, to body: String, _ flows: [String], roots: String = "",
        mapping: [String: String] = [:]
    ) throws -> (Scenario, MigrationPlan) {
        let shift = "<userTask id='new1'/><userTask id='new2'/><endEvent id='new3'/>"
        var next = try Scenario(
            shift + body, ["s > new1", "new1 > new2", "new2 > new3"] + flows, roots: roots)
        let plan = run.state.migrationPlan(from: run.deployment, to: next.deployment, mapping: mapping)
        next.state = try run.state.migrated(from: run.deployment, to: next.deployment, mapping: mapping)
        (next.trace, next.held, next.holds, next.sent) = (run.trace, run.held, run.holds, run.sent)
        try next.feed(.resume)
        return (next, plan)
    }

    static func started(
        _ body: String, _ flows: [String], holds: Set<String> = [], roots: String = "",
        _ variables: [String: JSON] = [:]
    ) throws -> Scenario {
        var run = try Scenario(body, flows, roots: roots)
        run.holds = holds
        try run.start(variables)
        return run
    }

    @Test func worksGoesOnUnderAnotherName() throws {
        let run = try Self.started(plainEnds + tasks("a", "b"), ["s > a", "a > b", "b > e"], holds: ["a"])
        var (next, plan) = try Self.move(
            run, to: plainEnds + tasks("c", "d"), ["s > c", "c > d", "d > e"], mapping: ["a": "d"])
        #expect(plan.isPossible && plan.steps.contains { $0.element == "a" && $0.change == .moved(to: "d") })
        try next.complete("a")
        #expect(next.trace == ["a", "completed"])
    }

    @Test func waitingTokensAreFoundAgain() throws {
        let body = plainEnds + gateway("parallel", "k") + gateway("parallel", "j") + tasks("a", "b")
        let flows = ["s > k", "k > a", "k > b", "a > j", "b > j", "j > e"]
        let run = try Self.started(body, flows, holds: ["b"])
        var (next, plan) = try Self.move(run, to: body, flows.reversed())
        #expect(plan.steps.contains { $0.subject == .token && $0.element == "j" && $0.change == .kept })
        try next.complete("b")
        #expect(next.trace == ["a", "b", "completed"])
    }

    @Test func loopsGoOn() throws {
        let body =
            plainEnds
            + "<userTask id='a'><multiInstanceLoopCharacteristics isSequential='true'><loopCardinality xsi:type='tFormalExpression'>3"
            + "</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
        let run = try Self.started(body, ["s > a", "a > e"], holds: ["a"])
        var (next, plan) = try Self.move(run, to: body, ["s > a", "a > e"])
        #expect(plan.steps.contains { $0.subject == .loop && $0.change == .kept })
        for _ in 0..<3 { try next.complete("a") }
        #expect(next.trace == ["a", "a", "a", "completed"])
    }

    @Test func whatIsDoneCanStillBeUndone() throws {
        let body =
            plainEnds + tasks("a", "w")
            + "<serviceTask id='u' isForCompensation='true'/><boundaryEvent id='b' attachedToRef='a'><compensateEventDefinition/></boundaryEvent>"
            + "<association id='as' sourceRef='b' targetRef='u' associationDirection='One'/>"
            + "<intermediateThrowEvent id='t'><compensateEventDefinition/></intermediateThrowEvent>"
        let flows = ["s > a", "a > w", "w > t", "t > e"]
        let run = try Self.started(body, flows, holds: ["w"])
        var (next, plan) = try Self.move(run, to: body, flows)
        #expect(plan.steps.contains { $0.subject == .record && $0.element == "a" && $0.change == .kept })
        try next.complete("w")
        #expect(next.trace == ["a", "w", "u", "completed"])
    }

    static func timer(_ id: String, _ duration: String, interrupts: Bool = true) -> String {
        "<boundaryEvent id='\(id)' attachedToRef='a' cancelActivity='\(interrupts)'><timerEventDefinition>"
            + "<timeDuration xsi:type='tFormalExpression'>\(duration)</timeDuration></timerEventDefinition></boundaryEvent>"
    }

    @Test func timersAreKeptAddedRemovedAndSetAnew() throws {
        let flows = ["s > a", "a > e", "t > late", "late > e"]
        let body = plainEnds + tasks("a", "late")
        var run = try Self.started(body + Self.timer("t", "PT10S"), flows, holds: ["a"])
        try run.advance(4000)
        let (kept, plan) = try Self.move(run, to: body + Self.timer("t", "PT10S"), flows)
        #expect(plan.steps.contains { $0.subject == .subscription && $0.change == .kept })
        #expect(kept.state.nextTimer == TimeInstant(milliseconds: 10_000))
        var (changed, _) = try Self.move(run, to: body + Self.timer("t", "PT20S"), flows)
        #expect(changed.state.nextTimer == TimeInstant(milliseconds: 24_000))
        try changed.advance(20_000)
        #expect(changed.trace == ["a cancelled", "late", "completed"])
        let (removed, gone) = try Self.move(run, to: body, ["s > a", "a > late", "late > e"])
        #expect(
            removed.state.nextTimer == nil
                && gone.steps.contains { $0.element == "t" && $0.change == .removed })
        let plain = try Self.started(body, ["s > a", "a > late", "late > e"], holds: ["a"])
        var (added, new) = try Self.move(
            plain, to: body + Self.timer("t", "PT${n}S".replacing("${n}", with: "5")), flows)
        #expect(new.steps.contains { $0.element == "t" && $0.change == .added })
        try added.advance(5000)
        #expect(added.trace == ["a cancelled", "late", "completed"])
    }

    /// A boundary event that fired once does not wait again.
    @Test func whatHasComeIsNotAwaitedAgain() throws {
        let flows = ["s > a", "a > e", "t > late", "late > e"]
        let body = plainEnds + tasks("a", "late") + Self.timer("t", "PT10S", interrupts: false)
        var run = try Self.started(body, flows, holds: ["a"])
        try run.advance(10_000)
        let (next, plan) = try Self.move(run, to: body, flows)
        #expect(next.state.nextTimer == nil && !plan.steps.contains { $0.change == .added })
    }

    @Test func eventSubprocessesComeAndGo() throws {
        let root = "<message id='M' name='m'/><message id='N' name='n'/>"
        func handler(_ message: String) -> String {
            "<subProcess id='v' triggeredByEvent='true'><startEvent id='vs' isInterrupting='false'><messageEventDefinition messageRef='\(message)'/>"
                + "</startEvent>\(tasks("h"))<endEvent id='ve'/>\(Scenario.flows(["vs > h", "h > ve"]))</subProcess>"
        }
        let body = plainEnds + tasks("a")
        let run = try Self.started(body, ["s > a", "a > e"], holds: ["a"], roots: root)
        var (next, _) = try Self.move(run, to: body + handler("M"), ["s > a", "a > e"], roots: root)
        try next.feed(.message(name: "m"))
        #expect(next.trace == ["h"])
        var (other, plan) = try Self.move(next, to: body + handler("N"), ["s > a", "a > e"], roots: root)
        #expect(plan.steps.filter { $0.element == "vs" }.map(\.change) == [.removed, .added])
        try other.feed(.message(name: "m"))
        try other.feed(.message(name: "n"))
        #expect(other.trace == ["h", "h"])
    }

    @Test func incidentsGoOn() throws {
        let body = plainEnds + gateway("exclusive", "x") + tasks("a", "b")
        let run = try Self.started(
            body, ["s > x", "x > a : n > 1", "x > b : n > 2", "a > e", "b > e"], ["n": 0])
        #expect(run.trace == ["incident noFlow"])
        var (next, plan) = try Self.move(
            run, to: body, ["s > x", "x > a : n > 1", "x > b : n < 1", "a > e", "b > e"])
        #expect(plan.steps.contains { $0.subject == .incident && $0.change == .kept })
        let incident = try #require(next.state.incidents.keys.first)
        try next.feed(.resolve(incident: incident))
        #expect(next.trace == ["incident noFlow", "b", "completed"])
    }

    /// Models in which the held task `a` cannot go on.
    static let refused: [(String, [String], [String: String], String)] = [
        (plainEnds + tasks("b"), ["s > b", "b > e"], [:], "no element `a`"),
        (plainEnds + "<userTask id='a'/>", ["s > a", "a > e"], [:], "another kind of task"),
        (
            plainEnds + "<subProcess id='a'><task id='t'/></subProcess>", ["s > a", "a > e"], [:],
            "another kind of element"
        ),
        (
            plainEnds
                + "<subProcess id='u'><startEvent id='us'/>\(tasks("a"))\(Scenario.flows(["us > a"]))</subProcess>",
            ["s > u", "u > e"], [:], "another scope"
        ),
        (
            plainEnds + "<serviceTask id='a'><standardLoopCharacteristics loopMaximum='2'/></serviceTask>",
            ["s > a", "a > e"], [:], "loops in another way"
        ),
        (plainEnds + tasks("a"), ["s > a", "a > e"], ["z": "a"], "the old model has no element `z`"),
        (plainEnds + tasks("a"), ["s > a", "a > e"], ["a": "z"], "the new model has no element `z`"),
        (plainEnds + tasks("a"), ["s > a", "a > e"], ["s": "a", "a": "a"], "already stands for another"),
    ]

    @Test(arguments: refused) func refusal(
        body: String, flows: [String], mapping: [String: String], reason: String
    ) throws {
        let run = try Self.started(plainEnds + tasks("a"), ["s > a", "a > e"], holds: ["a"])
        do {
            _ = try Self.move(run, to: body, flows, mapping: mapping)
            Issue.record("it was moved")
        } catch let error as BPMNError {
            #expect(
                error.diagnostic.code == "bpmn.not-migratable" && error.diagnostic.message.contains(reason))
            #expect(error.diagnostic.hint?.isEmpty == false)
        }
    }

    /// Tokens, records and calls that have lost their place.
    @Test func contentsAreRefusedToo() throws {
        let body = plainEnds + gateway("parallel", "k") + gateway("parallel", "j") + tasks("a", "b")
        let flows = ["s > k", "k > a", "k > b", "a > j", "b > j", "j > e"]
        let run = try Self.started(body, flows, holds: ["b"])
        #expect(throws: BPMNError.self) {
            try Self.move(
                run, to: plainEnds + gateway("parallel", "k") + tasks("a", "b"),
                ["s > k", "k > a", "k > b", "a > e", "b > e"])
        }
        let called =
            "<process id='q' isExecutable='true'>\(tasks("w"))</process><process id='r' isExecutable='true'>\(tasks("z"))</process>"
        let caller = plainEnds + "<callActivity id='c' calledElement='q'/>"
        let calling = try Self.started(caller, ["s > c", "c > e"], holds: ["w"], roots: called)
        _ = try Self.move(calling, to: caller, ["s > c", "c > e"], roots: called)
        #expect(throws: BPMNError.self) {
            try Self.move(
                calling, to: caller.replacing("'q'", with: "'r'"), ["s > c", "c > e"], roots: called)
        }
    }
}
