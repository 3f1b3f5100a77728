/// The names of a document with the namespaces in force, each made once.
///
/// Nearly every element and attribute has a name that one before it had.
struct XMLNameTable {
    private struct Entry {
        let hash: UInt
        let spelling: [UInt8]
        let isAttribute: Bool
        let name: XMLName
    }

    /// The namespace declarations in force, innermost last, with the depth that each was made at.
    private var scopes: [(prefix: String, namespace: String, depth: Int)] = [("xml", Namespace.xml, 0)]
    private var entries: [Entry] = []
    /// An open-addressed table of indices into ``entries``, at most half full; its size is a power of two.
    private var slots = [Int32](repeating: -1, count: 64)

    /// The name of an element or attribute as the parser spells it; `nil` when its prefix is not declared.
    mutating func name(_ spelled: UnsafePointer<CChar>, isAttribute: Bool) -> XMLName? {
        // FNV-1a.
        var (hash, count): (UInt, Int) = (isAttribute ? 0x811C_9DC5 : 0x8422_2325, 0)
        while spelled[count] != 0 {
            hash = (hash ^ UInt(UInt8(bitPattern: spelled[count]))) &* 0x100_0000_01B3
            count += 1
        }
        return spelled.withMemoryRebound(to: UInt8.self, capacity: count) { start in
            let bytes = UnsafeBufferPointer(start: start, count: count)
            let slot = slot(of: bytes, hash, isAttribute)
            if slots[slot] >= 0 { return entries[Int(slots[slot])].name }
            guard let name = made(bytes, isAttribute) else { return nil }
            slots[slot] = Int32(entries.count)
            entries.append(Entry(hash: hash, spelling: Array(bytes), isAttribute: isAttribute, name: name))
            if entries.count * 2 > slots.count { grow() }
            return name
        }
    }

    /// Notes the namespaces that an element declares, which count for itself already.
    mutating func declare(_ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?, depth: Int) {
        var index = 0
        while let attributes, let key = attributes[index], let value = attributes[index + 1] {
            index += 2
            // Most attributes begin otherwise, which is cheaper to see than to read.
            guard UInt8(bitPattern: key[0]) == UInt8(ascii: "x") else { continue }
            let name = String(cString: key)
            guard name == "xmlns" || name.hasPrefix("xmlns:") else { continue }
            scopes.append((String(name.dropFirst("xmlns:".count)), String(cString: value), depth))
            forget()
        }
    }

    /// Ends the declarations that were made deeper than the elements that are still open.
    mutating func close(depth: Int) {
        while let last = scopes.last, last.depth > depth {
            scopes.removeLast()
            forget()
        }
    }

    private mutating func forget() {
        guard !entries.isEmpty else { return }
        entries.removeAll(keepingCapacity: true)
        for index in slots.indices { slots[index] = -1 }
    }

    private func slot(of bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt, _ isAttribute: Bool) -> Int {
        var slot = Int(hash & UInt(slots.count - 1))
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, entry.isAttribute == isAttribute, entry.spelling.elementsEqual(bytes) {
                break
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for (index, entry) in entries.enumerated() {
            var slot = Int(entry.hash & UInt(slots.count - 1))
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(index)
        }
    }

    private func made(_ bytes: UnsafeBufferPointer<UInt8>, _ isAttribute: Bool) -> XMLName? {
        let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        let prefix = String(decoding: bytes[..<(colon ?? 0)], as: UTF8.self)
        let local = String(decoding: bytes[(colon.map { $0 + 1 } ?? 0)...], as: UTF8.self)
        if isAttribute, prefix.isEmpty { return XMLName(prefix: "", local: local, namespace: "") }
        let namespace =
            isAttribute && prefix == "xmlns"
            ? Namespace.declarations
            : scopes.last { $0.prefix == prefix }?.namespace ?? (prefix.isEmpty ? "" : nil)
        return namespace.map { XMLName(prefix: prefix, local: local, namespace: $0) }
    }
}
