import PythonPackaging
import Testing

@Suite("Version specifier sets, PEP 440")
struct VersionSpecifiersTests {
    @Test func containmentAgreesWithPackaging() throws {
        let rows = try fixtureLines("containment.txt").map { $0.split(separator: "\t").map(String.init) }
        #expect(rows.count >= 2000)
        for row in rows {
            let (specifiers, version) = (try VersionSpecifiers(row[0]), try Version(row[1]))
            let answers = [nil, true, false].map { specifiers.contains(version, prereleases: $0) ? "T" : "F" }
            #expect(answers.joined() == row[2], "\(row[0]) and \(row[1])")
            #expect(try VersionSpecifiers(specifiers.description) == specifiers)
        }
    }

    @Test func syntaxAgreesWithPackaging() throws {
        let rows = try fixtureLines("specifier-syntax.txt")
        #expect(rows.count >= 500)
        for row in rows {
            let text = String(row.dropFirst(2).dropLast())
            #expect(((try? VersionSpecifiers(text)) != nil) == row.hasPrefix("+"), "\(row)")
        }
    }

    @Test(arguments: [
        (">=1.0,<2,", ">=1.0,<2"), ("", ""), (" == 1.0.* ", "==1.0.*"), ("~=1.4.2", "~=1.4.2"),
        ("===Foo", "===Foo"), ("<2.0-RC1", "<2.0rc1"),
    ]) func normalised(text: String, expected: String) throws {
        #expect(try VersionSpecifiers(text).description == expected)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let column: Int
        let reason: TextFault.Reason
        var testDescription: String { text }
    }

    @Test(arguments: [
        Fault(text: "1.0", column: 1, reason: .missingOperator),
        Fault(text: ">=1.0, 2", column: 8, reason: .missingOperator),
        Fault(text: "=1.0", column: 1, reason: .unknownOperator("=")),
        Fault(text: ">=1.0.*", column: 3, reason: .wildcard),
        Fault(text: "==1.0a1.*", column: 3, reason: .wildcard),
        Fault(text: "<=1.0+x", column: 3, reason: .localLabel),
        Fault(text: ">=1, ~=1", column: 8, reason: .compatibleNeedsTwo),
        Fault(text: ">= ", column: 4, reason: .notAVersion("")),
        Fault(text: ">=1.x", column: 3, reason: .notAVersion("1.x")),
        Fault(text: ">=1 2", column: 5, reason: .expected("`,` or the end")),
    ]) func faultIsPlaced(_ row: Fault) {
        #expect { try VersionSpecifiers(row.text) } throws: { error in
            guard case .malformed(let fault)? = error as? PackagingError else { return false }
            return fault.column == row.column && fault.reason == row.reason
        }
    }

    @Test func choosingPrefersFinals() throws {
        let versions = try ["1.0", "1.1a1", "2.0a1"].map { try Version($0) }
        #expect(try VersionSpecifiers(">=1").selecting(from: versions).map(\.description) == ["1.0"])
        #expect(try VersionSpecifiers(">1.0").selecting(from: versions).count == 2)
        #expect(try VersionSpecifiers(">=1.0a1").selecting(from: versions).count == 3)
        #expect(try VersionSpecifiers(">=1").selecting(from: versions, prereleases: true).count == 3)
        #expect(try VersionSpecifiers(">1.0").selecting(from: versions, prereleases: false).isEmpty)
    }

    @Test(arguments: [
        ("==1.0", "1.0"), ("===1.0", "1.0"), ("==1.*", nil), (">=1", nil), ("==1,<2", nil), ("", nil),
    ])
    func pinned(text: String, version: String?) throws {
        #expect(try VersionSpecifiers(text).pinned?.description == version)
    }
}
