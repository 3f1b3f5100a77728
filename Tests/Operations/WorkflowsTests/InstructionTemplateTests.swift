import StructuredData
import Testing

@testable import Workflows

/// What is filled in is what Jinja 3.1 gives; the rest stays as it is written.
@Suite struct InstructionTemplateTests {
    private static let variables: [String: JSON] = [
        "name": "Ada", "n": 3, "half": 0.5, "yes": true, "nothing": .null, "list": ["a", 1, .null],
        "order": ["lines": [["product": "mug"]], "it's": "x"],
    ]

    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let filled: String
        var testDescription: String { text }
    }

    static let rows = [
        Row(text: "no braces", filled: "no braces"),
        Row(text: "Hello {{ name }}!", filled: "Hello Ada!"),
        Row(text: "{{name}}{{ n }}{{ half }}", filled: "Ada30.5"),
        Row(text: "{{ yes }} {{ nothing }}", filled: "True None"),
        Row(text: "{{ list }}", filled: "['a', 1, None]"),
        Row(text: "{{ order.lines[0].product }}", filled: "mug"),
        Row(text: "{{ order['lines'][-1]['product'] }}", filled: "mug"),
        Row(text: "{{ order }}", filled: "{\"it's\": 'x', 'lines': [{'product': 'mug'}]}"),
        Row(text: "{{ name|upper }} {{ name | lower }}", filled: "ADA ada"),
        Row(text: "{{ list|length }} {{ name|count }}", filled: "3 3"),
        Row(text: "{{ list|join(', ') }}", filled: "a, 1, None"),
        Row(text: "{{ missing|default('?') }} {{ name|default('?') }}", filled: "? Ada"),
        Row(text: "{{ missing.part|default(\"none\")|upper }}", filled: "NONE"),
        Row(text: "a {{- name -}} b", filled: "aAdab"),
        Row(text: "a {# not for you #}b", filled: "a b"),
        // What has no value, or is open.
        Row(
            text: "{{ missing }} {{ order.missing }} {{ list[9] }}",
            filled: "{{ missing }} {{ order.missing }} {{ list[9] }}"),
        Row(text: "{{ name", filled: "{{ name"),
    ]

    @Test(arguments: rows) func filled(_ row: Row) {
        let template = InstructionTemplate(row.text)
        #expect(template.filled(Self.variables) == row.filled)
        #expect(template.unknown.isEmpty)
    }

    struct Unknown: Sendable, CustomTestStringConvertible {
        let text: String
        let unknown: [String]
        var testDescription: String { text }
    }

    static let unknowns = [
        Unknown(text: "{{ n + 1 }}", unknown: ["{{ n + 1 }}"]),
        Unknown(text: "{{ name.upper() }}", unknown: ["{{ name.upper() }}"]),
        Unknown(text: "{{ name|title }} {{ 'a' }}", unknown: ["{{ name|title }}", "{{ 'a' }}"]),
        Unknown(text: "{{ not name }}", unknown: ["{{ not name }}"]),
        Unknown(text: "{% if yes %}{{ name }}{% endif %}", unknown: ["{% if yes %}"]),
        Unknown(text: "{{ name|upper(1) }}", unknown: ["{{ name|upper(1) }}"]),
    ]

    @Test(arguments: unknowns) func leftAsItIsWritten(_ row: Unknown) {
        let template = InstructionTemplate(row.text)
        #expect(template.unknown == row.unknown)
        #expect(template.filled(Self.variables) == row.text)
    }
}
