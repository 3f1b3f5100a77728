#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The three standard streams of one child, both ends.
struct ChildStreams: Sendable {
    /// `nil` if the child reads from `/dev/null`.
    let input: Pipe?
    let output: Pipe
    let error: Pipe
    /// What the child has as its standard input.
    let childInput: Descriptor

    init(hasInput: Bool) throws(SystemError) {
        if hasInput {
            let pipe = try Pipe()
            (input, childInput) = (pipe, pipe.reader)
        } else {
            (input, childInput) = (nil, Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC)))
            guard childInput.isOpen else { throw SystemError(code: errno) }
        }
        output = try Pipe()
        error = try Pipe()
    }

    /// Closes what only the child needs, so that its end is seen.
    func closeChildEnds() {
        childInput.close()
        output.writer.close()
        error.writer.close()
    }

    func close() {
        closeChildEnds()
        input?.writer.close()
        output.reader.close()
        error.reader.close()
    }
}
