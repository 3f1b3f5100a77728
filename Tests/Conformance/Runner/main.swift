import ConformanceSuites
import Foundation

let data = ProcessInfo.processInfo.environment["UVMGR_CONFORMANCE"] ?? "../shared/conformance"
var command = SuiteCommand(
    data: URL(filePath: data), output: { print($0) },
    notes: { FileHandle.standardError.write(Data("conformance: \($0)\n".utf8)) })
exit(command.run(Array(CommandLine.arguments.dropFirst())))
