import Diagnostics
import StructuredData
import TOML

/// The layout that the settings of a build backend declare.
struct DeclaredLayout {
    private let files: ProjectFiles

    init(_ files: ProjectFiles) { self.files = files }

    func find() throws(PackagingError) -> Explained<ProjectLayout>? {
        if let tool = try files.pyproject?.table("tool") {
            if let found = try hatch(tool) { return found }
            if let found = try uvBuild(tool) { return found }
            if let found = try poetry(tool) { return found }
            if let found = try flit(tool) { return found }
            if let found = try setuptools(tool) { return found }
        }
        return legacy() ?? script()
    }

    /// Of hatch: `[tool.hatch.build.targets.wheel] packages = ["src/name"]`.
    private func hatch(_ tool: TableReader) throws(PackagingError) -> Explained<ProjectLayout>? {
        guard let wheel = try tool.table(["hatch", "build", "targets", "wheel"]), wheel.has("packages") else {
            return nil
        }
        return layout(
            of: try wheel.strings("packages"), "tool.hatch.build.targets.wheel.packages",
            wheel.place("packages"))
    }

    /// Of uv: `[tool.uv.build-backend] module-root = "", module-name = "name"`.
    private func uvBuild(_ tool: TableReader) throws(PackagingError) -> Explained<ProjectLayout>? {
        guard let backend = try tool.table(["uv", "build-backend"]), backend.has("module-name") else {
            return nil
        }
        let root = try backend.string("module-root") ?? "src"
        var names: [String] = []
        if let single = backend.value["module-name"]?.string {
            names = [single]
        } else {
            names = try backend.strings("module-name")
        }
        let tops = Set(names.map { String($0.prefix { $0 != "." }) }).sorted()
        return layout(
            of: tops.map { root.isEmpty ? $0 : "\(root)/\($0)" }, "tool.uv.build-backend.module-name",
            backend.place("module-name"))
    }

    /// Of Poetry: `packages = [{ include = "name", from = "src" }]`.
    private func poetry(_ tool: TableReader) throws(PackagingError) -> Explained<ProjectLayout>? {
        guard let poetry = try tool.table("poetry"), poetry.has("packages") else { return nil }
        var paths: [String] = []
        for entry in try poetry.tables("packages") {
            let include = try entry.required("include")
            paths.append(try entry.string("from").map { "\($0)/\(include)" } ?? include)
        }
        return layout(of: paths, "tool.poetry.packages", poetry.place("packages"))
    }

    /// Of flit: `[tool.flit.module] name = "name"`.
    private func flit(_ tool: TableReader) throws(PackagingError) -> Explained<ProjectLayout>? {
        guard let module = try tool.table(["flit", "module"]), let name = try module.string("name") else {
            return nil
        }
        let path = files.isFolder("src/\(name)") || files.has("src/\(name).py") ? "src/\(name)" : name
        return layout(of: [path], "tool.flit.module.name", module.place("name"))
    }

    /// `packages`, `py-modules`, or `packages.find.where`.
    private func setuptools(_ tool: TableReader) throws(PackagingError) -> Explained<ProjectLayout>? {
        guard let table = try tool.table("setuptools") else { return nil }
        let root = try table.table("package-dir")?.string("") ?? ""
        if table.value["packages"]?.array != nil || table.has("py-modules") {
            let isList = table.value["packages"]?.array != nil
            let packages = isList ? try table.strings("packages") : []
            let names = packages + (try table.strings("py-modules"))
            let tops = Set(names.map { String($0.prefix { $0 != "." }) }).sorted()
            let key = isList ? "packages" : "py-modules"
            return layout(
                of: tops.map { root.isEmpty ? $0 : "\(root)/\($0)" }, "tool.setuptools.\(key)",
                table.place(key))
        }
        guard table.value["packages"]?.object != nil, let find = try table.table(["packages", "find"]) else {
            return nil
        }
        guard let first = try find.strings("where").first, first != "." else { return nil }
        return found(under: first, "tool.setuptools.packages.find.where", find.place("where"))
    }

    /// `[options] package_dir = =src`, `[options.packages.find] where = src`, `py_modules`.
    private func legacy() -> Explained<ProjectLayout>? {
        guard let config = files.ini["setup.cfg"] else { return nil }
        if let value = config.value("options.packages.find", "where"), let root = value.lines.first,
            root != "."
        {
            return found(under: root, "[options.packages.find] where", value.place)
        }
        if let value = config.value("options", "package_dir") {
            let pairs = value.lines.map {
                $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            }
            if let pair = pairs.first(where: { $0.count == 2 && RequirementsLine.trimmed($0[0]).isEmpty }) {
                return found(under: RequirementsLine.trimmed(pair[1]), "[options] package_dir", value.place)
            }
        }
        guard let value = config.value("options", "py_modules") else { return nil }
        return layout(of: value.lines, "[options] py_modules", value.place)
    }

    /// `package_dir={"": "lib"}` of `setup.py`.
    private func script() -> Explained<ProjectLayout>? {
        guard let (root, line) = LegacyMetadata.packageFolder(in: files.setupScript) else { return nil }
        return found(under: root, "package_dir", SourcePlace(file: "setup.py", line: line))
    }

    private func found(under root: String, _ key: String, _ place: SourcePlace) -> Explained<ProjectLayout>? {
        let packages = LayoutFinder.packages(in: root, of: files)
        let modules = LayoutFinder.modules(in: root, of: files)
        guard !packages.isEmpty || !modules.isEmpty else { return nil }
        return Explained(
            ProjectLayout(style: .src, root: root, packages: packages, modules: modules), why: "`\(key)`",
            place: place)
    }

    /// The layout of declared paths without `.py`; `nil` when none of them is there, as a stale setting helps nobody.
    private func layout(of paths: [String], _ key: String, _ place: SourcePlace) -> Explained<ProjectLayout>?
    {
        let cleaned = paths.map { $0.split(separator: "/").filter { $0 != "." }.map(String.init) }.filter {
            !$0.isEmpty
        }
        let roots = Set(cleaned.map { $0.dropLast().joined(separator: "/") })
        guard roots.count == 1, let root = roots.first else { return nil }
        let prefix = root.isEmpty ? "" : root + "/"
        let names = Set(cleaned.compactMap(\.last)).sorted()
        let packages = names.filter { files.isFolder(prefix + $0) }
        let modules = names.map { $0.hasSuffix(".py") ? String($0.dropLast(3)) : $0 }
            .filter { !packages.contains($0) && files.has(prefix + $0 + ".py") }
        guard !packages.isEmpty || !modules.isEmpty else { return nil }
        let style: ProjectLayout.Style = root.isEmpty ? (packages.isEmpty ? .modules : .flat) : .src
        return Explained(
            ProjectLayout(style: style, root: root, packages: packages, modules: modules), why: "`\(key)`",
            place: place)
    }
}
