extension ScenarioStories {
    /// A process, a scenario of it, and what is said of it: line, kind and message, then the lines of the differences.
    typealias Failing = (
        name: String, body: String, scenario: String, failures: [String], details: [String]
    )

    private static let people =
        "<startEvent id=\"s\"/><userTask id=\"u\"/><endEvent id=\"e\"/>" + flows("s > u > e")
    private static let call = chain([command("c", "x", retry: "<uvmgr:retry attempts=\"1\"/>")])
    private static let data = chain([script("a", "feel", "{order: {items: [{price: 12}], paid: false}}")])

    static let failing: [Failing] = [
        (
            "state", people, "    expect: {state: completed}",
            ["4 state: `completed` was expected, but the process is `waiting` at `u`"], []
        ),
        (
            "state that nothing says", people, "    expect: {trace: [s]}",
            ["4 state: `completed` was expected, but the process is `waiting` at `u`"], []
        ),
        (
            "incident", call, "    services: {c: {fail: no network}}\n    expect: {never: [end]}",
            ["5 state: `completed` was expected, but the process is `incident`"],
            ["incident at `c`: the work of `c` failed: no network"]
        ),
        (
            "other incidents", call,
            "    services: {c: {fail: no network}}\n    expect: {incidents: [{element: c, message: disk}]}",
            ["5 incident: the incidents are others than expected"],
            ["- `c`: …disk…", "+ `c`: the work of `c` failed: no network"]
        ),
        (
            "an error that did not come", call, "    services: {c: {error: Y}}\n    expect: {error: X}",
            ["5 error: the error `X` was expected, `Y` came"], []
        ),
        (
            "trace", people,
            "    steps: [{error: {task: u, code: X}}]\n    expect: {error: X, trace: [s, u, e]}",
            ["5 trace: `u` was expected after `s`, and nothing came"], ["  s", "- u", "- e"]
        ),
        (
            "trace instead", people, "    steps: [{complete: u}]\n    expect: {trace: [s, e, u]}",
            ["5 trace: `e` was expected after `s`, `u` came instead"], ["  s", "- e", "  u", "+ e"]
        ),
        (
            "trace too long", people, "    steps: [{complete: u}]\n    expect: {trace: [s]}",
            ["5 trace: `u` came after `s`, and nothing was expected"], ["  s", "+ u", "+ e"]
        ),
        (
            "trace contains", people, "    steps: [{complete: u}]\n    expect: {trace contains: [e, u]}",
            ["5 trace: `u` was expected after `e`, and did not come"], ["trace: s → u → e"]
        ),
        (
            "visits", people, "    steps: [{complete: u}]\n    expect: {visits: {u: 2}, never: [u-e]}",
            [
                "5 visits: `u` was to be reached 2 times, and was once", "5 never: `u-e` was reached once",
            ], []
        ),
        (
            "never visited", people, "    expect: {state: waiting, visits: [s, e]}",
            ["4 visits: `e` was never reached"], []
        ),
        (
            "variables", data,
            "    expect:\n      variables:\n        order: {items: [{price: 10}], paid: false}\n        none: 1",
            [
                "6 variable: the variable `order` is not as expected",
                "7 variable: the variable `none` is not as expected; there is no such variable",
            ],
            ["items/0/price: expected 10, got 12", "expected 1, got nothing"]
        ),
        (
            "conditions", data,
            "    expect:\n      holds:\n        - order.paid\n        - count(order.items) = 1",
            ["6 holds: `order.paid` is false"], []
        ),
        (
            "waiting", people, "    expect: {waiting: [e]}",
            ["4 waiting: the process waits elsewhere than expected"], ["- e", "+ u"]
        ),
        (
            "duration", call, "    services: {c: {result: {}, takes: PT90M}}\n    expect: {duration: PT1H}",
            ["5 duration: it took PT1H30M, not PT1H"], []
        ),
        (
            "calls", call, "    services: {c: {result: {}}}\n    expect: {calls: {c: 2}}",
            ["5 calls: `c` was to be called 2 times, and was once"], []
        ),
        (
            "parameters of calls", call,
            "    services: {c: {result: {}}}\n    expect: {calls: {c: [{run: y}]}}",
            ["5 calls: `c` was called with other parameters"], ["call 1: run: expected \"y\", got \"x\""]
        ),
        (
            "no answer", call, "    expect: {state: completed}",
            ["3 services: `c` calls `uvmgr:command`, and nothing says what it answers"], []
        ),
        (
            "too few answers", call,
            "    services: {c: [{fail: a}]}\n    steps: [{resolve: c}]\n    expect: {state: completed}",
            ["4 services: `c` is asked again after its answer"], []
        ),
        (
            "answers left over", call,
            "    services: {c: [{result: {}}, {result: {}}]}\n    expect: {state: completed}",
            ["4 services: `c` has 2 answers, and 1 was asked for"], []
        ),
        (
            "a task that is not open", people,
            "    steps: [{complete: u}, {complete: u}]\n    expect: {state: completed}",
            ["4 step: `u` is not open; the process has ended"], []
        ),
        (
            "a task that sees other variables", people,
            "    steps: [{complete: u, where: {n: 1}}]\n    expect: {state: completed}",
            ["4 step: none of the 1 open `u` sees such variables"], []
        ),
        (
            "a moment that has passed", people,
            "    steps: [{until: 2020-01-01}]\n    expect: {state: waiting}",
            ["4 step: it is 2026-01-01T00:00:00.000Z already"], []
        ),
        (
            "no incident to resolve", people, "    steps: [{resolve: u}]\n    expect: {state: waiting}",
            ["4 step: there is no incident at `u`"], []
        ),
        (
            "no activity to choose", people, "    steps: [{choose: u}]\n    expect: {state: waiting}",
            ["4 step: `u` cannot be chosen; it waits at `u`"], []
        ),
        (
            "a step looks closely, and the end does as well", people,
            "    steps:\n      - expect: {waiting: [e]}\n      - complete: u\n    expect: {never: [e]}",
            [
                "5 waiting: the process waits elsewhere than expected", "7 never: `e` was reached once",
            ],
            ["- e", "+ u"]
        ),
        (
            "an endless process",
            "<startEvent id=\"s\"/><task id=\"a\"/>" + flows("s > a > a"), "    expect: {state: completed}",
            ["3 endless: the process took more than 100000 steps"], []
        ),
        (
            "a start that waits for something",
            "<startEvent id=\"s\">\(timer("PT1H"))</startEvent><endEvent id=\"e\"/>" + flows("s > e"),
            "    expect: {state: completed}", ["3 start: every start of `p` waits for something"], []
        ),
    ]
}
