import Diagnostics
import PythonPackaging
import Testing

@Suite("INI files, configparser's dialect")
struct INIDocumentTests {
    @Test func sectionsValuesAndContinuations() throws {
        let text = """
            # comment
            [metadata]
            Name = demo
            version: 1.0
            description =
                first line

                # a comment between
                second = line
            ; another
            [tool:pytest]
            addopts = -q --strict-markers
            flag
            [metadata]
            license = MIT
            """
        let file = try INIDocument(parsing: text, file: "setup.cfg")
        #expect(file.sections.map(\.name) == ["metadata", "tool:pytest"])
        #expect(file.value("metadata", "name")?.text == "demo")
        #expect(file.value("metadata", "version")?.text == "1.0")
        #expect(file.value("metadata", "description")?.lines == ["first line", "second = line"])
        #expect(file.value("metadata", "license")?.text == "MIT")
        #expect(file.value("tool:pytest", "flag")?.text == "")
        #expect(file.value("tool:pytest", "addopts")?.place.description == "setup.cfg:12")
        #expect(file.section("tool:pytest")?.place.line == 11)
    }

    @Test(arguments: [("a = 1", 1), ("[x]\n= 1", 2), ("\n\n: y", 3)]) func faultIsPlaced(
        text: String, line: Int
    ) {
        #expect { try INIDocument(parsing: text, file: "tox.ini") } throws: {
            ($0 as? PackagingError)?.diagnostic.place?.line == line
        }
    }
}
