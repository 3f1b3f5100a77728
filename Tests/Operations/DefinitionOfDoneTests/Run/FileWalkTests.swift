import Files
import Testing

@testable import DefinitionOfDone

@Suite struct FileWalkTests {
    @Test func listsTheProjectAndNothingElse() throws {
        let outside = try Workshop(["secret.txt": "x"])
        let shop = try Workshop([
            "a.py": "", "src/b.py": "", ".venv/x.py": "", "env/pyvenv.cfg": "", "env/lib/y.py": "",
            ".git/HEAD": "",
            "src/__pycache__/b.pyc": "", "p.egg-info/PKG-INFO": "", ".uvmgr/ledger.db": "", "漢 é/'q\".py": "",
        ])
        try shop.link("loop", to: ".")
        try shop.link("src/up", to: "..")
        try shop.link("again", to: "src")
        try shop.link("outside", to: outside.path)
        try shop.link("self", to: "self")
        try shop.link("root", to: "/")
        let found = FileWalk(files: LiveFileSystem()).files(below: shop.path)
        // A folder that is reached twice is listed once, by whichever way comes first.
        #expect(found.filter { !$0.hasSuffix("b.py") } == ["a.py", "漢 é/'q\".py"])
        #expect(found.count { $0.hasSuffix("b.py") } == 1)
    }

    /// An environment in the project's own folder does not make the project one.
    @Test func anEnvironmentAtTheTop() throws {
        let shop = try Workshop(["pyvenv.cfg": "", "a.py": ""])
        #expect(FileWalk(files: LiveFileSystem()).files(below: shop.path) == ["a.py", "pyvenv.cfg"])
    }
}
