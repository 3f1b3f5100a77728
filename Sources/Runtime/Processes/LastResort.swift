#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Kills every child of this process with its process group, without waiting: for a program that ends at once.
package func killChildren() {
    for child in ProcessEntry.children() where ProcessEntry(child)?.parent == getpid() {
        _ = kill(-child, SIGKILL)
        _ = kill(child, SIGKILL)
    }
}
