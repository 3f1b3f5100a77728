import Capabilities
import Diagnostics
import StructuredData
import TOML

/// Reads `[[waivers]]`.
struct WaiverReader {
    let file: ConfigurationFile

    static let keys = ["by", "finding", "gate", "reason", "rule", "until"]

    func read() throws(DoDError) -> [Waiver] {
        let path = file.path + ["waivers"]
        guard let value = file.table?["waivers"] else { return [] }
        guard let array = value.array else { throw file.gates.wrongType(path, "an array of tables") }
        var waivers: [Waiver] = []
        for (index, item) in array.enumerated() {
            waivers.append(try waiver(item, at: path + [.index(index)]))
        }
        return waivers
    }

    private func waiver(_ value: JSON, at here: TOMLPath) throws(DoDError) -> Waiver {
        let reader = file.gates
        guard let members = value.object else { throw reader.wrongType(here, "a table") }
        for key in members.keys.sorted() where !Self.keys.contains(key) {
            throw reader.unknownKey(key, Self.keys, at: here)
        }
        var targets: [Waiver.Target] = []
        if let name = try reader.text("finding", members, here) { targets.append(.finding(name)) }
        if let name = try reader.text("rule", members, here) { targets.append(.rule(name)) }
        if let name = try reader.text("gate", members, here) { targets.append(.gate(try gate(name, here))) }
        let place = file.document.place(of: here)
        guard targets.count == 1 else {
            throw .waiverWithoutTarget(place: place, excerpt: place.flatMap { file.document.excerpt($0) })
        }
        guard let reason = try reader.text("reason", members, here), !reason.allSatisfy(\.isWhitespace) else {
            throw reader.wrongType(here, "a waiver with a `reason`")
        }
        guard let until = members["until"]?.string.flatMap(Self.day) else {
            throw reader.wrongType(here, "a waiver with an `until` date such as 2027-03-01")
        }
        return Waiver(
            target: targets[0], reason: reason, owner: try reader.text("by", members, here), until: until,
            place: place)
    }

    /// The day of a date, or of a date with a time behind it.
    private static func day(_ text: String) -> CalendarDay? {
        let rest = text.dropFirst(10)
        let hasTime = "Tt ".contains(rest.first ?? "-") && rest.dropFirst().first?.isNumber == true
        return rest.isEmpty || hasTime ? CalendarDay(String(text.prefix(10))) : nil
    }

    private func gate(_ name: String, _ here: TOMLPath) throws(DoDError) -> String {
        if let specification = GateCatalog.specification(of: name) { return specification.name }
        let custom = try file.gates.read().map(\.name)
        guard custom.contains(name) else {
            let place = file.document.valuePlace(of: here + ["gate"])
            throw .unknownGate(
                name, known: GateCatalog.names + custom, place: place,
                excerpt: place.flatMap { file.document.excerpt($0) })
        }
        return name
    }
}
