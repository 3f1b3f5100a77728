import StructuredData
import TOML

/// Finds the tests: where pytest is told to look, else the usual folders that have test files.
struct TestFinder {
    let files: ProjectFiles

    init(_ files: ProjectFiles) { self.files = files }

    func paths() throws(PackagingError) -> Explained<[String]> {
        if let declared = try declared() { return declared }
        let folders = files.folders.keys.filter { path in
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            return (name == "tests" || name == "test") && hasTests(path)
        }.sorted()
        // A folder inside another that is listed adds nothing.
        let top = folders.filter { path in !folders.contains { path != $0 && path.hasPrefix($0 + "/") } }
        if let first = top.first { return Explained(top, why: "`\(first)` has test files") }
        let loose = files.entries("").filter { !$0.isFolder && Self.isTestFile($0.name) }.map(\.name).sorted()
        if let first = loose.first { return Explained(loose, why: "`\(first)` is a test file") }
        return Explained([], why: "no test file was found")
    }

    static func isTestFile(_ name: String) -> Bool {
        name.hasSuffix(".py") && LayoutFinder.isTestModule(String(name.dropLast(3))) || name == "tests.py"
    }

    private func hasTests(_ folder: String) -> Bool {
        files.folders.contains { path, entries in
            (path == folder || path.hasPrefix(folder + "/"))
                && entries.contains { !$0.isFolder && Self.isTestFile($0.name) }
        }
    }

    /// `testpaths` of pytest, as far as they are there.
    private func declared() throws(PackagingError) -> Explained<[String]>? {
        let pytest = try files.pyproject?.table(["tool", "pytest"])
        for (table, key) in [
            (try pytest?.table("ini_options"), "tool.pytest.ini_options"), (pytest, "tool.pytest"),
        ] {
            guard let table, table.has("testpaths") else { continue }
            let isText = table.value["testpaths"]?.string != nil
            let paths = isText ? words(try table.string("testpaths")) : try table.strings("testpaths")
            if let found = existing(paths) {
                return Explained(found, why: "`\(key).testpaths`", place: table.place("testpaths"))
            }
        }
        for (file, section) in [
            ("pytest.ini", "pytest"), (".pytest.ini", "pytest"), ("tox.ini", "pytest"),
            ("setup.cfg", "tool:pytest"),
        ] {
            guard let value = files.ini[file]?.value(section, "testpaths"),
                let found = existing(words(value.text))
            else {
                continue
            }
            return Explained(found, why: "`[\(section)] testpaths` in \(file)", place: value.place)
        }
        return nil
    }

    private func words(_ text: String?) -> [String] {
        (text ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The paths that are there, or that lie deeper than was looked; `nil` if none is.
    private func existing(_ paths: [String]) -> [String]? {
        let cleaned = paths.map { path in
            path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        }
        let found = cleaned.filter { path in
            let parent = path.split(separator: "/").dropLast().joined(separator: "/")
            return !path.isEmpty && (files.has(path) || files.folders[parent] == nil)
        }
        return found.isEmpty ? nil : found
    }
}
