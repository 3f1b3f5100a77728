/// Runs `work` on every item, at most `limit` at once, and returns the results in the order of the items.
///
/// - Throws: The first fault. The tasks still running are cancelled and awaited before it leaves.
func boundedMap<Item: Sendable, Value: Sendable>(
    _ items: [Item], limit: Int, _ work: @escaping @Sendable (Item) async throws(SourceFault) -> Value
) async throws(SourceFault) -> [Value] {
    do {
        return try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var waiting = items.enumerated().makeIterator()
            for _ in 0..<max(1, limit) {
                guard let (index, item) = waiting.next() else { break }
                group.addTask { (index, try await work(item)) }
            }
            var done: [(index: Int, value: Value)] = []
            while let result = try await group.next() {
                done.append(result)
                if let (index, item) = waiting.next() { group.addTask { (index, try await work(item)) } }
            }
            return done.sorted { $0.index < $1.index }.map(\.value)
        }
    } catch let fault as SourceFault {
        throw fault
    } catch {
        throw .cancelled  // `work` throws nothing else; what is left is the cancellation of the group.
    }
}
