import Capabilities
import Diagnostics
import Projects
import PythonPackaging
import StructuredData
import Testing

@Suite("Discovery in real folders")
struct DiscoveryTests {
    static let files = DiskFiles()

    /// What was found, in one line.
    static func summary(_ found: DiscoveredProject) -> String {
        let project = found.project
        let layout = project.layout.value
        return "\(project.name.value) \(project.kind.value.rawValue) \(project.manager.value.rawValue)"
            + " \(layout.style.rawValue):\((layout.packages + layout.modules).joined(separator: "+"))"
            + " tests:\(project.testPaths.value.joined(separator: "+"))"
    }

    static func tools(_ project: PythonProject) -> [String?] {
        let tools = project.tools
        return [
            tools.formatter, tools.linter, tools.typeChecker, tools.testRunner, tools.coverage,
            tools.benchmark,
        ]
        .map { $0?.value.rawValue }
    }

    @Test func srcLayoutFromASubfolder() throws {
        let pyproject = """
            [project]
            name = "Orders.App"
            version = "1.2"
            requires-python = ">=3.10"
            dependencies = ["httpx>=0.27"]
            optional-dependencies.cli = ["rich"]

            [dependency-groups]
            test = ["pytest>=8", "pytest-cov", "pytest-benchmark"]
            dev = [{ include-group = "test" }, "mypy"]

            [build-system]
            requires = ["hatchling"]
            build-backend = "hatchling.build"

            [tool.ruff]
            line-length = 100
            """
        try withTree([
            "app/pyproject.toml": pyproject, "app/uv.lock": "version = 1\n",
            "app/src/orders_app/__init__.py": "",
            "app/src/orders_app/deep/er/x.py": "", "app/tests/unit/test_a.py": "",
        ]) { root in
            let found = try discover(startingAt: root + "/app/src/orders_app/deep/er", files: Self.files)
            #expect(found.directory == root + "/app")
            #expect(Self.summary(found) == "Orders.App pep621 uv src:orders_app tests:tests")
            #expect(
                Self.tools(found.project) == [
                    "ruff", "ruff", "mypy", "pytest", "coverage", "pytest-benchmark",
                ])
            #expect(found.project.tools.formatter?.place?.description == "pyproject.toml:16:7")
            #expect(found.project.version.value == .fixed(try Version("1.2")))
            #expect(found.project.requiresPython?.value.description == ">=3.10")
            #expect(found.project.buildBackend?.value == "hatchling.build")
            #expect(found.project.dependencies(ofGroup: "dev").map(\.requirement.name.spelling).count == 4)
            #expect(found.project.extras == ["cli"])
            #expect(found.lock?.paths == [root + "/app/uv.lock"])
            #expect(found.workspace == nil)
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let files: [String: String]
        let summary: String
        let tools: [String?]
        var testDescription: String { name }
    }

    static let rows = [
        Row(
            name: "flat package",
            files: [
                "pyproject.toml":
                    "[project]\nname = \"my-pkg\"\ndynamic = [\"version\"]\n[tool.black]\n[tool.pyright]\n",
                "my_pkg/__init__.py": "", "other/__init__.py": "", "docs/__init__.py": "",
                "tests/test_x.py": "",
                ".flake8": "[flake8]\n",
            ], summary: "my-pkg pep621 pip flat:my_pkg tests:tests",
            tools: ["black", "flake8", "pyright", "unittest", nil, nil]),
        Row(
            name: "flat module",
            files: [
                "pyproject.toml": "[project]\nname = \"tool\"\nversion = \"1\"\n[tool.uv]\n", "tool.py": "",
                "setup.py": "",
                "test_tool.py": "", "noxfile.py": "", "conftest.py": "",
            ], summary: "tool pep621 uv modules:tool tests:test_tool.py",
            tools: [nil, nil, nil, "pytest", nil, nil]),
        Row(
            name: "poetry 1",
            files: [
                "pyproject.toml": """
                [tool.poetry]
                name = "old"
                version = "0.3.0"
                packages = [{ include = "old", from = "lib" }]
                [tool.poetry.dependencies]
                python = "~2.7 || ^3.6"
                requests = { version = "^2.8", extras = ["socks"], python = "<3.8" }
                fast = { git = "https://git.example/fast.git", tag = "v1" }
                near = { path = "../near", develop = true }
                opt = { version = "*", optional = true }
                [tool.poetry.extras]
                more = ["opt"]
                [tool.poetry.group.lint.dependencies]
                pylint = "~3.1"
                [tool.poetry.dev-dependencies]
                pytest = "*"
                """, "lib/old/__init__.py": "", "poetry.lock": "",
            ], summary: "old poetry poetry src:old tests:", tools: [nil, "pylint", nil, "pytest", nil, nil]),
        Row(
            name: "poetry 2",
            files: [
                "pyproject.toml":
                    "[project]\nname = \"new\"\nversion = \"1\"\ndependencies = [\"a (>=1,<2)\"]\n[tool.poetry.group.dev.dependencies]\nmypy = \"^1\"\n[build-system]\nrequires=[\"poetry-core>=2\"]\nbuild-backend=\"poetry.core.masonry.api\"\n",
                "new/__init__.py": "",
            ], summary: "new pep621 poetry flat:new tests:", tools: [nil, nil, "mypy", nil, nil, nil]),
        Row(
            name: "pipenv",
            files: [
                "Pipfile":
                    "[packages]\nflask = \"*\"\nx = { version = \"==1.0\", sys_platform = \"== 'win32'\" }\n[dev-packages]\nty = \"*\"\n[requires]\npython_version = \"3.11\"\n",
                "app.py": "", "Pipfile.lock": "{}",
            ], summary: "p pipenv pipenv modules:app tests:", tools: [nil, nil, "ty", nil, nil, nil]),
        Row(
            name: "requirements",
            files: [
                "requirements.txt": "-r requirements/base.txt\nflask==3.0\n",
                "requirements/base.txt": "-r ../requirements.txt\nidna==3.1\n",
                "requirements-dev.txt": "pytest\n", "main.py": "", "tests.py": "", "tox.ini": "[pytest]\n",
            ], summary: "p requirements pip modules:main tests:tests.py",
            tools: [nil, nil, nil, "pytest", nil, nil]),
        Row(
            name: "setup.cfg",
            files: [
                "setup.cfg":
                    "[metadata]\nname = legacy\nversion = attr: legacy.v\n[options]\npackage_dir =\n    = source\npython_requires = >=3.7\ninstall_requires =\n    six\n    attrs>=20; python_version<'3.9'\n[mypy]\n[tool:pytest]\ntestpaths = checks\n[coverage:run]\n",
                "setup.py": "from setuptools import setup\nsetup()\n", "source/legacy/__init__.py": "",
                "checks/test_a.py": "",
            ], summary: "legacy setuptools-legacy pip src:legacy tests:checks",
            tools: [nil, nil, "mypy", "pytest", "coverage", nil]),
        Row(
            name: "setup.py",
            files: [
                "setup.py":
                    "from setuptools import setup\nsetup(\n    name='scripted',\n    version=\"2.0\",\n)\n",
                "scripted/__init__.py": "", "scripted/tests/test_a.py": "",
            ], summary: "scripted setuptools-legacy pip flat:scripted tests:scripted/tests",
            tools: [nil, nil, nil, "unittest", nil, nil]),
        Row(
            name: "bare", files: ["pyproject.toml": "[tool.ruff.format]\n"],
            summary: "p bare pip none: tests:",
            tools: ["ruff", nil, nil, nil, nil, nil]),
    ]

