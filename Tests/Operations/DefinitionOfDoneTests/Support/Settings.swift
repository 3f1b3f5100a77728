import Capabilities
import Diagnostics
import Files
import Testing

@testable import DefinitionOfDone

/// The settings that files in a workshop resolve to: `project`, its workspace's `root`, and the `user`'s.
func settings(
    in shop: Workshop, flags: DoDFlags = DoDFlags(), environment: [String: String] = [:]
) throws -> DoDConfiguration {
    let layers = try ConfigurationLayers(
        folders: [shop["project"], shop["root"]], user: shop["user/config.toml"],
        fileSystem: LiveFileSystem(),
        shownFrom: shop["project"])
    return try DoDConfiguration(
        flags: flags, environment: environment, layers: layers, workingDirectory: "/here")
}

/// The settings of one `uvmgr.toml`.
func settings(_ text: String, flags: DoDFlags = DoDFlags()) throws -> DoDConfiguration {
    try settings(in: try Workshop(["project/uvmgr.toml": text]), flags: flags)
}

/// What `body` is refused with, as `file:line:column code: message (hint)`.
func refusal(_ body: () throws -> Void) throws -> String {
    do { try body() } catch let error as DoDError {
        let told = error.diagnostic
        let place = told.place.map { "\($0) " } ?? ""
        return "\(place)\(told.code): \(told.message)" + (told.hint.map { " (\($0))" } ?? "")
    }
    return "accepted"
}
