import Diagnostics
import PythonPackaging
import Testing

/// Locks written by uv, Poetry, Pipenv and `uv export`, read back.
@Suite("Lock files")
struct LockFileTests {
    static func lock(_ name: String, _ kind: LockKind) throws -> LockFile {
        try LockFile(parsing: try fixtureText("locks/" + name), kind: kind, file: name)
    }

    static func summary(_ package: LockedPackage) -> String {
        let version = package.version?.description ?? "-"
        return "\(package.place?.line ?? 0) \(package.name) \(version) \(package.source) \(package.hashes)"
            + (package.marker.map { " if \($0)" } ?? "")
            + (package.groups.isEmpty ? "" : " in \(package.groups)")
    }

    @Test func uv() throws {
        let lock = try Self.lock("uv.lock", .uv)
        #expect(lock.formatVersion == "1.5")
        #expect(lock.requiresPython?.description == ">=3.9")
        let pypi = #"registry(Optional("https://pypi.org/simple")) all"#
        #expect(
            lock.packages.map(Self.summary) == [
                "15 certifi 2024.2.2 \(pypi)", "24 colorama 0.4.6 \(pypi)",
                #"33 demo 0.1.0 editable(".") none"#,
                "61 idna 3.20 \(pypi)", #"70 iniconfig 2.1.0 \#(pypi) if python_full_version < "3.10""#,
                #"82 iniconfig 2.3.1 \#(pypi) if python_full_version >= "3.10""#,
                #"94 member 1.0 editable("packages/member") none"#, "105 zipp 3.23.1 \(pypi)",
            ])
        #expect(lock.thirdParty.count == 6)
        #expect(lock.packages[2].dependencies.map(\.spelling) == ["colorama", "idna", "member", "zipp"])
    }

    @Test func pylock() throws {
        let lock = try Self.lock("pylock.toml", .pylock)
        #expect(lock.formatVersion == "1.0")
        #expect(lock.packages.count == 8)
        #expect(lock.packages.filter(\.isFirstParty).map(\.name.spelling) == ["demo", "member"])
        #expect(lock.thirdParty.allSatisfy { $0.hashes == .all && $0.version != nil })
        #expect(lock.packages.last?.marker?.description == #"python_full_version < "3.10""#)
    }

    @Test func poetry() throws {
        let lock = try Self.lock("poetry.lock", .poetry)
        #expect(lock.formatVersion == "2.1")
        #expect(lock.requiresPython?.description == ">=3.9,<4")
        #expect(
            lock.packages.map(\.name.spelling) == [
                "certifi", "idna", "iniconfig", "iniconfig", "local", "zipp", "zipp",
            ])
        #expect(lock.packages.filter(\.isFirstParty).map(\.source) == [.editable("local")])
        #expect(lock.thirdParty.allSatisfy { $0.hashes == .all })
        #expect(lock.packages[2].groups == ["dev"])
        #expect(lock.packages[6].marker?.description == #"python_version >= "3.10""#)
    }

    @Test func pipenv() throws {
        let lock = try Self.lock("Pipfile.lock", .pipenv)
        #expect(lock.requiresPython?.description == "==3.11.*")
        let pypi = #"registry(Optional("https://pypi.org/simple")) all"#
        #expect(
            lock.packages.map(Self.summary) == [
                #"19 idna 3.20 \#(pypi) if python_version >= "3.9" in ["default"]"#,
                #"28 zipp - registry(nil) none if python_version < "3.10" in ["default"]"#,
                #"34 iniconfig 2.0.0 \#(pypi) if python_version >= "3.7" in ["develop"]"#,
            ])
    }

    @Test func requirements() throws {
        let lock = try Self.lock("requirements.lock", .requirements)
        #expect(
            lock.packages.map(\.name.spelling) == [
                "certifi", "colorama", "idna", "iniconfig", "iniconfig", "zipp",
            ])
        #expect(lock.packages.allSatisfy { $0.hashes == .all })
        #expect(lock.packages[3].marker?.description == #"python_full_version < "3.10""#)
    }

    @Test func olderPoetry() throws {
        let text = """
            [[package]]
            name = "Idna"
            version = "3.4"
            category = "main"
            optional = false
            python-versions = ">=3.5"

            [[package]]
            name = "tool"
            version = "1.0"
            category = "dev"
            [package.source]
            type = "git"
            url = "https://git.example/tool.git"
            reference = "main"
            resolved_reference = "abc123"

            [metadata]
            lock-version = "1.1"
            python-versions = "~2.7 || ^3.6"

            [metadata.files]
            Idna = [{file = "a.whl", hash = "sha256:aa"}, {file = "b.tar.gz"}]
            tool = []
            """
        let lock = try LockFile(parsing: text, kind: .poetry, file: "poetry.lock")
        #expect(
            lock.packages.map(Self.summary) == [
                #"1 Idna 3.4 registry(nil) some in ["main"]"#,
                #"8 tool 1.0 git("https://git.example/tool.git", revision: Optional("abc123")) none in ["dev"]"#,
            ])
        #expect(lock.requiresPython?.contains(try Version("3.5")) == false)
    }

    @Test func everySourceOfUV() throws {
        let sources = [
            (#"git = "https://h/x?rev=v1#c0ffee""#, false), (#"url = "https://h/x.zip""#, false),
            (#"path = "x.whl""#, false), (#"directory = "../x""#, true), (#"virtual = ".""#, true),
        ]
        for (source, isFirstParty) in sources {
            let text = "version = 1\n[[package]]\nname = \"x\"\nsource = { \(source) }\n"
            let lock = try LockFile(parsing: text, kind: .uv, file: "uv.lock")
            #expect(lock.packages.map(\.isFirstParty) == [isFirstParty], "\(source)")
        }
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let kind: LockKind
        let text: String
        let place: String
        let message: String
        var testDescription: String { "\(kind) \(place)" }
    }

    @Test(arguments: [
        Fault(
            kind: .uv, text: "revision = 1\nversion = 2\n", place: "x:2:11",
            message: "format version 2 of uv, but only 1"),
        Fault(kind: .uv, text: "", place: "x", message: "does not say which format version of uv"),
        Fault(
            kind: .uv,
            text: "version = 1\n[[package]]\nname = \"a\"\nversion = \"1.x\"\nsource = { virtual = \".\" }",
            place: "x:4:13", message: "`1.x` is not a valid version"),
        Fault(
            kind: .uv, text: "version = 1\n[[package]]\nversion = \"1\"\n", place: "x:2:3",
            message: "`package[0].name` is missing"),
        Fault(
            kind: .uv, text: "version = 1\npackage = 3\n", place: "x:2:11",
            message: "`package` must be an array of tables"),
        Fault(kind: .uv, text: "version = \n", place: "x:1:11", message: "not a TOML document"),
        Fault(
            kind: .poetry, text: "[metadata]\nlock-version = \"3.0\"\n", place: "x:2:16",
            message: "format version 3.0 of poetry, but only 1.x and 2.x"),
        Fault(
            kind: .pylock, text: "lock-version = \"2.0\"\n", place: "x:1:16", message: "only 1.x can be read"),
        Fault(
            kind: .pipenv, text: "{\"_meta\": {\n  \"pipfile-spec\": 7}}", place: "x:2:3",
            message: "format version 7 of pipenv, but only 6"),
        Fault(kind: .pipenv, text: "{", place: "x:1:2", message: "not JSON"),
        Fault(kind: .requirements, text: "a==1\nb>=1\n", place: "x:2", message: "not pinned to one version"),
    ]) func faultIsPlaced(_ row: Fault) {
        #expect { try LockFile(parsing: row.text, kind: row.kind, file: "x") } throws: { error in
            guard let diagnostic = (error as? PackagingError)?.diagnostic else { return false }
            return diagnostic.place?.description == row.place && diagnostic.message.contains(row.message)
        }
    }

    @Test(arguments: [
        ("uv.lock", LockKind.uv), ("poetry.lock", .poetry), ("Pipfile.lock", .pipenv),
        ("pylock.toml", .pylock),
        ("pylock.dev.toml", .pylock), ("pylock.a.b.toml", nil), ("requirements.txt", nil), ("UV.lock", nil),
    ]) func kindOfName(name: String, kind: LockKind?) {
        #expect(LockKind(fileName: name) == kind)
    }
}