    @Test(arguments: rows) func kinds(_ row: Row) throws {
        try withTree([:]) { root in
            for (path, text) in row.files { try Self.files.write(Array(text.utf8), to: "\(root)/p/\(path)") }
            let found = try discover(startingAt: root + "/p", files: Self.files)
            #expect(Self.summary(found) == row.summary)
            #expect(Self.tools(found.project) == row.tools)
            #expect(found.notes.isEmpty)
        }
    }

    @Test func poetryDependenciesBecomeRequirements() throws {
        let text = try #require(Self.rows.first { $0.name == "poetry 1" }?.files["pyproject.toml"])
        try withTree(["pyproject.toml": text]) { root in
            let project = try discover(startingAt: root, files: Self.files).project
            #expect(
                project.dependencies.map {
                    "\($0.scope): \($0.requirement)\($0.isEditable ? " editable" : "")"
                } == [
                    #"dependencies: requests[socks]>=2.8,<3; python_version < "3.8""#,
                    "dependencies: fast @ git+https://git.example/fast.git@v1",
                    "dependencies: near @ ../near editable",
                    "extra more: opt", "group dev: pytest", "group lint: pylint>=3.1,<3.2",
                ])
            #expect(project.requiresPython?.value.contains(try Version("3.5")) == false)
            #expect(project.dependencies[1].place?.line == 8)
        }
    }

    @Test func requirementsFilesAreGroupsAndMayBeALock() throws {
        let files = try #require(Self.rows.first { $0.name == "requirements" }).files
        try withTree([:]) { root in
            for (path, text) in files { try Self.files.write(Array(text.utf8), to: "\(root)/\(path)") }
            let open = try discover(startingAt: root, files: Self.files)
            #expect(open.lock == nil)
            #expect(open.project.groups == ["dev"])
            try Self.files.write(Array("pytest==8.0\n".utf8), to: root + "/requirements-dev.txt")
            let pinned = try discover(startingAt: root, files: Self.files)
            #expect(pinned.lock?.kind == .requirements)
            #expect(pinned.lock?.paths.count == 3)
        }
    }

    @Test(arguments: ["with space", "quo'te\"s", "ünï-日本", "a;b$c"]) func oddNames(_ name: String) throws {
        try withTree([:]) { root in
            try Self.files.write(
                Array("[project]\nname = \"x\"\n".utf8), to: "\(root)/\(name)/pyproject.toml")
            try Self.files.write([], to: "\(root)/\(name)/sub dir/x.py")
            let found = try discover(startingAt: "\(root)/\(name)/sub dir", files: Self.files)
            #expect(found.directory == "\(root)/\(name)")
        }
    }

    @Test func symlinkLoopsAreNoFolders() throws {
        try withTree([
            "p/pyproject.toml": "[project]\nname = \"x\"\n", "p/loop": "->loop", "p/self": "->.",
            "p/up": "->..",
            "p/x/__init__.py": "", "p/dangling": "->nowhere",
        ]) { root in
            let found = try discover(startingAt: root + "/p/self/self", files: Self.files)
            #expect(found.directory == root + "/p")
            #expect(found.project.layout.value.packages == ["x"])
            #expect(throws: ProjectError.missing(path: root + "/p/loop")) {
                try discover(startingAt: root + "/p/loop", files: Self.files)
            }
        }
    }

    @Test func homeIsABoundary() throws {
        try withTree(["home/requirements.txt": "x\n", "home/work/a.py": "", "home/p/setup.py": ""]) { root in
            let home = root + "/home"
            #expect(throws: ProjectError.noProject(path: home + "/work")) {
                try discover(startingAt: home + "/work", home: home, files: Self.files)
            }
            for folder in [home, home + "/p"] {
                let found = try discover(startingAt: folder, home: home, files: Self.files)
                #expect(found.directory == folder)
            }
        }
    }
}
