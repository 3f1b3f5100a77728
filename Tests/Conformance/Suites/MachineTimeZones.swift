package import FEEL
import Foundation
import Synchronization

/// The zones of the machine, read by the engine's own reader.
package final class MachineTimeZones: FEELTimeZones {
    package static let all = MachineTimeZones()
    private let known = Mutex<[String: TimeZoneRules?]>([:])

    package func offset(of zone: String, at seconds: Int64) -> Int? { rules(of: zone)?.offset(at: seconds) }

    package func rules(of zone: String) -> TimeZoneRules? {
        guard !zone.contains("..") else { return nil }
        return known.withLock { known in
            if let found = known[zone] { return found }
            let file = URL(filePath: "/usr/share/zoneinfo").appending(path: zone)
            let rules = (try? Data(contentsOf: file)).flatMap { TimeZoneRules(tzif: Array($0)) }
            known[zone] = .some(rules)
            return rules
        }
    }
}
