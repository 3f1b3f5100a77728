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

/// How runs end whose processes do not want to.
@Suite(.timeLimit(.minutes(2))) struct OrphansTests {
    let runner = LiveProcessRunner()
    let shop: Workshop

    init() throws { shop = try Workshop() }

    private func timed(_ script: String, timeout: Duration, grace: Duration = .seconds(1)) async throws -> (
        ProcessResult, Duration
    ) {
        var invocation = ProcessInvocation.shell(script, in: shop.path)
        invocation.timeout = timeout
        let start = ContinuousClock.now
        let result = try await LiveProcessRunner(grace: grace).run(invocation)
        return (result, start.duration(to: .now))
    }

    @Test func timeoutEndsTheWholeGroup() async throws {
        let (result, _) = try await timed(
            "sleep 100 & echo $! > a; (sleep 100 & echo $! > b; wait) & wait", timeout: .seconds(1))
        #expect(result.termination == .timedOut)
        #expect(shop.isGone("a") && shop.isGone("b"))
        #expect(!isThere(result.processIdentifier))
    }

    @Test func whoIgnoresTheFirstSignalGetsTheSecond() async throws {
        let (result, duration) = try await timed(
            "trap '' TERM; sleep 100 & echo $! > a; echo said; wait; while :; do sleep 1; done",
            timeout: .seconds(1))
        #expect(result.termination == .timedOut && result.standardOutput.text == "said\n")
        #expect(shop.isGone("a"))
        #expect(duration > .milliseconds(1900) && duration < .seconds(90))
    }

    @Test func whoIsStoppedIsEndedToo() async throws {
        let (result, _) = try await timed("echo $$ > a; kill -STOP $$", timeout: .seconds(1))
        #expect(result.termination == .timedOut)
        #expect(shop.isGone("a"))
    }

    @Test func theGroupHasItsGraceAfterItsLeaderIsGone() async throws {
        let script = """
            sh -c 'trap "sleep 0.3; echo cleaned; exit" TERM; echo $$ > a; while :; do sleep 0.01; done' &
            while ! test -s a; do sleep 0.01; done; kill -STOP $$
            """
        let (result, _) = try await timed(script, timeout: .seconds(1), grace: .seconds(60))
        #expect(result.termination == .timedOut && result.standardOutput.text == "cleaned\n")
    }

    @Test func noTimeToBeginWith() async throws {
        let (result, _) = try await timed("sleep 100", timeout: .zero)
        #expect(result.termination == .timedOut)
    }

    @Test(arguments: ["sleep 100", "trap '' TERM INT HUP; while :; do sleep 1; done"])
    func cancellation(_ script: String) async throws {
        let task = Task {
            try await runner.run(
                .shell("echo $$ > leader; sleep 100 & echo $! > a; \(script)", in: shop.path))
        }
        let leader = try await shop.number("leader")
        let other = try await shop.number("a")
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: ProcessError.cancelled) { try await task.value }
        // They would run for 100 s.
        #expect(start.duration(to: .now) < .seconds(60))
        #expect(!isThere(leader) && !isThere(other))
    }

    @Test func cancelledBeforeItBegins() async throws {
        let folder = shop.path
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await runner.run(.shell("touch ran", in: folder))
        }
        await #expect(throws: ProcessError.cancelled) { try await task.value }
        #expect(access(shop["ran"], F_OK) != 0)
    }

    @Test func backgroundChildrenEndWithTheirParent() async throws {
        let start = ContinuousClock.now
        let result = try await runner.run(
            .shell("sleep 100 & echo $! > a; (sleep 100 & echo $! > b); echo done", in: shop.path))
        #expect(result.termination == .exited(0) && result.standardOutput.text == "done\n")
        #expect(shop.isGone("a") && shop.isGone("b"))
        // They would run for 100 s.
        #expect(start.duration(to: .now) < .seconds(60))
    }

    #if os(Linux)
        /// A daemon in the ways that daemons are made, which writes its id to `a` and keeps its parent's streams.
        static let daemons = [
            "setsid sh -c 'echo $$ > a; exec sleep 100' & while ! test -s a; do sleep 0.01; done",
            "(setsid setsid sh -c 'trap \"\" TERM HUP; echo $$ > a; while :; do sleep 1; done' &) ; "
                + "while ! test -s a; do sleep 0.01; done",
            "setsid sh -c 'setsid sh -c \"echo \\$\\$ > a; exec sleep 100\" & sleep 100' & "
                + "while ! test -s a; do sleep 0.01; done",
        ]

        @Test(arguments: daemons) func daemonsEndWithTheRun(_ script: String) async throws {
            let result = try await runner.run(.shell(script + "; echo done", in: shop.path))
            #expect(result.termination == .exited(0) && result.standardOutput.text == "done\n")
            #expect(shop.isGone("a"))
        }

        @Test(arguments: daemons) func daemonsEndWithACancelledRun(_ script: String) async throws {
            let task = Task { try await runner.run(.shell(script + "; sleep 100", in: shop.path)) }
            let daemon = try await shop.number("a")
            task.cancel()
            await #expect(throws: ProcessError.cancelled) { try await task.value }
            #expect(!isThere(daemon))
        }

        @Test func daemonsOfOtherRunsLiveOn() async throws {
            let script = """
                setsid sh -c 'echo $$ > a; exec sleep 100' & while ! test -s a; do sleep 0.01; done
                while ! test -e end; do sleep 0.01; done; kill -0 $(cat a) && echo alive
                """
            let folder = shop.path
            let long = Task { try await runner.run(.shell(script, in: folder)) }
            let daemon = try await shop.number("a")
            for _ in 0..<20 { _ = try await runner.run(.shell("setsid sleep 100 & true")) }
            #expect(isThere(daemon))
            try shop.write("", to: "end")
            #expect(try await long.value.standardOutput.text == "alive\n")
            #expect(!isThere(daemon))
        }

        @Test func runsWithinRunsAreEndedFromOutside() async throws {
            var invocation = ProcessInvocation.shell(
                "setsid sh -c 'echo $$ > a; exec sleep 100' & while ! test -s a; do sleep 0.01; done",
                in: shop.path)
            invocation.environment["UVMGR_PROCESS_TOKEN"] = "outer"
            let result = try await runner.run(invocation)
            #expect(result.isSuccess)
            #expect(shop.isGone("a"))
            invocation.arguments[1] = "printf %s $UVMGR_PROCESS_TOKEN"
            #expect(try await runner.run(invocation).standardOutput.text.hasPrefix("outer:"))
        }

        @Test func childrenOfOthersAreLeftAlone() async throws {
            // Started past the runner, as another library might: in our session and group.
            var process = pid_t()
            let arguments = [strdup("sleep"), strdup("100"), nil]
            defer { for argument in arguments { free(argument) } }
            try #require(posix_spawn(&process, "/bin/sleep", nil, nil, arguments, nil) == 0)
            _ = try await runner.run(.shell("setsid sleep 100 & true"))
            #expect(isThere(process))
            kill(process, SIGKILL)
            _ = try await runner.run(.shell("true"))
            var status: CInt = 0
            #expect(waitpid(process, &status, 0) == process && status & 0x7F == SIGKILL)
        }
    #endif
}
