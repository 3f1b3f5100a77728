import Testing

@testable import Processes

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct ProcessTableTests {
    @Test(arguments: [
        "7 (sh) S 1 5 4 0 -1", "7 (a b) c) Z (x)) S 1 5 4 0", "7 () S 1 5 4 0", "7 (new\nline) S 1 5 4 0",
    ]) func statLine(_ line: String) throws {
        let entry = try #require(ProcessEntry(7, statLine: Array(line.utf8)))
        #expect(!entry.isZombie && entry.parent == 1 && entry.group == 5 && entry.session == 4)
    }

    @Test(arguments: ["", "7", "7 (sh)", "7 (sh) S", "7 (sh) S 1 2", "7 (sh) S a b c", "7 (sh S 1 2 3"])
    func damagedStatLine(_ line: String) { #expect(ProcessEntry(7, statLine: Array(line.utf8)) == nil) }

    #if os(Linux)
        @Test func knowsThisProcess() throws {
            let entry = try #require(ProcessEntry(getpid()))
            #expect(entry.parent == getppid() && entry.group == getpgrp() && entry.session == getsid(0))
            #expect(ProcessEntry(-1) == nil)
        }
    #endif

    @Test func tokensAddUp() {
        let token = ProcessToken()
        #expect(token.value(within: nil) == token.text)
        #expect(token.value(within: "") == token.text)
        #expect(token.value(within: "outer:inner") == "outer:inner:\(token.text)")
        #expect(ProcessToken() != token)
    }
}
