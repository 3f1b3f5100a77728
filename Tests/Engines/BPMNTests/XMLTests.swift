import BPMN
import Diagnostics
import Testing

@Suite("Reading and writing files") struct XMLTests {
    private func refusal(_ bytes: [UInt8]) -> Violation? { violations(of: bytes).first }

    private static func nested(_ depth: Int) -> String {
        Scenario.head + "<extensionElements>" + String(repeating: "<x>", count: depth)
            + String(repeating: "</x>", count: depth) + "</extensionElements></definitions>"
    }

    @Test(arguments: [
        "", "<", "<definitions>", "no xml", "<definitions/><definitions/>", "<a:b/>", "<definitions/>",
        "<html xmlns='http://www.w3.org/1999/xhtml'/>",
        "<!DOCTYPE d [<!ENTITY a 'x'>]><definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>",
        "<!DOCTYPE d SYSTEM 'file:///etc/passwd'><definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>",
        "<?xml version='1.0' encoding='EBCDIC'?><definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>",
        "\(nested(100))",
    ])
    func whatIsNoBPMNIsRefused(text: String) {
        let rule = refusal(Array(text.utf8))?.rule
        #expect(rule == .wellFormed || rule == .rootElement)
    }

    @Test func badBytesAreRefused() {
        #expect(refusal([0xFF, 0xFE, 0x00])?.rule == .wellFormed)
        #expect(refusal(Array("<a>".utf8) + [0xC3, 0x28])?.rule == .wellFormed)
    }

    /// One text in all encodings that editors write.
    @Test func encodings() throws {
        let body = "<process xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='p' name='Prüfung'/>"
        func file(_ encoding: String) -> String {
            "<?xml version='1.0' encoding='\(encoding)'?>"
                + "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'>\(body)</definitions>"
        }
        let latin = { (text: String) in text.unicodeScalars.map { UInt8($0.value) } }
        let wide = file("UTF-16").utf16
        let files: [[UInt8]] = [
            Array(file("UTF-8").utf8), [0xEF, 0xBB, 0xBF] + Array(file("UTF-8").utf8),
            latin(file("ISO-8859-1")),
            latin(file("WINDOWS-1252")), [0xFE, 0xFF] + wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
            [0xFF, 0xFE] + wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
        ]
        for file in files {
            let definitions = try Definitions(parsing: file)
            #expect(definitions.process("p")?.name == "Prüfung")
            #expect(try Definitions(parsing: Array(definitions.written().utf8)) == definitions)
        }
    }

    /// Comments, instructions, foreign elements, prefixes and all kinds of text come through.
    @Test func nothingIsLost() throws {
        let text =
            "<?xml version='1.0'?><!-- first --><?tool on?><b:definitions xmlns:b='http://www.omg.org/spec/BPMN/20100524/MODEL' "
            + "xmlns:o='urn:other' o:mark='&lt;&quot;&amp;&#10;&#9;'><!-- in --><b:process id='p'><b:documentation>a &lt; b "
            + "<![CDATA[c & d]]></b:documentation><b:extensionElements><o:any x='1'><o:deep>t</o:deep></o:any>"
            + "</b:extensionElements></b:process></b:definitions><!-- last -->"
        let definitions = try Definitions(parsing: Array(text.utf8))
        let written = definitions.written()
        #expect(try Definitions(parsing: Array(written.utf8)) == definitions)
        for part in [
            "<!-- first -->", "<?tool on?>", "<!-- in -->", "<!-- last -->", "<o:deep>t</o:deep>",
            "c &amp; d",
        ] {
            #expect(written.contains(part), "\(part)")
        }
    }

    /// A violation has its place, rule, hint and section.
    @Test func diagnosticsPointAtTheFault() throws {
        let text =
            Scenario.head + "\n<process id='p'>\n  <task id='a'/><task id='a'/></process></definitions>"
        do {
            _ = try Definitions(parsing: Array(text.utf8), file: "flow.bpmn")
            Issue.record("it was loaded")
        } catch {
            let diagnostic = error.diagnostic
            #expect(diagnostic.code == "bpmn.id.unique" && diagnostic.message == "the id `a` is used twice")
            #expect(diagnostic.place.map(String.init(describing:)) == "flow.bpmn:3:17")
            #expect(diagnostic.hint?.contains("BPMN 2.0.2") == true)
        }
    }
}
