import PythonPackaging
import Testing

@Suite("Package names, PEP 503 and 508")
struct PackageNameTests {
    @Test(arguments: [
        ("Friendly-Bard", "friendly-bard"), ("friendly.bard", "friendly-bard"),
        ("FrIeNdLy-._.-bArD", "friendly-bard"),
        ("a", "a"), ("Zope.Interface", "zope-interface"), ("7zip", "7zip"),
    ]) func normalized(text: String, normalized: String) throws {
        let name = try PackageName(text)
        #expect(name.normalized == normalized)
        #expect(name.spelling == text)
        #expect(try name == PackageName(normalized))
    }

    @Test(arguments: [("", 1), ("-a", 1), ("a-", 2), ("a b", 2), ("ünicode", 1), ("a/b", 2), (".", 1)])
    func refused(text: String, column: Int) {
        #expect { try PackageName(text) } throws: { error in
            guard case .malformed(let fault)? = error as? PackagingError else { return false }
            return fault.subject == .name && fault.column == column
        }
    }
}
