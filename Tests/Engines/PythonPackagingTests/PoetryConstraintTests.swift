import PythonPackaging
import Testing

@Suite("Poetry constraints")
struct PoetryConstraintTests {
    static let versions = [
        "0", "0.0.2", "0.0.3", "0.0.4", "0.1", "0.2", "0.2.3", "0.2.5", "0.3", "0.9.9", "1.0", "1.0.1", "1.2",
        "1.2.0", "1.2.3", "1.2.4", "1.2.9", "1.3", "1.9", "2.0", "2.0.1", "2.1", "2.7", "2.7.18", "3.0",
        "3.1",
        "3.2", "3.3", "3.3.9", "3.4", "3.5", "3.6", "3.9", "3.10", "3.11", "4.0", "10.0",
    ]

    /// A constraint that specifiers cannot express is refused, never widened.
    static let inexpressible: Set<String> = [
        "1.2.3 || 1.2.4", "1.0 || >=1.2", ">1.0 || <0.5", "~2.7 || ^3.6", "^3.6 || ~2.7 || ^0.9",
    ]

    /// Wildcards that newer releases of Poetry refuse and older ones take.
    static let older: Set<String> = ["1.x", "==*"]

    @Test func allowsWhatPoetryAllows() throws {
        let rows = try fixtureLines("poetry-constraints.txt")
        #expect(rows.count > 50)
        for row in rows {
            let parts = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard let constraint = try? PoetryConstraint(parts[0]) else {
                #expect(parts[1] == "!" || Self.inexpressible.contains(parts[0]), "refused \(parts[0])")
                continue
            }
            guard !Self.older.contains(parts[0]) else { continue }
            let allowed = try Self.versions.filter { constraint.specifiers.contains(try Version($0)) }
            #expect(allowed.joined(separator: " ") == parts[1], "\(parts[0]) as \(constraint.specifiers)")
        }
    }

    @Test(arguments: [
        ("^1.2.3", ">=1.2.3,<2"), ("~1.2", ">=1.2,<1.3"), ("*", ""), ("1.2.*", "==1.2.*"),
        ("1.2.3", "==1.2.3"),
        (">=2.7,<3.0 || >=3.4", ">=2.7,!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*"), ("^1 || ^2", ">=1,<3"),
        ("^0.2.3,!=0.2.5", ">=0.2.3,<0.3,!=0.2.5"),
        ("^99999999999999999999", ">=99999999999999999999,<100000000000000000000"),
    ]) func expressed(text: String, specifiers: String) throws {
        #expect(try PoetryConstraint(text).specifiers.description == specifiers)
    }

    @Test func pythonTwoEndsWithItsLastRelease() throws {
        #expect(
            try PoetryConstraint("~2.7 || ^3.4", ofPython: true).specifiers.description
                == ">=2.7,<4,!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*")
    }

    @Test(arguments: [
        ("1.2.3 || 1.2.5", 1), ("^", 2), ("^1.2.*", 2), ("%1", 1), (">=1 || ", 8), ("", 1), ("^1.2 foo", 6),
        ("<1 || >5000.0", 1), (">=1 ||| 2", 7), ("^^1", 1),
    ]) func refused(text: String, column: Int) {
        #expect { try PoetryConstraint(text) } throws: { error in
            guard case .malformed(let fault)? = error as? PackagingError else { return false }
            return fault.column == column && fault.subject == .constraint
        }
    }
}
