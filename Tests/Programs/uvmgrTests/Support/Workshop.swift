import Foundation
import StructuredData
import Testing

/// A project in a folder of its own, which is gone when the test is over.
struct Project: Sendable {
    let folder: URL

    var path: String { folder.path(percentEncoded: false).trimmingSuffix("/") }
    var ledger: URL { folder.appending(path: ".uvmgr/ledger.db") }

    func file(_ name: String) -> URL { folder.appending(path: name) }

    func write(_ text: String, to name: String) throws {
        let file = file(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ name: String) throws -> String { try String(contentsOf: file(name), encoding: .utf8) }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: file(name).path(percentEncoded: false))
    }

    /// Replaces one piece of a file, which must be there.
    func edit(_ name: String, _ old: String, _ new: String) throws {
        let text = try read(name)
        let range = try #require(text.firstRange(of: old), "\(name) has no \(old)")
        try write(text.replacingCharacters(in: range, with: new), to: name)
    }

    func run(_ arguments: String..., environment: [String: String?] = [:]) async throws -> Outcome {
        try await start(arguments, in: folder, environment: environment).outcome()
    }

    /// `dod validate` with the answer in JSON.
    func validate(
        _ arguments: String..., environment: [String: String?] = [:]
    ) async throws -> Validated {
        let outcome = try await start(
            ["dod", "validate", "--format", "json"] + arguments, in: folder, environment: environment
        ).outcome()
        return Validated(outcome: outcome)
    }

    /// The runs on record, the newest first; that they can be read is part of every test of a fault.
    func runs(environment: [String: String?] = [:]) async throws -> [JSON] {
        let outcome = try await start(
            ["dod", "runs", "--format", "json"], in: folder, environment: environment
        ).outcome()
        try #require(outcome.exit == 0, "\(outcome.everything)")
        return try JSON(parsing: outcome.stdout)["runs"]?.array ?? []
    }
}

/// A validation with its answer read.
struct Validated: Sendable {
    let outcome: Outcome
    /// `nil` if standard output was anything but one JSON document.
    let report: JSON?

    init(outcome: Outcome) {
        self.outcome = outcome
        report = try? JSON(parsing: outcome.stdout)
    }

    var exit: Int32 { outcome.exit }
    var verdict: String? { report?["verdict"]?.string }
    var gates: [JSON] { report?["gates"]?.array ?? [] }

    func gate(_ name: String) -> JSON? { gates.first { $0["name"]?.string == name } }
    func state(_ name: String) -> String? { gate(name)?["status"]?.string }

    /// All that is said about a gate, to look for words in.
    func words(_ name: String) -> String { gate(name)?.pretty ?? "" }

    /// Whether the gate was measured by an earlier run.
    func isReused(_ name: String) -> Bool { gate(name)?["reusedFrom"]?.string != nil }
}

/// Runs `body` with a folder that is removed after it.
func withFolder(_ purpose: String, _ body: (URL) async throws -> Void) async throws {
    let folder = try temporaryFolder(purpose)
    defer { remove(folder) }
    try await body(folder)
}

func remove(_ folder: URL) {
    do { try FileManager.default.removeItem(at: folder) } catch {
        Issue.record("\(folder.path()) was left: \(error)")
    }
}

/// Runs `body` with a project of these files, committed to a git repository of its own.
func withProject(
    _ files: [String: String], in parent: String? = nil, _ body: (Project) async throws -> Void
) async throws {
    try await withFolder("project") { base in
        let folder = parent.map { base.appending(path: $0, directoryHint: .isDirectory) } ?? base
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let project = Project(folder: folder)
        for (name, text) in files { try project.write(text, to: name) }
        try await project.commit()
        try await body(project)
        try await project.replayAll()
    }
}

/// Runs `body` with a copy of one of the examples.
func withExample(_ name: String, _ body: (Project) async throws -> Void) async throws {
    try await withFolder(name) { base in
        let project = Project(folder: base.appending(path: name, directoryHint: .isDirectory))
        try FileManager.default.copyItem(
            at: Program.root.appending(path: "Examples/\(name)"), to: project.folder)
        try? FileManager.default.removeItem(at: project.file(".uvmgr"))
        try await project.commit()
        try await body(project)
        try await project.replayAll()
    }
}

extension Project {
    /// Whatever a test recorded, each verdict must come out the same to the byte when it is decided again.
    ///
    /// A test may have damaged the ledger or the project; then there is nothing to replay.
    func replayAll() async throws {
        guard FileManager.default.fileExists(atPath: ledger.path(percentEncoded: false)) else { return }
        let listed = try await start(["dod", "runs", "--limit", "99", "--format", "json"], in: folder)
            .outcome()
        guard listed.exit == 0 else { return }
        for run in try JSON(parsing: listed.stdout)["runs"]?.array ?? [] {
            guard let id = run["run"]?.string, run["verdict"]?.string != "interrupted" else { continue }
            let replay = try await start(["dod", "replay", id], in: folder).outcome()
            #expect(replay.exit == 0, "\(replay.everything)")
        }
    }

    func commit() async throws {
        let done = try await sh("git init -q -b main . && git add -A && git commit -q -m start", in: folder)
        try #require(done.exit == 0, "\(done.everything)")
    }
}

/// The files of a project that needs no package from anywhere: unittest, and a lock with nothing in it.
enum Tiny {
    static let pyproject = """
        [project]
        name = "tiny"
        version = "0.1.0"
        requires-python = ">=3.9"

        """

    static let lock = """
        version = 1
        revision = 3
        requires-python = ">=3.9"

        [[package]]
        name = "tiny"
        version = "0.1.0"
        source = { virtual = "." }

        """

    static let test = """
        import unittest


        class AddingTest(unittest.TestCase):
            def test_sum(self):
                self.assertEqual(1 + 1, 2)

        """

    static func files(settings: String = "", test: String = Tiny.test) -> [String: String] {
        ["pyproject.toml": pyproject + settings, "uv.lock": lock, "tests/test_tiny.py": test]
    }

    /// A unittest whose one test has this body.
    static func test(_ body: String) -> String {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { "        \($0)" }
        return """
            import ctypes
            import os
            import signal
            import subprocess
            import sys
            import time
            import unittest


            class MisbehavingTest(unittest.TestCase):
                def test_it(self):

            """ + lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
