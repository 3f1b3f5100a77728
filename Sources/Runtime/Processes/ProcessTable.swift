#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What Linux tells of a process in `/proc/PID/stat`; nothing elsewhere.
struct ProcessEntry: Hashable {
    let identifier: pid_t
    /// Whether it has ended and only waits to be asked for its exit code.
    let isZombie: Bool
    let parent: pid_t
    let group: pid_t
    let session: pid_t

    /// `nil` if there is no such process.
    init?(_ identifier: pid_t) {
        guard let line = fileBytes("/proc/\(identifier)/stat", limit: 4096) else { return nil }
        self.init(identifier, statLine: line)
    }

    /// Reads the line `PID (NAME) STATE PPID PGRP SESSION …`, in which the name may hold anything.
    init?(_ identifier: pid_t, statLine: [UInt8]) {
        guard let end = statLine.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = String(decoding: statLine[(end + 1)...], as: UTF8.self).split(separator: " ")
        guard fields.count >= 4, let parent = pid_t(fields[1]), let group = pid_t(fields[2]),
            let session = pid_t(fields[3])
        else { return nil }
        self.identifier = identifier
        isZombie = fields[0] == "Z" || fields[0] == "X"
        (self.parent, self.group, self.session) = (parent, group, session)
    }

    /// Whether a living process besides its leader is in a process group; `nil` where nobody can tell.
    static func groupHasMembers(_ group: pid_t) -> Bool? {
        #if os(Linux)
            guard let all = numericNames(in: "/proc") else { return nil }
            return all.contains { identifier in
                guard identifier != group, let entry = ProcessEntry(identifier) else { return false }
                return entry.group == group && !entry.isZombie
            }
        #else
            return nil
        #endif
    }

    /// The children of this process, those it adopted included.
    static func children() -> [pid_t] {
        let own = getpid()
        // Orphans go to any living thread of the process.
        let lists = (numericNames(in: "/proc/\(own)/task") ?? []).map {
            fileBytes("/proc/\(own)/task/\($0)/children", limit: 1 << 20)
        }
        // A kernel may be built without these lists; the caller looks at the parent of each anyway.
        guard lists.contains(where: { $0 != nil }) else { return numericNames(in: "/proc") ?? [] }
        return lists.flatMap { list in
            String(decoding: list ?? [], as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
        }
    }

    /// Whether `token` is one of those in the environment that a process was started with.
    static func hasToken(_ token: String, _ identifier: pid_t) -> Bool {
        let prefix = Array("\(ProcessToken.variable)=".utf8)
        let environment = fileBytes("/proc/\(identifier)/environ", limit: 8 << 20) ?? []
        return environment.split(separator: 0).contains { variable in
            variable.starts(with: prefix)
                && variable.dropFirst(prefix.count).split(separator: UInt8(ascii: ":"))
                    .contains { $0.elementsEqual(token.utf8) }
        }
    }

    private static func numericNames(in folder: String) -> [pid_t]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var numbers: [pid_t] = []
        while let entry = readdir(stream) {
            // The record is as long as its name, shorter than its type: its fields must be read in place.
            guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
            let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
            if let number = pid_t(String(cString: name)) { numbers.append(number) }
        }
        return numbers
    }
}

/// Marks all that a run starts, whatever group, session or parent it flees to.
struct ProcessToken: Hashable, Sendable {
    static let variable = "UVMGR_PROCESS_TOKEN"
    let text: String

    init() {
        let (high, low) = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
        text = String(high, radix: 16) + String(low, radix: 16)
    }

    /// The variable's value for a child whose environment has `outer` for it.
    ///
    /// Tokens add up, so that an outer run finds what an inner one left behind.
    func value(within outer: String?) -> String {
        guard let outer, !outer.isEmpty else { return text }
        return "\(outer):\(text)"
    }
}
