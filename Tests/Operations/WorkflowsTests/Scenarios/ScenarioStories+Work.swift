extension ScenarioStories {
    static let structure: [Story] = [
        (
            "a called process and a subprocess",
            """
            <startEvent id="s"/><callActivity id="c" calledElement="q"/><subProcess id="sub"><startEvent id="s2"/>
            <userTask id="u"/><endEvent id="e2"/>\(flows("s2 > u > e2"))</subProcess><endEvent id="e"/>
            \(flows("s > c > sub > e"))
            """,
            """
            <process id="q" isExecutable="true"><startEvent id="qs"/><userTask id="qu"/><endEvent id="qe"/>
            \(flows("qs > qu > qe"))</process>
            """,
            """
            process: p
            coverage: 100%
            scenarios:
              - name: both
                steps:
                  - expect: {waiting: [qu]}
                  - complete: qu
                    with: {n: 1}
                  - expect: {waiting: [u], variables: {n: 1}}
                  - complete: u
                expect: {trace: [s, qs, qu, qe, c, s2, u, e2, sub, e]}
            """
        ),
        (
            "loops count by their runs",
            """
            <startEvent id="s"/><scriptTask id="a" scriptFormat="feel"><script>{n: 1}</script>
            <multiInstanceLoopCharacteristics isSequential="true"><loopCardinality
            xsi:type="tFormalExpression">runs</loopCardinality></multiInstanceLoopCharacteristics></scriptTask>
            <endEvent id="e"/>\(flows("s > a > e"))
            """, "",
            """
            coverage: 100%
            scenarios:
              - {name: three, start: {variables: {runs: 3}}, expect: {trace: [s, a, a, a, e], visits: {a: 3}}}
              - {name: none, start: {variables: {runs: 0}}, expect: {trace: [s, e], visits: {a: 0}}}
            """
        ),
        (
            "gateways are in a trace that names one",
            """
            <startEvent id="s"/><parallelGateway id="g"/><task id="a"/><task id="b"/><parallelGateway id="j"/>
            <endEvent id="e"/>\(flows("s > g > a > j > e", "g > b > j"))
            """, "",
            """
            scenarios:
              - {name: with, expect: {trace: [s, g, a, b, j, e]}}
              - {name: without, expect: {trace: [s, a, b, e]}}
              - {name: in part, expect: {trace contains: [g, b, e], visits: [j, g-b]}}
            """
        ),
        (
            "compensation is covered by what it leads to",
            """
            <startEvent id="s"/><task id="book"/><boundaryEvent id="undo" attachedToRef="book">
            <compensateEventDefinition/></boundaryEvent><task id="free" isForCompensation="true"/>
            <association sourceRef="undo" targetRef="free" associationDirection="One"/>
            <endEvent id="e"><compensateEventDefinition/></endEvent>\(flows("s > book > e"))
            """, "",
            """
            coverage: 100%
            scenarios:
              - {name: undone, expect: {trace: [s, book, free, e]}}
            """
        ),
        (
            "a script in Python that is not run",
            """
            <startEvent id="s"/><scriptTask id="a" scriptFormat="python"><extensionElements>
            <uvmgr:result variable="tag"/></extensionElements><script>tag = x</script></scriptTask>
            <scriptTask id="b" scriptFormat="python"><script>n = 1</script></scriptTask><endEvent id="e"/>
            \(flows("s > a > b > e"))
            """, "",
            """
            scripts: stubbed
            services: {a: {result: v1}, b: {result: {n: 1}}}
            scenarios:
              - {name: stubbed, expect: {variables: {tag: v1, n: 1}}}
            """
        ),
    ]

    static let time: [Story] = [
        (
            "attempts again, with their delays",
            chain([
                command(
                    "c", "x", retry: "<uvmgr:retry attempts=\"4\" delay=\"PT10S\" factor=\"3\" jitter=\"1\"/>"
                )
            ]), "",
            """
            scenarios:
              - name: the third goes well
                services: {c: [{fail: no}, {fail: no}, {result: {n: 1}}]}
                expect: {variables: {n: 1}, duration: PT40S, calls: {c: 3}}
              - name: none goes well
                services: {c: {fail: no network}}
                expect: {incidents: [{element: c, message: no network}], calls: {c: 4}, trace: [start]}
              - name: for good
                services: {c: {fail: no such thing, permanent: true}}
                expect: {state: incident, calls: {c: 1}, duration: PT0S}
            """
        ),
        (
            "a timer ends work that takes too long",
            """
            <startEvent id="s"/>\(command("c", "x").1)<boundaryEvent id="late" attachedToRef="c">\(timer("PT5M"))
            </boundaryEvent><endEvent id="e"/><endEvent id="f"/>\(flows("s > c > e", "late > f"))
            """, "",
            """
            scenarios:
              - {name: slow, services: {c: {result: {}, takes: PT10M}}, expect: {trace: [s, late, f], duration: PT5M}}
              - {name: as long, services: {c: {result: {}, takes: PT5M}}, expect: {trace: [s, late, f]}}
              - {name: fast, services: {c: {result: {}, takes: PT4M}}, expect: {trace: [s, c, e], duration: PT4M}}
            """
        ),
        (
            "the clock of expressions is the scenario's",
            """
            <startEvent id="s"/><intermediateCatchEvent id="t">\(timer("P1D"))</intermediateCatchEvent>
            <scriptTask id="a" scriptFormat="feel"><script>{day: string(today())}</script></scriptTask>
            <endEvent id="e"/>\(flows("s > t > a > e"))
            """, "",
            """
            at: 2026-02-28T12:00:00Z
            scenarios:
              - name: the day after
                steps: [{wait: PT23H}, {expect: {waiting: [t]}}, {until: 2026-03-01T13:00:00Z}]
                expect: {variables: {day: "2026-03-01"}, duration: P1DT1H}
              - name: another year
                at: 2024-02-28T12:00:00Z
                steps: [{wait: P1D}]
                expect: {variables: {day: "2024-02-29"}}
            """
        ),
        (
            "an event that is repeated",
            """
            <startEvent id="s"/><userTask id="u"/><boundaryEvent id="b" attachedToRef="u" cancelActivity="false">
            <timerEventDefinition><timeCycle xsi:type="tFormalExpression">R3/PT1H</timeCycle></timerEventDefinition>
            </boundaryEvent><endEvent id="e"/>\(flows("s > u > e", "b > e"))
            """, "",
            """
            scenarios:
              - {name: twice, steps: [{wait: PT2H30M}, {complete: u}], expect: {visits: {b: 2, b-e: 2}}}
              - {name: three times, steps: [{wait: PT9H}, {complete: u}], expect: {visits: {b: 3, b-e: 3}}}
              - {name: never, steps: [{wait: PT59M}, {complete: u}], expect: {never: [b]}}
            """
        ),
    ]

    static let services: [Story] = [
        (
            "services are named by element, operation or job type",
            """
            <startEvent id="s"/>\(command("a", "x").1)\(command("b", "y").1)
            <serviceTask id="c"><extensionElements><uvmgr:service operation="job:mail" result="sent"/>
            </extensionElements></serviceTask><serviceTask id="d"/><endEvent id="e"/>
            \(flows("s > a > b > c > d > e"))
            """, "",
            """
            scenarios:
              - name: each
                start: {variables: {n: 2}}
                services:
                  a: {result: {first: true}}
                  uvmgr:command: {feel: "{double: n * 2}"}
                  mail: {result: [1, 2]}
                  d: {result: {last: true}}
                expect:
                  variables: {first: true, double: 4, sent: [1, 2], last: true}
                  calls: {a: [{run: x}], uvmgr:command: 2, mail: 1, d: 1}
            """
        ),
        (
            "a service that steps answer",
            """
            <startEvent id="s"/>\(command("c", "x").1)<boundaryEvent id="b" attachedToRef="c">
            <errorEventDefinition errorRef="x"/></boundaryEvent><endEvent id="e"/><endEvent id="f"/>
            \(flows("s > c > e", "b > f"))
            """, "<error id=\"x\" errorCode=\"X\"/>",
            """
            services: {c: later}
            coverage: 100%
            scenarios:
              - {name: done, steps: [{expect: {waiting: [c]}}, {complete: c, with: {n: 1}}], expect: {variables: {n: 1}}}
              - {name: error, steps: [{error: {task: c, code: X}}], expect: {trace: [s, b, f]}}
              - {name: answered after all, services: {c: {error: X}}, expect: {trace: [s, b, f]}}
            """
        ),
        (
            "an incident is resolved",
            chain([command("c", "x", retry: "<uvmgr:retry attempts=\"1\"/>")]), "",
            """
            scenarios:
              - name: the second time
                services: {c: [{fail: no}, {result: {}}]}
                steps: [{expect: {state: incident}}, {resolve: c}]
                expect: {trace: [start, c, end]}
            """
        ),
    ]
}
