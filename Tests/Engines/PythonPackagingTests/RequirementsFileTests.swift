import Diagnostics
import PythonPackaging
import Testing

@Suite("Requirements files, pip's format")
struct RequirementsFileTests {
    @Test func everyKindOfLine() throws {
        let text = #"""
            # a comment
            --index-url https://user:${TOKEN}@index.example/simple  # with a comment
            --extra-index-url=https://b.example/simple --no-index
            -r base.txt
            -cconstraints.txt
            requests[socks]==2.31.0 ; python_version >= "3.8" \
                --hash=sha256:aa \
                --hash sha256:bb
            -e ./libs/local[dev]
            -e git+https://git.example/x.git@v1#egg=some_name&subdirectory=src
            ./wheels/Foo-1.0-py3-none-any.whl
            https://e.example/a;b.zip ; os_name == 'posix'
            name @ https://e.example/name.zip#sha256=cc
            tool==${VERSION}

            plain
            """#
        let file = try RequirementsFile(parsing: text, file: "requirements.txt")
        #expect(file.entries.map(\.place.line) == [2, 3, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 16])
        #expect(file.values(of: "--index-url") == ["https://user:${TOKEN}@index.example/simple"])
        #expect(file.includes.map(\.path) == ["base.txt", "constraints.txt"])
        #expect(file.includes.map(\.isConstraints) == [false, true])
        #expect(file.requirements.map(\.name.spelling) == ["requests", "name", "plain"])
        #expect(file.entries[5].hashes == ["sha256:aa", "sha256:bb"])
        #expect(file.entries[11].content == .unexpanded("tool==${VERSION}"))
        let locations = file.entries.compactMap { entry -> String? in
            guard case .location(let path, let name, let extras, let marker, let editable) = entry.content
            else {
                return nil
            }
            return "\(path)|\(name?.spelling ?? "")|\(extras.map(\.spelling))|\(marker != nil)|\(editable)"
        }
        #expect(
            locations == [
                #"./libs/local||["dev"]|false|true"#,
                "git+https://git.example/x.git@v1#egg=some_name&subdirectory=src|some_name|[]|false|true",
                "./wheels/Foo-1.0-py3-none-any.whl|Foo|[]|false|false",
                "https://e.example/a;b.zip||[]|true|false",
            ])
    }

    @Test func severalOptionsOnOneLine() throws {
        let file = try RequirementsFile(parsing: "--index-url https://a/ --pre\n", file: "r.txt")
        #expect(file.values(of: "--index-url") == ["https://a/"])
        #expect(file.entries.count == 2)
    }

    @Test(arguments: [
        ("a==1 \\\n# comment\nb==2", [1, 3]), ("\u{FEFF}a\r\nb\r\n", [1, 2]), ("a\\\n  >=1\\\n", [1]),
        ("", []),
        ("a#b", []),
    ]) func lines(text: String, numbers: [Int]) throws {
        guard text != "a#b" else {
            // Without white space before it, `#` is no comment, and no requirement either.
            #expect(throws: PackagingError.self) { try RequirementsFile(parsing: text, file: "r.txt") }
            return
        }
        #expect(try RequirementsFile(parsing: text, file: "r.txt").entries.map(\.place.line) == numbers)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let place: String
        let message: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Fault(text: "a\nrequests>=two", place: "r.txt:2:11", message: "`two` at column 11 is not a version"),
        Fault(text: "--index-ulr x", place: "r.txt:1", message: "no option `--index-ulr`"),
        Fault(text: "--index-url", place: "r.txt:1", message: "`--index-url` needs a value"),
        Fault(text: "--pre=x", place: "r.txt:1", message: "`--pre` takes no value"),
        Fault(text: "\n\n--hash=sha256:x", place: "r.txt:3", message: "belongs to a requirement"),
        Fault(text: "a --index-url x", place: "r.txt:1", message: "cannot follow a requirement"),
        Fault(text: "foo; os_nam == 'x'", place: "r.txt:1:6", message: "no marker variable `os_nam`"),
    ]) func faultIsPlaced(_ row: Fault) {
        #expect { try RequirementsFile(parsing: row.text, file: "r.txt") } throws: { error in
            guard let diagnostic = (error as? PackagingError)?.diagnostic else { return false }
            return diagnostic.place?.description == row.place && diagnostic.message.contains(row.message)
        }
    }
}
