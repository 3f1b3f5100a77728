/// Paths as text, with `/`.
enum Path {
    /// `name` in `folder`; an absolute `name` is itself.
    static func join(_ folder: String, _ name: String) -> String {
        if name.hasPrefix("/") { return name }
        if name.isEmpty { return folder }
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// The folder that holds `path`; `nil` for the root.
    static func parent(_ path: String) -> String? {
        guard path != "/", let slash = path.lastIndex(of: "/") else { return nil }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// `name` in the folder that holds `path`, relative if both are.
    static func beside(_ path: String, _ name: String) -> String {
        guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
        return path[...slash] + name
    }

    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The path without `.`, `..` and doubled slashes, links not followed.
    static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !path.hasPrefix("/") {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    /// `path` as seen from `folder`, both absolute and normalised; empty for the folder itself.
    static func relative(_ path: String, to folder: String) -> String {
        let (target, base) = (path.split(separator: "/"), folder.split(separator: "/"))
        let common = zip(target, base).prefix { $0 == $1 }.count
        return
            (Array(repeating: "..", count: base.count - common) + target.dropFirst(common).map(String.init))
            .joined(separator: "/")
    }
}
