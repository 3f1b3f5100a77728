extension YAMLSource {
    /// Whether a key may hold so many aliases of aliases that comparing keys would not end.
    ///
    /// The library compares the keys of a mapping with all their aliases expanded, before anything here can count them. So
    /// this looks at the text alone and takes too much rather than too little: whatever looks like a key that is no scalar,
    /// like an anchor and like an alias. A value lies at most between its anchor and its first alias.
    var mayExpandKeys: Bool {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "*")), mayHaveCollectionKeys(bytes) else { return false }
        var anchors: [ArraySlice<UInt8>: Anchored] = [:]
        var total = 0
        for index in bytes.indices {
            total += 1
            switch bytes[index] {
            case UInt8(ascii: "&"):
                let name = name(after: index, bytes)
                let isNew = anchors[name] == nil
                anchors[name, default: Anchored(start: total)].isUnique = isNew
            case UInt8(ascii: "*"):
                let name = name(after: index, bytes)
                guard let anchored = anchors[name] else { continue }
                let weight =
                    anchored.isUnique ? anchored.weight ?? total - anchored.start : total - anchored.start
                anchors[name]?.weight = weight
                total += weight
            default: break
            }
            if total > Self.keyBudget { return true }
        }
        return false
    }

    /// What keys may weigh, in bytes of the text that they would have without aliases.
    private static var keyBudget: Int { 20_000_000 }

    private struct Anchored {
        let start: Int
        var weight: Int?
        /// Whether there is one anchor of that name; of several any may be meant.
        var isUnique = true
    }

    private func name(after index: Int, _ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes[(index + 1)...].prefix { byte in
            0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "-")
        }
    }

    /// Whether there is a `?`, or a `:` behind the end of a collection or behind an alias.
    private func mayHaveCollectionKeys(_ bytes: [UInt8]) -> Bool {
        var isAfterCollection = false
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "?"): return true
            case UInt8(ascii: ":") where isAfterCollection: return true
            case UInt8(ascii: "]"), UInt8(ascii: "}"): isAfterCollection = true
            case UInt8(ascii: "*"):
                isAfterCollection = true
                index = name(after: index, bytes).endIndex - 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
            default: isAfterCollection = false
            }
            index += 1
        }
        return false
    }
}
