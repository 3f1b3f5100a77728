import Capabilities
import Files
import Foundation
import Testing

/// A fresh folder with files in it, removed with all in it at the end of the value's life.
final class Workshop: Sendable {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        var template = Array("/tmp/uvmgr-dod-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let name = try #require(made)
        path = try #require(LiveFileSystem().resolve(name))
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? LiveFileSystem().remove(path) }

    /// The path of `name` in the folder.
    subscript(_ name: String) -> String { path + "/" + name }

    func write(_ name: String, _ text: String) throws {
        try LiveFileSystem().write(Array(text.utf8), to: self[name])
    }

    /// A file that can be run.
    func script(_ name: String, _ lines: String) throws {
        try LiveFileSystem().write(Array("#!/bin/sh\n\(lines)\n".utf8), to: self[name], mode: 0o755)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self[name], withDestinationPath: target)
    }

    func remove(_ name: String) throws { try LiveFileSystem().remove(self[name]) }
}

/// SplitMix64: the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bool() -> Bool { Bool.random(using: &self) }

    mutating func one<Element>(of values: [Element]) throws -> Element {
        try #require(values.randomElement(using: &self))
    }

    mutating func maybe<Value>(_ value: (inout Self) throws -> Value) rethrows -> Value? {
        bool() ? try value(&self) : nil
    }

    mutating func some<Value>(_ value: (inout Self) throws -> Value) rethrows -> [Value] {
        var values: [Value] = []
        for _ in 0..<Int.random(in: 0...3, using: &self) { values.append(try value(&self)) }
        return values
    }

    mutating func text() -> String {
        let letters = Array("abcXYZ019 -_./\\\"'\n\t\u{0}äé漢👩‍👩‍👧\u{301}{}[]:")
        return String(
            (0..<Int.random(in: 0...12, using: &self)).compactMap { _ in letters.randomElement(using: &self) }
        )
    }
}

/// A clock that stands still.
struct StoppedClock: WallClock {
    var instant: Instant
    func now() -> Instant { instant }

    /// At noon of a day.
    init(_ day: String) throws {
        let day = try #require(CalendarDay(day))
        instant = Instant(nanoseconds: Int64(day.number) * 86_400_000_000_000 + 43_200_000_000_000)
    }
}

/// Text files of a test.
enum LiveText {
    static func read(_ path: String) throws -> String { try LiveFileSystem().readText(path) }
}
