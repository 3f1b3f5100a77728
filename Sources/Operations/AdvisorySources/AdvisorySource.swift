package import Capabilities

/// Where advisories come from.
package enum AdvisorySource: Hashable, Sendable {
    /// The public OSV service, and the PyPI JSON API if that cannot be reached.
    case standard
    /// A service that speaks the OSV protocol; an `http` or `https` URL without a slash at its end.
    case service(url: String)
    /// A ZIP archive of OSV entries, one JSON file each.
    case archive(path: String)
    /// A folder of OSV entries, one JSON file each, at any depth.
    case directory(path: String)

    /// Reads what `--advisories` says.
    ///
    /// - Parameters:
    ///   - argument: A URL, or the path of an archive or a folder; `nil`: ``standard``.
    ///   - folder: What a relative path starts from.
    ///   - files: Tells archives and folders apart.
    /// - Throws: ``AdvisoryError/noSource(_:)`` if it is neither a URL nor the path of anything.
    package init(
        argument: String?, in folder: String, files: some FileSystem
    ) throws(AdvisoryError) {
        guard let argument else {
            self = .standard
            return
        }
        if argument.hasPrefix("https://") || argument.hasPrefix("http://") {
            self = .service(url: trimmed(argument))
            return
        }
        let path = argument.hasPrefix("/") ? argument : trimmed(folder) + "/" + argument
        if files.isDirectory(path) {
            self = .directory(path: path)
        } else if files.isFile(path) {
            self = .archive(path: path)
        } else {
            throw .noSource(argument)
        }
    }
}

/// Without slashes at the end.
func trimmed(_ text: String) -> String {
    var text = text
    while text.hasSuffix("/") { text.removeLast() }
    return text
}
