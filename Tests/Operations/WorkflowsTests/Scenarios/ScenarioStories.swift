/// A process, what stands beside it in its file, and scenarios.
typealias Story = (name: String, body: String, beside: String, scenarios: String)

/// Processes with scenarios that pass.
enum ScenarioStories {
    /// Name, body of the process, what stands beside it, scenarios.
    static let passing: [Story] =
        people + traffic + structure + time + services

    private static let people: [Story] = [
        (
            "one of several tasks is chosen by what it sees",
            """
            <startEvent id="s"/><userTask id="review"><multiInstanceLoopCharacteristics><loopCardinality
            xsi:type="tFormalExpression">2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
            <endEvent id="e"/>\(flows("s > review > e"))
            """, "",
            """
            scenarios:
              - name: both reviews
                steps:
                  - expect: {waiting: [review], visits: {review: 2}}
                  - complete: review
                    where: {loopCounter: 2}
                    with: {second: true}
                  - expect: {waiting: [review], visits: {review: 2}}
                  - complete: review
                    where: {loopCounter: 1}
                expect: {trace: [s, review, review, e], visits: {review: 2}}
            """
        ),
        (
            "a person throws an error, which is caught or is not",
            """
            <startEvent id="s"/><userTask id="u"/><boundaryEvent id="b" attachedToRef="u">
            <errorEventDefinition errorRef="x"/></boundaryEvent><endEvent id="e"/><endEvent id="f"/>
            \(flows("s > u > e", "b > f"))
            """, "<error id=\"x\" errorCode=\"X\"/>",
            """
            scenarios:
              - name: caught
                steps: [{error: {task: u, code: X}}]
                expect: {trace: [s, b, f], never: [u-e]}
              - name: not caught
                steps: [{error: {task: u, code: Y, message: gone}}]
                expect: {error: Y, trace: [s]}
            """
        ),
        (
            "the inputs and outputs of a task are kept",
            """
            <startEvent id="s"/><userTask id="u"><extensionElements>
            <uvmgr:output target="total" source="=price * count"/></extensionElements></userTask>
            <endEvent id="e"/>\(flows("s > u > e"))
            """, "",
            """
            scenarios:
              - name: a product
                start: {variables: {price: 2.5}}
                steps: [{complete: u, with: {count: 4}}]
                expect: {variables: {total: 10, count: null}, holds: total > 9}
            """
        ),
        (
            "cancelling",
            "<startEvent id=\"s\"/><userTask id=\"u\"/><endEvent id=\"e\"/>\(flows("s > u > e"))", "",
            """
            scenarios:
              - {name: cancelled, steps: [cancel], expect: {state: cancelled}}
              - {name: waiting, expect: {state: waiting, trace: [s], never: [e]}}
            """
        ),
        (
            "an ad-hoc subprocess",
            """
            <startEvent id="s"/><adHocSubProcess id="h"><userTask id="a"/><userTask id="b"/>
            <completionCondition xsi:type="tFormalExpression">done = true</completionCondition></adHocSubProcess>
            <endEvent id="e"/>\(flows("s > h > e"))
            """, "",
            """
            scenarios:
              - name: only what is chosen
                start: {variables: {done: false}}
                steps: [{expect: {waiting: [a, b]}}, {complete: a, with: {done: true}}]
                expect: {trace: [s, a, h, e], never: []}
            """
        ),
    ]

    private static let traffic: [Story] = [
        (
            "messages with and without someone who waits",
            """
            <startEvent id="s"/><userTask id="u"/><intermediateCatchEvent id="paid">
            <messageEventDefinition messageRef="m"/></intermediateCatchEvent><endEvent id="e">
            <messageEventDefinition messageRef="n"/></endEvent>\(flows("s > u > paid > e"))
            """, "<message id=\"m\" name=\"Paid\"/><message id=\"n\" name=\"Thanks\"/>",
            """
            scenarios:
              - name: in time
                steps:
                  - complete: u
                  - expect: {waiting: [paid]}
                  - message: {name: Paid, payload: {by: me}}
                expect: {messages: [{name: Thanks}], variables: {by: me}}
              - name: early
                steps: [{message: {name: Paid, early: true}}, {complete: u}]
                expect: {trace: [s, u, paid, e]}
            """
        ),
        (
            "an event-based gateway",
            """
            <startEvent id="s"/><eventBasedGateway id="g"/><intermediateCatchEvent id="m">
            <messageEventDefinition messageRef="paid"/></intermediateCatchEvent><intermediateCatchEvent id="t">
            \(timer("PT1H"))</intermediateCatchEvent><endEvent id="e"/>\(flows("s > g > m > e", "g > t > e"))
            """, "<message id=\"paid\"/>",
            """
            coverage: 100%
            scenarios:
              - {name: paid, steps: [{expect: {waiting: [g]}}, {message: paid}], expect: {trace: [s, m, e]}}
              - {name: too late, steps: [{wait: PT1H}], expect: {trace: [s, g, t, e], duration: PT1H}}
            """
        ),
        (
            "signals",
            """
            <startEvent id="s"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="go"/>
            </intermediateCatchEvent><intermediateThrowEvent id="t"><signalEventDefinition signalRef="gone"/>
            </intermediateThrowEvent><endEvent id="e"/>\(flows("s > c > t > e"))
            """, "<signal id=\"go\"/><signal id=\"gone\"/>",
            """
            scenarios:
              - name: go
                steps: [{signal: {name: go, payload: {n: 1}}}]
                expect: {signals: [gone], variables: {n: 1}, messages: []}
            """
        ),
        (
            "a message starts the process",
            """
            <startEvent id="s"><messageEventDefinition messageRef="order"/></startEvent><endEvent id="e"/>
            \(flows("s > e"))
            """, "<message id=\"order\"/>",
            """
            scenarios:
              - name: an order
                start: {message: {name: order, payload: {item: a}}, variables: {count: 2}}
                expect: {variables: {item: a, count: 2}}
            """
        ),
    ]
}
