import Files
import Projects
import PythonPackaging
import Testing

@testable import DefinitionOfDone

@Suite struct EnvironmentRecipeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let files: [String: String]
        let steps: [String]
        var fallback: String?
        var constraints: String?
    }

    static let install = "pip install --python /env/bin/python"
    static let groups = """
        [dependency-groups]
        dev = ["ruff"]
        docs = ["sphinx"]
        Test = ["pytest"]
        [project.optional-dependencies]
        testing = ["hypothesis"]
        plot = ["matplotlib"]
        """
    static let members = "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n"
    static let member = "[project]\nname = \"a\"\nversion = \"1\"\n"
    static let rows = [
        Row(
            testDescription: "a uv lock",
            files: [
                "pyproject.toml": "[project]\nname = \"p\"\nversion = \"1\"\n" + groups,
                "uv.lock": "version = 1\n",
            ],
            steps: ["sync --locked --group Test --extra testing"],
            fallback: "sync --frozen --group Test --extra testing"),
        Row(
            testDescription: "PEP 621 without a lock",
            files: ["pyproject.toml": "[project]\nname = \"p\"\nversion = \"1\"\n" + groups],
            steps: ["venv --clear /env", "\(install) --editable .[testing] --group dev --group Test"]),
        Row(
            testDescription: "requirements files",
            files: [
                "requirements.txt": "idna\n", "requirements-dev.txt": "pytest\n",
                "requirements-docs.txt": "sphinx\n",
            ],
            steps: [
                "venv --clear /env",
                "\(install) --requirement requirements.txt --requirement requirements-dev.txt",
            ]),
        Row(
            testDescription: "a folder of requirements",
            files: [
                "requirements.txt": "x\n", "requirements/base.txt": "idna\n",
                "requirements/tests.txt": "pytest\n", "requirements/prod.txt": "x\n",
            ],
            steps: [
                "venv --clear /env",
                "\(install) --requirement requirements.txt --requirement requirements/base.txt --requirement "
                    + "requirements/tests.txt",
            ]),
        Row(
            testDescription: "requirements files, one of them for an old Python",
            files: ["requirements-dev.txt": "pytest==8.0\n", "requirements-dev-3.7.txt": "pytest==7.0\n"],
            steps: ["venv --clear /env", "\(install) --requirement requirements-dev.txt"]),
        Row(
            testDescription: "a requirements file for one Python alone",
            files: ["requirements-tests39.txt": "pytest\n"],
            steps: ["venv --clear /env", "\(install) --requirement requirements-tests39.txt"]),
        Row(
            testDescription: "setup.py with requirements files",
            files: [
                "setup.py": "from setuptools import setup\nsetup(name='p', version='1')\n",
                "requirements.txt": "idna\n", "requirements-dev.txt": "pytest\n",
            ],
            steps: ["venv --clear /env", "\(install) --editable . --requirement requirements-dev.txt"]),
        Row(
            testDescription: "PEP 621 with requirements files",
            files: [
                "pyproject.toml": "[project]\nname = \"p\"\nversion = \"1\"\n",
                "requirements-mypy.txt": "mypy\n",
            ],
            steps: ["venv --clear /env", "\(install) --editable . --requirement requirements-mypy.txt"]),
        Row(
            testDescription: "groups of an older uv",
            files: [
                "pyproject.toml":
                    "[project]\nname = \"p\"\nversion = \"1\"\n[tool.uv]\ndev-dependencies = [\"pytest>=8\"]\n"
            ],
            steps: ["venv --clear /env", "\(install) --editable . pytest>=8"]),
        Row(
            testDescription: "the root of a workspace with a lock",
            files: [
                "pyproject.toml": "[project]\nname = \"p\"\nversion = \"1\"\n" + groups + "\n" + members,
                "uv.lock": "version = 1\n", "packages/a/pyproject.toml": member,
            ],
            steps: ["sync --locked --all-packages --group Test --extra testing"],
            fallback: "sync --frozen --all-packages --group Test --extra testing"),
        Row(
            testDescription: "the root of a workspace without a lock",
            files: [
                "pyproject.toml": "[project]\nname = \"p\"\nversion = \"1\"\n" + members,
                "packages/a/pyproject.toml": member,
            ],
            steps: ["venv --clear /env", "\(install) --editable packages/a --editable ."]),
        Row(
            testDescription: "a root that is no project, without a lock",
            files: [
                "pyproject.toml": "[dependency-groups]\ndev = [\"pytest\"]\n" + members,
                "packages/a/pyproject.toml": member,
            ],
            steps: ["venv --clear /env", "\(install) --editable packages/a --group dev"]),
        Row(
            testDescription: "a workspace whose parts exclude each other",
            files: [
                "pyproject.toml": "[project]\nname = \"p\"\nversion = \"1\"\n" + members
                    + "[tool.uv]\nconflicts = [[{ package = \"a\" }, { package = \"p\" }]]\n",
                "packages/a/pyproject.toml": member,
            ],
            steps: ["venv --clear /env", "\(install) --editable ."]),
        Row(
            testDescription: "one requirements file by another name",
            files: ["requirements-prod.txt": "idna\n"],
            steps: ["venv --clear /env", "\(install) --requirement requirements-prod.txt"]),
        Row(
            testDescription: "Pipenv",
            files: [
                "Pipfile": "[packages]\nidna = \"*\"\n[dev-packages]\npytest = \"*\"\n",
                "Pipfile.lock":
                    "{\"_meta\":{\"pipfile-spec\":6},\"default\":{\"idna\":{\"version\":\"==3.4\",\"index\":\"pypi\"}},\"develop\":{}}",
            ], steps: ["venv --clear /env", "\(install) --constraint /scratch/constraints.txt idna pytest"],
            constraints: "idna==3.4\n"),
    ]

    @Test(arguments: rows) func steps(_ row: Row) throws {
        let shop = try Workshop(row.files)
        let files = LiveFileSystem()
        let project = try discover(startingAt: shop.path, project: shop.path, files: files)
        var cache = DigestCache("")
        let inventory = try Inventory(
            FileWalk(files: files).files(below: shop.path), in: shop.path, cache: &cache, files,
            now: InventoryTests.later())
        let recipe = EnvironmentRecipe(
            project, pinned: try project.lockedPackages(files), inventory: inventory, environment: "/env",
            constraintsFile: "/scratch/constraints.txt")
        #expect(recipe.steps.map { $0.arguments.joined(separator: " ") } == row.steps)
        #expect(recipe.steps.first?.fallback?.joined(separator: " ") == row.fallback)
        #expect(recipe.constraints == row.constraints)
    }
}
