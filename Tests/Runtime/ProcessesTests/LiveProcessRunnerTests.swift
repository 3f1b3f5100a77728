import Capabilities
import Processes
import Synchronization
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct LiveProcessRunnerTests {
    let runner = LiveProcessRunner()

    struct Row: Sendable, CustomTestStringConvertible {
        let script: String
        let termination: ProcessResult.Termination
        var testDescription: String { script }
    }

    @Test(arguments: [
        Row(script: "true", termination: .exited(0)), Row(script: "exit 3", termination: .exited(3)),
        Row(script: "exit 255", termination: .exited(255)),
        Row(script: "kill -9 $$", termination: .signaled(9)),
        Row(script: "kill -TERM $$", termination: .signaled(15)),
        Row(script: "kill -SEGV $$", termination: .signaled(11)),
        Row(script: "exec >&- 2>&- <&-; exit 4", termination: .exited(4)),
    ]) func waysToEnd(_ row: Row) async throws {
        let result = try await runner.run(.shell(row.script))
        #expect(result.termination == row.termination)
        #expect(result.isSuccess == (row.termination == .exited(0)))
        #expect(result.duration > .zero && result.processIdentifier > 0)
        #expect(!isThere(result.processIdentifier))
    }

    @Test func streamsAreApart() async throws {
        let result = try await runner.run(.shell("echo out; echo err >&2; printf 'ü\\377'"))
        #expect(result.standardOutput == CapturedOutput(bytes: Array("out\nü".utf8) + [0xFF]))
        #expect(result.standardError.text == "err\n")
    }

    @Test func argumentsAndEnvironmentArriveAsTheyAre() async throws {
        let arguments = ["", " ", "a b", "*", "$HOME", "\"'", "-n", "ü\n🐍"]
        var invocation = ProcessInvocation.shell("for a; do printf '%s|' \"$a\"; done; printf '%s' \"$X\"")
        invocation.arguments += ["sh"] + arguments
        invocation.environment = ["X": "é=\n'\"", "9BAD": "x", "": "y", "A=B": "z"]
        let result = try await runner.run(invocation)
        #expect(result.standardOutput.text == arguments.map { $0 + "|" }.joined() + "é=\n'\"")
        invocation = .shell("env | sed 's/=.*//' | sort | tr '\\n' ' '; pwd", in: "/usr/bin/..")
        invocation.environment = ["PATH": "/usr/bin:/bin"]
        #expect(try await runner.run(invocation).standardOutput.text == "PATH PWD UVMGR_PROCESS_TOKEN /usr\n")
    }

    @Test func inputIsNothingByDefault() async throws {
        #expect(try await runner.run(.shell("cat; test -c /dev/stdin")).termination == .exited(0))
    }

    @Test(arguments: [0, 1, 65536, 65537, 3_000_000]) func inputComesBack(_ count: Int) async throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var invocation = ProcessInvocation.shell("cat")
        invocation.standardInput = bytes
        #expect(try await runner.run(invocation).standardOutput == CapturedOutput(bytes: bytes))
    }

    @Test func inputThatNobodyReads() async throws {
        var invocation = ProcessInvocation.shell("exec <&-; echo done")
        invocation.standardInput = [UInt8](repeating: 1, count: 8 << 20)
        for _ in 0..<20 { #expect(try await runner.run(invocation).standardOutput.text == "done\n") }
        invocation.arguments = ["-c", "head -c 3; exit 2"]
        #expect(try await runner.run(invocation).termination == .exited(2))
    }

    @Test func signalsAreAsAChildExpectsThem() async throws {
        // A shell cannot trap a signal that was ignored when it started, and `yes` must die of a closed pipe.
        let result = try await runner.run(.shell("trap 'echo caught' PIPE; kill -PIPE $$; yes | head -n 1"))
        #expect(result.standardOutput.text == "caught\ny\n")
    }

    @Test(.enabled(if: pythonPath != nil)) func ofHugeOutputBothEndsAreKept() async throws {
        let script = """
            import sys
            head, tail = b'<' * 1000, b'>' * 1000
            sys.stdout.buffer.write(head)
            for _ in range(200): sys.stdout.buffer.write(b'x' * 1000000)
            sys.stdout.buffer.write(tail)
            """
        var invocation = ProcessInvocation.python(script)
        invocation.outputLimit = 4000
        let result = try await runner.run(invocation)
        let bytes = result.standardOutput.bytes
        #expect(bytes.count == 4000 && result.standardOutput.droppedBytes == 200_002_000 - 4000)
        let text = String(decoding: bytes, as: UTF8.self)
        let (ends, middle) = (String(repeating: "x", count: 1000), 1000)
        #expect(text.prefix(middle) == Substring(String(repeating: "<", count: middle)))
        #expect(text.dropFirst(middle).dropLast(middle) == Substring(ends + ends))
        #expect(text.suffix(middle) == Substring(String(repeating: ">", count: middle)))
    }

    @Test func piecesComeOneAtATimeAndInOrder() async throws {
        let state = Mutex((out: [UInt8](), err: [UInt8](), inside: false, overlaps: 0))
        let script = "for i in $(seq 20000); do echo out$i; echo err$i >&2; done"
        let result = try await runner.run(.shell(script)) { piece in
            let overlaps = state.withLock { state in
                defer { state.inside = true }
                return state.inside
            }
            state.withLock {
                switch piece.stream {
                case .standardOutput: $0.out += piece.bytes
                case .standardError: $0.err += piece.bytes
                }
                $0.overlaps += overlaps ? 1 : 0
                $0.inside = false
            }
        }
        let seen = state.withLock { $0 }
        #expect(seen.overlaps == 0)
        #expect(seen.out == result.standardOutput.bytes && seen.err == result.standardError.bytes)
        #expect(result.standardOutput.droppedBytes == 0 && result.standardError.text.hasSuffix("err20000\n"))
    }

    @Test(arguments: ["sh", "env"]) func findsPrograms(_ name: String) throws {
        let path = try #require(runner.find(name, path: ":/nowhere:.:/usr/bin/:/bin"))
        #expect(path == "/usr/bin/\(name)" || path == "/bin/\(name)")
        #expect(runner.find(path, path: "") == path)
    }

    @Test func findsOnlyExecutableFilesOnAbsoluteEntries() throws {
        let shop = try Workshop()
        try shop.write("", to: "plain", mode: 0o644)
        try shop.write("", to: "tool")
        for name in ["plain", "none", "", ".", "..", "a\0b"] {
            #expect(runner.find(name, path: shop.path) == nil)
        }
        #expect(runner.find("tool", path: "/nowhere:\(shop.path):/bin") == shop["tool"])
        #expect(runner.find("tool", path: "") == nil)
        #expect(runner.find("bin/sh", path: "/") == nil)
        #expect(runner.find("bin", path: "/usr") == nil)
    }

    #if os(Linux)
        @Test func nothingLeaks() async throws {
            func descriptors() -> Int {
                guard let folder = opendir("/proc/self/fd") else { return 0 }
                defer { closedir(folder) }
                var count = 0
                while readdir(folder) != nil { count += 1 }
                return count
            }
            // Other tests open descriptors at the same time, so what the kernel counts in a child is what is asked.
            var invocation = ProcessInvocation.shell("ls /proc/self/fd | wc -l")
            // What other tests have left open is theirs; a leak of one a round shows.
            let before = descriptors()
            for round in 0..<200 {
                switch round % 4 {
                case 0: #expect(try await runner.run(invocation).standardOutput.text == "4\n")
                case 1:
                    invocation.standardInput = round % 8 == 1 ? nil : [1]
                    _ = try await runner.run(invocation)
                case 2:
                    await #expect(throws: ProcessError.self) { try await runner.run(.shell("", in: "/none")) }
                default:
                    let task = Task { try await runner.run(.shell("sleep 60")) }
                    task.cancel()
                    await #expect(throws: ProcessError.cancelled) { try await task.value }
                }
            }
            #expect(descriptors() - before < 100)
        }
    #endif

    @Test func manyAtOnce() async throws {
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<64 {
                group.addTask {
                    var invocation = ProcessInvocation.shell("cat; sleep 0.2; echo \(number)")
                    invocation.standardInput = Array("<\(number)>".utf8)
                    return try await runner.run(invocation).standardOutput.text
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(texts == Set((0..<64).map { "<\($0)>\($0)\n" }))
    }
}
