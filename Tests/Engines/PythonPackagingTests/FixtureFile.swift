import Foundation

/// The text of a fixture.
func fixtureText(_ name: String) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
}

/// The lines of a text fixture, without comments.
func fixtureLines(_ name: String) throws -> [String] {
    try fixtureText(name).split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
}
