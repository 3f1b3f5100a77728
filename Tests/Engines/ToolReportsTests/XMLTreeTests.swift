import Testing

@testable import ToolReports

@Suite("Hostile XML")
struct XMLTreeTests {
    static let hostile = [
        "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://example.org/\"> %p;]><a/>",
        "<!DOCTYPE a\n SYSTEM 'x'\n [ ]><a/>", "<!ENTITY x 'y'><a/>", "<a>&undefined;</a>",
        "<!doctype a><a/>",
        "<?xml version='1.0' encoding='UTF-16'?><a/>", "<?xml version=\"1.0\" encoding=\"UTF-7\"?><a/>",
        "<a>\u{0}</a>", "<a>\u{1}</a>", "<a b='1' b='2'/>", "<a><!-- </a>", "<a><![CDATA[ </a>", "<a><? </a>",
        "<!DOCTYPE a", "<a>]]></b>", "<a><b></a></b>", "text", "<a/>text", "<a></a><b/>", "<a/></a>",
        "<a b='>'/><a/>", "<a>", "<a",
        String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65),
        String(repeating: "<a>", count: 100_000),
    ]

    @Test(arguments: hostile) func refused(text: String) {
        #expect(performing: { _ = try readXML(bytes(text), as: .junit) }, throws: hasCode("malformed"))
    }

    @Test func otherBytesAreRefused() {
        let utf16: [UInt8] = [0xFE, 0xFF, 0x00, 0x3C, 0x00, 0x61, 0x00, 0x2F, 0x00, 0x3E]
        #expect(performing: { _ = try readXML(utf16, as: .junit) }, throws: hasCode("malformed"))
        #expect(
            performing: { _ = try readXML([0x3C, 0x61, 0xFF], as: .junit) }, throws: hasCode("malformed"))
    }

    @Test func predefinedEntitiesAndPlaces() throws {
        let text =
            "\u{FEFF}<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE a>\n<a k='&lt;&#233;'>&amp;<b>x</b><![CDATA[<&]]></a>"
        let root = try readXML(bytes(text), as: .junit)
        #expect(root.attributes == ["k": "<é"] && root.text == "&<&" && root.children("b").first?.text == "x")
        #expect(root.line == 3)
        let broken = ToolReportError.malformed(
            .junit, reason: "a declaration is not allowed", line: 2, column: nil)
        #expect(throws: broken) { _ = try readXML(bytes("<a>\n<!ELEMENT b></a>"), as: .junit) }
    }
}
