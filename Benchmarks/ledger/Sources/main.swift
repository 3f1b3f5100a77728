import Foundation

let settings = ProcessInfo.processInfo.environment
let folder = FileManager.default.temporaryDirectory.appending(path: "uvmgr-bench-\(UUID().uuidString)").path()
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
do {
    if CommandLine.arguments.dropFirst().first == "mutations" {
        try await mutations(
            folder, count: settings["MUTATIONS"].flatMap { Int($0) } ?? 10_000,
            untouched: settings["UNTOUCHED"].flatMap { Int($0) } ?? 1000)
    } else {
        try await speed(folder, count: settings["EVENTS"].flatMap { Int($0) } ?? 1_000_000)
    }
    try FileManager.default.removeItem(atPath: folder)
} catch {
    try? FileManager.default.removeItem(atPath: folder)
    throw error
}
