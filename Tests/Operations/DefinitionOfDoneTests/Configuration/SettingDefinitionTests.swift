import Testing

@testable import DefinitionOfDone

@Suite struct SettingDefinitionTests {
    @Test(arguments: [
        ("90s", Duration.seconds(90)), ("1.5min", .seconds(90)), ("500ms", .milliseconds(500)),
        ("2h", .seconds(7200)),
        ("3m", .seconds(180)), ("2 min", .seconds(120)), ("", nil), ("s", nil), ("90", nil), ("-1s", nil),
        ("0s", nil),
        ("nans", nil), ("infs", nil), ("1e400s", nil), ("1000000000h", nil), ("5 days", nil), ("1,5s", nil),
    ]) func durations(_ text: String, _ expected: Duration?) {
        #expect(Duration(setting: text) == expected)
    }

    @Test func everyVariableIsItsOwn() {
        let variables = SettingDefinition.all.map(\.variable)
        #expect(Set(variables).count == variables.count)
        #expect(SettingDefinition.named("gate-timeout")?.variable == "UVMGR_DOD_GATE_TIMEOUT")
        for definition in SettingDefinition.all {
            if let builtin = definition.builtin {
                #expect(definition.form.accepts(builtin), "\(definition.key)")
            }
        }
    }
}
