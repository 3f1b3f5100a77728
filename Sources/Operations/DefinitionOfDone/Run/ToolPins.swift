/// The versions of the tools that are used where a project brings none.
package enum ToolPins {
    package static let versions = [
        "black": "26.10.1", "coverage": "7.17.3", "flake8": "7.5.0", "mypy": "2.4.1", "pipenv": "2026.10.3",
        "poetry": "2.5.1",
        "pyright": "1.1.414", "pytest": "9.2.0", "pytest-benchmark": "5.3.1", "ruff": "0.17.6",
        "ty": "0.0.105",
    ]

    /// `name==version`.
    package static func requirement(_ name: String) -> String { "\(name)==\(versions[name] ?? "")" }
}
