import Testing

@testable import DefinitionOfDone

@Suite struct WheelInspectionTests {
    @Test(arguments: ["\n", "\r\n"]) func headers(_ end: String) {
        let text = [
            "Metadata-Version: 2.4", "Name: p", "Version: 1.0", "Requires-Dist: idna>=3; extra == 'a: b'",
            "Requires-Dist: six", "Description: one", "        two: three", "", "Name: body",
        ].joined(separator: end)
        let fields = WheelInspection.fields(text)
        #expect(fields["name"] == ["p"])
        #expect(fields["version"] == ["1.0"])
        #expect(fields["requires-dist"] == ["idna>=3; extra == 'a: b'", "six"])
        #expect(fields["two"] == nil)
    }
}
