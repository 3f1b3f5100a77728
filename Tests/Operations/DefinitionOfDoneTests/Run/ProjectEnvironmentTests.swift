import Capabilities
import Files
import Testing

@testable import DefinitionOfDone

@Suite struct ProjectEnvironmentTests {
    static func environment(_ shop: Workshop) -> ProjectEnvironment? {
        ProjectEnvironment(at: shop.path, fingerprint: "f", LiveFileSystem())
    }

    @Test func readsWhatIsInstalled() throws {
        let shop = try Workshop([
            "pyvenv.cfg": "home = /usr\nversion_info = 3.11.7\n", "bin/python": "",
            "lib/python3.11/site-packages/Typing_Extensions-4.9.0.dist-info/METADATA": "",
            "lib/python3.11/site-packages/zope.interface-6.0.dist-info/METADATA": "",
            "lib/python3.11/site-packages/odd.dist-info/METADATA": "",
            "lib/python3.11/site-packages/idna/__init__.py": "",
            "lib/other/site-packages/no-1.dist-info/x": "",
        ])
        let found = try #require(Self.environment(shop))
        #expect(found.packages == ["typing-extensions": "4.9.0", "zope-interface": "6.0"])
        #expect(found.pythonVersion == "3.11.7")
        #expect(found.python == shop["bin/python"])
    }

    @Test(arguments: ["pyvenv.cfg", "bin/python", "lib"]) func isNoneWithout(_ part: String) throws {
        let shop = try Workshop(["pyvenv.cfg": "version = 3.12.1", "bin/python": "", "lib/python3.12/x": ""])
        #expect(Self.environment(shop)?.pythonVersion == "3.12.1")
        try shop.remove(part)
        #expect(Self.environment(shop) == nil)
    }

    /// As after the interpreter was uninstalled.
    @Test func aDanglingInterpreterIsNone() throws {
        let shop = try Workshop(["pyvenv.cfg": "version = 3.12.1", "lib/python3.12/x": "", "bin/x": ""])
        try shop.link("bin/python", to: "/nonexistent/python")
        #expect(Self.environment(shop) == nil)
    }
}
