/// Documents in the shapes that projects have them.
enum RealDocuments {
    static let library = """
        # A library.
        [build-system]
        requires = ["hatchling>=1.25", "hatch-vcs"]  # builds
        build-backend = "hatchling.build"

        [project]
        name = "orders"
        version = "1.4.2"
        description = "Bestellungen für alle – 注文"
        readme = { file = "README.md", content-type = "text/markdown" }
        requires-python = ">=3.11"
        authors = [
            { name = "Zoë Ångström", email = "zoe@example.org" },
            { name = "李雷" },  # 2nd
        ]
        dependencies = [
            "attrs>=23",
            # The client needs HTTP/2.
            "httpx[http2]>=0.27,<1",  # not 1.0
            "typing-extensions; python_version < '3.12'",
        ]
        urls."Source code" = "https://example.org/orders"
        urls.Changelog = "https://example.org/changes"

        [project.optional-dependencies]
        test = ["pytest>=8", "pytest-cov"]
        "docs" = []

        [project.scripts]
        orders = "orders.cli:main"

        [dependency-groups]
        dev = [{ include-group = "test" }, "ruff"]

        [tool.ruff]
        line-length = 110
        lint.select = ["E", "F", "B"]
        lint.per-file-ignores = { "tests/*" = ["S101"], "__init__.py" = ["F401"] }

        [tool.coverage.report]
        exclude_also = [
          'if TYPE_CHECKING:',
          '''@(abc\\.)?abstractmethod''',
        ]

        [[tool.mypy.overrides]]
        module = ["boto3.*", "botocore.*"]
        ignore_missing_imports = true

        [[tool.mypy.overrides]]
        module = "tests.*"
        disallow_untyped_defs = false

        [[tool.uv.index]]
        name = "internal"
        url = "https://example.org/simple"

        """

    static let settings = """
        title = "uvmgr"
        budget.p99 = 0.25
        budget . mean = 1e-1
          indented = true    # with blanks

        [ tool . uvmgr . "dod" ]
        policy = "standard"
        timeout = "20min"
        text = \"""
        [not.a.header]
        key = "not a key" \\"\""
        \"""
        raw = '''
        # not a comment
        '''
        matrix = [ [1, 2],
                   [3, [4, 5]] ]
        until = 2027-03-01
        at = 2027-03-01 10:00:00

        [tool.uvmgr.dod.gates]
        coverage = ">= 80%"

        [tool.uvmgr.dod.gates.types] # a table
        command = ["mypy", "--strict"]

        [[tool.uvmgr.dod.waivers]]
        finding = "GHSA-1"
        [tool.uvmgr.dod.waivers.by]
        name = "a"
        [[tool.uvmgr.dod.waivers]]
        finding = "GHSA-2"
        """

    static let poetry = """
        [tool.poetry]
        name = "old"
        packages = [{include = "old", from = "src"}]

        [tool.poetry.dependencies]
        python = "^3.9"
        requests = {version = "^2.31", extras = ["socks"], optional = true}
        django = [
            {version = "^4", python = "<3.12"},
            {version = "^5", python = ">=3.12"}
        ]

        [tool.poetry.group.dev.dependencies]
        pytest = "*"

        [tool.pytest.ini_options]
        addopts = "-q"
        markers = ["slow: takes long", 'net: uses "the" network']
        """

    static var all: [String] {
        let texts = [library, settings, poetry]
        return texts
            + texts.map {
                "\u{FEFF}"
                    + $0.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
            }
    }
}
