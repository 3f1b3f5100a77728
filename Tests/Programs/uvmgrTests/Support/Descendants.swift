import Foundation

/// Finds what a program left running, however it hid: by a variable that all its descendants inherit.
struct Descendants: Sendable {
    static let name = "UVMGR_E2E_MARK"
    let mark = UUID().uuidString

    /// What the program is to be started with.
    var environment: [String: String?] { [Self.name: mark] }

    /// The processes that carry the mark, the dead ones that nobody has waited for left out.
    var running: [Int] {
        let numbers =
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int($0) } ?? []
        let sought = Data("\(Self.name)=\(mark)".utf8)
        return numbers.filter { number in
            guard let block = FileManager.default.contents(atPath: "/proc/\(number)/environ") else {
                return false
            }
            return block.range(of: sought) != nil
        }
    }
}

/// Waits until `condition` holds, which a slow machine may take long to reach.
///
/// - Returns: Whether it came to hold.
func eventually(within limit: Duration = .seconds(60), _ condition: () throws -> Bool) async rethrows -> Bool
{
    let end = ContinuousClock.now + limit
    while true {
        if try condition() { return true }
        if ContinuousClock.now > end { return false }
        try? await Task.sleep(for: .milliseconds(20))
    }
}
