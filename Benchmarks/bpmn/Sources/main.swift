import Foundation
import StructuredData

let words = CommandLine.arguments.dropFirst()
switch (words.first, words.dropFirst().first) {
case ("run", let path?):
    try runFile(path, rounds: words.dropFirst(2).first.flatMap { Int($0) } ?? 1)
case ("replay", let folder?): print(try await replaying(folder).canonical)
case ("durable", let folder?): print(try await durable(folder).canonical)
default:
    let usage = "usage: WorkflowBenchmark run FILE [ROUNDS] | replay FOLDER | durable FOLDER\n"
    FileHandle.standardError.write(Data(usage.utf8))
    exit(2)
}
