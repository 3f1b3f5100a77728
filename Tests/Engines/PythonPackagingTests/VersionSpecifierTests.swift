import PythonPackaging
import Testing

@Suite("One clause of a specifier")
struct VersionSpecifierTests {
    @Test(arguments: [
        ("==1.0", "==1.0.0", true), ("~=1.0", "~=1.0.0", false), ("==1.*", "==1.0.*", false),
        ("===A", "===a", true), (">=1", ">1", false), ("!=1.0", "!=1", true),
    ]) func equality(a: String, b: String, equal: Bool) throws {
        let (left, right) = (try VersionSpecifiers(a), try VersionSpecifiers(b))
        #expect((left == right) == equal)
        if equal { #expect(left.hashValue == right.hashValue) }
    }

    @Test func madeByHand() throws {
        let version = try Version("1.2+local")
        #expect(VersionSpecifier(.greaterOrEqual, version).description == ">=1.2")
        #expect(VersionSpecifier(.equal, version).description == "==1.2+local")
        #expect(VersionSpecifier(prefix: version, negated: true).description == "!=1.2.*")
    }

    @Test(arguments: [
        (">=1.0a1", true), ("!=1.0a1", false), ("==1.*", false), ("===1.0rc1", true), ("===x", false),
    ])
    func namesPreRelease(text: String, names: Bool) throws {
        #expect(try VersionSpecifiers(text).namesPreRelease == names)
    }
}
