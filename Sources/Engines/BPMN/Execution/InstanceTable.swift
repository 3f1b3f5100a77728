/// Instances by id, each in a slot of an array, so that looking at one copies nothing.
struct InstanceTable: Hashable, Sendable {
    private var slots: [Instance?] = []
    private var slotOf = SlotTable()
    /// Empty slots, the last one emptied last.
    private var free: [Int] = []

    /// All instances, in no particular order.
    var all: [Instance] { slots.compactMap { $0 } }

    func contains(_ id: Int) -> Bool { slotOf[id] != nil }

    subscript(_ id: Int) -> Instance? {
        get { slotOf[id].flatMap { slots[$0] } }
        _modify {
            if let slot = slotOf[id] {
                yield &slots[slot]
            } else {
                var added: Instance?
                yield &added
                if let added { insert(added) }
            }
        }
    }

    /// Puts an instance in, in the place of another one with its id.
    mutating func put(_ instance: Instance) {
        if let slot = slotOf[instance.id] { slots[slot] = instance } else { insert(instance) }
    }

    private mutating func insert(_ instance: Instance) {
        if let slot = free.popLast() {
            slots[slot] = instance
            slotOf.insert(slot, for: instance.id)
        } else {
            slotOf.insert(slots.count, for: instance.id)
            slots.append(instance)
        }
    }

    /// Changes an instance in place; nothing happens for one that is not there.
    mutating func change(_ id: Int, _ body: (inout Instance) -> Void) {
        guard let slot = slotOf[id] else { return }
        slots[slot]?.change(body)
    }

    mutating func remove(_ id: Int) -> Instance? {
        guard let slot = slotOf.remove(id) else { return nil }
        free.append(slot)
        return slots[slot].take()
    }

    /// Asks an instance something without copying it; `nil` if there is no such instance.
    func look<Value>(at id: Int, _ read: (borrowing Instance) -> Value) -> Value? {
        guard let slot = slotOf[id] else { return nil }
        switch slots[slot] {
        case .some(let instance): return read(instance)
        case .none: return nil
        }
    }
}

extension Instance {
    fileprivate mutating func change(_ body: (inout Instance) -> Void) { body(&self) }
}
