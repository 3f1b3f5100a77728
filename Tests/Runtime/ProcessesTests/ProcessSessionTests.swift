import Capabilities
import Processes
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct ProcessSessionTests {
    let runner = LiveProcessRunner(grace: .milliseconds(200))
    static let patience = Duration.seconds(60)

    /// Runs a shell script and gathers what comes of it: each reading until its end.
    private func readings(
        _ script: String, limit: Int = 1 << 20
    ) async throws -> [ProcessReading] {
        try await runner.withSession(.shell(script)) { session in
            var found: [ProcessReading] = []
            while found.count < 10 {
                guard let next = try? await session.receiveLine(limit: limit, timeout: Self.patience) else {
                    break
                }
                found.append(next)
                if case .ended = next { break }
            }
            return found
        }
    }

    static let scripts: [(String, [ProcessReading])] = [
        ("true", [.ended(.exited(0))]), ("exit 7", [.ended(.exited(7))]),
        ("kill -9 $$", [.ended(.signaled(9))]),
        ("echo a; echo; echo b", [.line([0x61]), .line([]), .line([0x62]), .ended(.exited(0))]),
        ("printf 'a\\nrest'", [.line([0x61]), .ended(.exited(0))]),
        ("echo a; exec >&-; sleep 600", [.line([0x61]), .ended(nil)]),
        ("exec >&- 2>&-; exit 3", [.ended(.exited(3))]),
        ("sleep 600 & echo $?", [.line([0x30]), .ended(.exited(0))]),
        (
            "echo abc; echo abcde; echo abcd",
            [.line(Array("abc".utf8)), .tooLong, .line(Array("abcd".utf8)), .ended(.exited(0))]
        ),
    ]

    @Test func linesComeUntilTheEnd() async throws {
        try #require(!Self.scripts.isEmpty)
        for (script, expected) in Self.scripts {
            #expect(try await readings(script, limit: 4) == expected, "\(script)")
        }
    }

    @Test(arguments: [1, 65536, 65537, 3_000_000]) func whatIsSentComesBack(_ count: Int) async throws {
        let line = [UInt8](repeating: 0x78, count: count)
        let found = try await runner.withSession(.shell("cat")) { session in
            session.send(line + [0x0A])
            session.send([0x79, 0x0A])
            let first = try? await session.receiveLine(limit: count, timeout: Self.patience)
            return [first, try? await session.receiveLine(limit: 9, timeout: Self.patience)]
        }
        #expect(found == [.line(line), .line([0x79])])
    }

    @Test func aConversation() async throws {
        let sum = try await runner.withSession(.shell("while read -r a; do echo $((a * 2)); done")) {
            session in
            var sum = 0
            for number in 1...200 {
                session.send(Array("\(number)\n".utf8))
                guard case .line(let line)? = try? await session.receiveLine(limit: 9, timeout: Self.patience)
                else { return -1 }
                sum += Int(String(decoding: line, as: UTF8.self)) ?? 0
            }
            return sum
        }
        #expect(sum == 200 * 201)
    }

    @Test func theInvocationsInputComesFirst() async throws {
        var invocation = ProcessInvocation.shell("cat")
        invocation.standardInput = Array("a\n".utf8)
        let found = try await runner.withSession(invocation) { session in
            session.send(Array("b\n".utf8))
            let first = try? await session.receiveLine(limit: 9, timeout: Self.patience)
            return [first, try? await session.receiveLine(limit: 9, timeout: Self.patience)]
        }
        #expect(found == [.line([0x61]), .line([0x62])])
    }

    @Test func errorOutputIsThereWhenTheLineIs() async throws {
        var invocation = ProcessInvocation.shell("while read -r a; do echo \"$a\" >&2; echo; done")
        invocation.outputLimit = 4
        let found = try await runner.withSession(invocation) { session in
            var found: [CapturedOutput] = []
            for text in ["abc", "", "abcdefgh"] {
                session.send(Array("\(text)\n".utf8))
                _ = try? await session.receiveLine(limit: 9, timeout: Self.patience)
                found.append(session.takeErrorOutput())
            }
            return found
        }
        #expect(found.map(\.text) == ["abc\n", "\n", "abh\n"] && found.map(\.droppedBytes) == [0, 0, 5])
    }

    @Test func waitingHasAnEnd() async throws {
        let found = try await runner.withSession(.shell("read -r a; echo $a; sleep 600")) { session in
            var found = [try? await session.receiveLine(limit: 9, timeout: .milliseconds(20))]
            session.send([0x61, 0x0A])
            found.append(try? await session.receiveLine(limit: 9, timeout: Self.patience))
            found.append(try? await session.receiveLine(limit: 9, timeout: .milliseconds(20)))
            session.kill()
            found.append(try? await session.receiveLine(limit: 9, timeout: Self.patience))
            session.send([0x61])
            found.append(try? await session.receiveLine(limit: 9, timeout: Self.patience))
            return found
        }
        #expect(found == [.timedOut, .line([0x61]), .timedOut, .ended(.signaled(9)), .ended(.signaled(9))])
    }

    @Test func nothingOutlivesTheBody() async throws {
        for script in [
            "cat", "trap '' TERM; cat; while :; do sleep 1; done", "sleep 600 & cat; sleep 600", "yes",
        ] {
            let process = try await runner.withSession(.shell(script)) { $0.processIdentifier }
            #expect(!isThere(process))
        }
    }

    @Test(.enabled(if: pythonPath != nil)) func nobodyFleesFromTheGroup() async throws {
        let script =
            "import subprocess\np = subprocess.Popen(['sleep', '600'], start_new_session=True)\nprint(p.pid, flush=True)\ninput()"
        let process = try await runner.withSession(.python(script)) { session in
            guard case .line(let line)? = try? await session.receiveLine(limit: 20, timeout: Self.patience)
            else {
                return pid_t(0)
            }
            return pid_t(String(decoding: line, as: UTF8.self)) ?? 0
        }
        #expect(process > 0 && !isThere(process))
    }

    @Test func theInvocationsTimeHolds() async throws {
        var invocation = ProcessInvocation.shell("sleep 600")
        invocation.timeout = .milliseconds(50)
        let found = try await runner.withSession(invocation) { session in
            try? await session.receiveLine(limit: 9, timeout: Self.patience)
        }
        #expect(found == .ended(.signaled(15)))
    }

    @Test func cancellingTheTaskEndsTheProgram() async throws {
        let task = Task {
            try await runner.withSession(.shell("trap '' TERM; while :; do sleep 1; done")) { session in
                withUnsafeCurrentTask { $0?.cancel() }
                let error = await #expect(throws: ProcessError.self) {
                    try await session.receiveLine(limit: 9, timeout: Self.patience)
                }
                return (session.processIdentifier, error)
            }
        }
        let (process, error) = try await task.value
        #expect(error == .cancelled && !isThere(process))
    }

    @Test func cancellingAReaderLeavesTheProgram() async throws {
        let found = try await runner.withSession(.shell("read -r a; echo $a")) { session in
            let reader = Task { try await session.receiveLine(limit: 9, timeout: Self.patience) }
            reader.cancel()
            let cancelled = await reader.result
            session.send([0x61, 0x0A])
            return (cancelled, try? await session.receiveLine(limit: 9, timeout: Self.patience))
        }
        #expect(throws: ProcessError.cancelled) { try found.0.get() }
        #expect(found.1 == .line([0x61]))
    }

    @Test func whatCannotStartIsNamed() async throws {
        let invocation = ProcessInvocation(
            executable: "/nowhere", arguments: [], environment: [:], workingDirectory: "/")
        await #expect(throws: ProcessError.notStarted(executable: "/nowhere", reason: "no such file")) {
            try await runner.withSession(invocation) { _ in 1 }
        }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await runner.withSession(.shell("true")) { _ in 1 }
        }
        await #expect(throws: ProcessError.cancelled) { try await task.value }
    }

    @Test func manyAtATime() async throws {
        let found = try await withThrowingTaskGroup(of: [ProcessReading].self) { group in
            for number in 0..<30 { group.addTask { try await readings("echo \(number); exit \(number)") } }
            return try await group.reduce(into: [[ProcessReading]]()) { $0.append($1) }
        }
        let expected = (0..<30).map {
            [ProcessReading.line(Array("\($0)".utf8)), .ended(.exited(Int32($0)))]
        }
        #expect(Set(found) == Set(expected))
    }
}
