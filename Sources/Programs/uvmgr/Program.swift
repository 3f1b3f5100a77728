import Commands

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The program: builds the live runtime and hands over.
@main
enum Program {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["--version"] {
            StandardStream.output.write(Release.text + "\n")
            leave(0)
        }
        // A reader that went away is told by the write, not by a signal that would end us with work half done.
        _ = signal(SIGPIPE, SIG_IGN)
        leave(await runCommand(arguments, in: .live()))
    }

    /// Ends the process without running what other threads may still use; all that matters is written by now.
    private static func leave(_ code: UInt8) -> Never { _exit(Int32(code)) }
}
