import Testing

@testable import BPMN

@Suite("Slots by instance") struct SlotTableTests {
    /// Whatever is added and removed, in whatever order: the table says what a dictionary says.
    @Test(arguments: [UInt64(1), 2, 3, 4, 5]) func saysWhatADictionarySays(seed: UInt64) {
        var random = Sequence64(state: seed)
        var table = SlotTable()
        var known: [Int: Int] = [:]
        for round in 0..<20_000 {
            // Few ids, many ids, ids far apart: so that places collide and runs wrap around.
            let id = 1 + Int(random.next() % (round < 5000 ? 16 : 3000)) * (round % 3 == 0 ? 1 << 20 : 1)
            if known[id] != nil, random.next() % 3 != 0 {
                #expect(table.remove(id) == known.removeValue(forKey: id))
            } else if known[id] == nil {
                table.insert(round, for: id)
                known[id] = round
            }
            #expect(table[id] == known[id])
        }
        #expect(table.count == known.count)
        #expect(known.count > 100)
        #expect(known.allSatisfy { table[$0.key] == $0.value })
        for id in known.keys { #expect(table.remove(id) == known[id]) }
        #expect(table == SlotTable())
    }

    @Test func equalityIsThatOfTheContents() {
        var (one, other) = (SlotTable(), SlotTable())
        for id in 1...100 { one.insert(id * 2, for: id) }
        for id in (1...100).reversed() { other.insert(id * 2, for: id) }
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(other.remove(50) == 100)
        #expect(one != other)
        other.insert(7, for: 50)
        #expect(one != other)
    }

    @Test func whatIsNotThereIsNotFound() {
        var table = SlotTable()
        #expect(table[1] == nil)
        #expect(table.remove(1) == nil)
        table.insert(4, for: 0)
        #expect(table[0] == nil)
        table.insert(4, for: -9)
        #expect(table[-9] == 4)
    }
}

/// Numbers that look random and are the same in every run.
private struct Sequence64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
