import PythonPackaging
import Testing

@Suite("Requirements, PEP 508")
struct RequirementTests {
    @Test func agreesWithPackaging() throws {
        let rows = try fixtureLines("requirement-syntax.txt")
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        #expect(rows.count >= 700)
        for row in rows {
            let text = String(row[1].dropFirst().dropLast())
            guard let requirement = try? Requirement(text) else {
                #expect(row[0] == "-", "\(text)")
                continue
            }
            #expect(row[0] == "+", "\(text)")
            guard row.count > 6 else { continue }
            #expect(requirement.name.spelling == row[2])
            #expect(Set(requirement.extras.map(\.spelling)).sorted().joined(separator: ",") == row[3])
            #expect(requirement.url ?? "" == row[4])
            #expect(
                requirement.specifiers.clauses.map(\.description).sorted().joined(separator: ",") == row[5])
            #expect((requirement.marker != nil) == (row[6] == "m"))
            #expect(try Requirement(requirement.description) == requirement, "\(requirement)")
        }
    }

    @Test(arguments: [
        ("requests >= 2, <3", 1, "requests>=2,<3"),
        ("a @ https://e.org/x;y ; os_name=='nt'", 1, #"a @ https://e.org/x;y ; os_name == "nt""#),
        ("Flask [async,dotenv]~=3.0;extra=='x'", 2, #"Flask[async,dotenv]~=3.0; extra == "x""#),
    ]) func written(text: String, extras: Int, description: String) throws {
        #expect(try Requirement(text).description == description)
    }

    @Test(arguments: [
        ("requests >= 2 3", 15), ("requests[a", 11), ("requests @ ", 12), ("-x", 1), ("", 1),
        ("requests 2.0", 10),
        ("requests>=2;", 13), ("a==1; os_nam == 'x'", 7), ("requests>=two", 11),
    ]) func faultIsPlaced(text: String, column: Int) {
        #expect { try Requirement(text) } throws: { error in
            guard case .malformed(let fault)? = error as? PackagingError else { return false }
            return fault.column == column && fault.caret.hasPrefix(text + "\n")
        }
    }

    @Test func caret() {
        #expect { try Requirement("requests>=two") } throws: { error in
            guard case .malformed(let fault)? = error as? PackagingError else { return false }
            return fault.caret == "requests>=two\n          ^^^"
        }
    }
}
