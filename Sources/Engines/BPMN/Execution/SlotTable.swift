/// Slots by instance: a hash table with open addressing.
///
/// Every step looks up some instances. Their ids are counted, not chosen, so a multiplication spreads them well enough, at a
/// fraction of the price of a hash that withstands chosen keys.
struct SlotTable: Sendable {
    private struct Entry {
        /// 0: empty; no instance has that id.
        var id = 0
        var slot = 0
    }

    /// A power of two, at most half of them in use.
    private var entries: [Entry] = []
    private(set) var count = 0

    subscript(_ id: Int) -> Int? {
        guard count > 0, id != 0 else { return nil }
        let place = place(of: id)
        return entries[place].id == id ? entries[place].slot : nil
    }

    /// Adds an instance, which must not be in the table; one without id cannot be found.
    mutating func insert(_ slot: Int, for id: Int) {
        guard id != 0 else { return }
        if count * 2 >= entries.count { grow() }
        entries[place(of: id)] = Entry(id: id, slot: slot)
        count += 1
    }

    mutating func remove(_ id: Int) -> Int? {
        guard count > 0, id != 0 else { return nil }
        var hole = place(of: id)
        guard entries[hole].id == id else { return nil }
        let slot = entries[hole].slot
        count -= 1
        // What was pushed past the hole moves back, so that it is found without a trace of what was there.
        var next = (hole + 1) & mask
        while entries[next].id != 0 {
            let home = home(of: entries[next].id)
            if (next &- home) & mask >= (next &- hole) & mask {
                entries[hole] = entries[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        entries[hole] = Entry()
        return slot
    }

    private var mask: Int { entries.count - 1 }

    private func home(of id: Int) -> Int {
        Int(truncatingIfNeeded: (UInt64(bitPattern: Int64(id)) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    }

    /// Where an id is, or where it would be put.
    private func place(of id: Int) -> Int {
        var place = home(of: id)
        while entries[place].id != 0, entries[place].id != id { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = entries
        entries = Array(repeating: Entry(), count: max(8, old.count * 2))
        for entry in old where entry.id != 0 { entries[place(of: entry.id)] = entry }
    }
}

extension SlotTable: Hashable {
    static func == (left: Self, right: Self) -> Bool {
        left.count == right.count
            && left.entries.allSatisfy { $0.id == 0 || right[$0.id] == $0.slot }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(count) }
}
