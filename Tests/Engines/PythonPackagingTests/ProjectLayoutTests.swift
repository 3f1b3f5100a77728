import Diagnostics
import PythonPackaging
import Testing

@Suite("Layouts")
struct ProjectLayoutTests {
    static func summary(_ project: PythonProject) -> String {
        let layout = project.layout.value
        return "\(layout.style.rawValue) \(layout.sourcePaths.joined(separator: " "))"
    }

    @Test func declaredByTheBuildBackend() throws {
        let backends: [(String, String, String)] = [
            ("[tool.hatch.build.targets.wheel]\npackages = [\"src/b\"]\n", "src src/b", "pyproject.toml:2:1"),
            (
                "[tool.uv.build-backend]\nmodule-root = \"\"\nmodule-name = \"a\"\n", "flat a",
                "pyproject.toml:3:1"
            ),
            (
                "[tool.uv.build-backend]\nmodule-name = [\"b\", \"m\"]\n", "src src/b src/m.py",
                "pyproject.toml:2:1"
            ),
            (
                "[tool.poetry]\nname=\"x\"\npackages = [{include = \"b\", from = \"src\"}]\n", "src src/b",
                "pyproject.toml:3:1"
            ),
            ("[tool.flit.module]\nname = \"b\"\n", "src src/b", "pyproject.toml:2:1"),
            ("[tool.setuptools]\npackages = [\"a\", \"a.sub\"]\n", "flat a", "pyproject.toml:2:1"),
            (
                "[tool.setuptools]\npackage-dir = {\"\" = \"src\"}\npy-modules = [\"m\"]\n", "src src/m.py",
                "pyproject.toml:3:1"
            ),
            (
                "[tool.setuptools.packages.find]\nwhere = [\"src\"]\n", "src src/b src/m.py",
                "pyproject.toml:2:1"
            ),
        ]
        for (text, layout, place) in backends {
            let found = try project([
                "pyproject.toml": text, "a/__init__.py": "", "a/sub/__init__.py": "", "src/b/__init__.py": "",
                "src/m.py": "",
            ])
            #expect(Self.summary(found) == layout, "\(text)")
            #expect(found.layout.place?.description == place, "\(text)")
        }
    }

    /// A setting that names what is not there gives way to what is.
    @Test func staleSettings() throws {
        let found = try project([
            "pyproject.toml": "[tool.hatch.build.targets.wheel]\npackages = [\"gone\"]\n",
            "src/here/__init__.py": "",
        ])
        #expect(Self.summary(found) == "src src/here")
    }

    @Test func detected() throws {
        #expect(
            try Self.summary(project(["src/name_space/part/x.py": "", "src/rust/lib.rs": ""]))
                == "src src/name_space")
        #expect(
            try Self.summary(project(["docs/__init__.py": "", "tests/__init__.py": "", "x.py": ""]))
                == "modules x.py")
        #expect(try Self.summary(project(["no-identifier/__init__.py": "", "setup.py": ""])) == "none ")
        #expect(try Self.summary(project(["b/__init__.py": "", "a/__init__.py": ""])) == "flat a b")
    }

    @Test func legacy() throws {
        #expect(
            try Self.summary(
                project(["setup.cfg": "[options]\npackage_dir =\n  =lib\n", "lib/x/__init__.py": ""]))
                == "src lib/x")
        #expect(
            try Self.summary(
                project(["setup.cfg": "[options]\npy_modules = six\n", "six.py": "", "o.py": ""]))
                == "modules six.py")
        let script = "NAME = 'Odd-Name'\nsetup(name=NAME,\n    package_dir={'': 'lib'},\n)\n"
        let found = try project(["setup.py": script, "lib/yaml/__init__.py": "", "t/__init__.py": ""])
        #expect(Self.summary(found) == "src lib/yaml")
        #expect(found.name.value == "Odd-Name")
        #expect(found.name.place?.description == "setup.py:2")
    }
}
