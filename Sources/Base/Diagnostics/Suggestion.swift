/// The candidate that a person who typed `word` most likely meant.
///
/// - Returns: The candidate at the least edit distance (insert, delete, replace, swap of neighbours), if that distance
///   is at most a third (rounded up) of the longer word; the first in alphabetical order among equals.
/// - Complexity: O(*n · m*) for each candidate.
public func nearest(_ word: String, among candidates: some Sequence<String>) -> String? {
    let ranked = candidates.map { (distance: editDistance(word.lowercased(), $0.lowercased()), name: $0) }
    guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
    return best.distance <= max(1, (max(word.count, best.name.count) + 2) / 3) ? best.name : nil
}

/// The optimal string alignment distance between two words.
func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a.unicodeScalars)
    let b = Array(b.unicodeScalars)
    var before: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
        var current = [i + 1]
        for j in b.indices {
            var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
            current.append(best)
        }
        (before, previous) = (previous, current)
    }
    return previous[b.count]
}
