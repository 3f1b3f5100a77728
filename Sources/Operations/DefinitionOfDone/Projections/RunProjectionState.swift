import StructuredData

/// A run that has begun and not ended.
struct OpenRun: Hashable, Sendable {
    let actor: String
    /// Gates whose results are those of another run: gate → that run.
    var reused: [String: String] = [:]
    /// How many findings each gate has so far.
    var findings: [String: Int64] = [:]

    init(actor: String) { self.actor = actor }

    init(_ json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json)
        actor = try fields.string("actor")
        reused = (fields.members["reused"]?.object ?? [:]).compactMapValues(\.string)
        findings = (fields.members["findings"]?.object ?? [:]).compactMapValues(\.integer)
    }

    var json: JSON {
        [
            "actor": .string(actor), "reused": .object(reused.mapValues(JSON.string)),
            "findings": .object(findings.mapValues(JSON.integer)),
        ]
    }
}

/// Since when and how often something was there.
struct Sighting: Hashable, Sendable {
    let firstRun: String
    let firstSeen: Int64
    var lastRun: String
    /// In how many runs.
    var count: Int64 = 0
    /// How many times altogether.
    var uses: Int64 = 0

    init(run: String, time: Int64) { (firstRun, firstSeen, lastRun) = (run, time, run) }

    init(_ json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json)
        (firstRun, lastRun) = (try fields.string("firstRun"), try fields.string("lastRun"))
        firstSeen = Int64(try fields.int("firstSeen"))
        (count, uses) = (Int64(try fields.int("count")), Int64(try fields.int("uses")))
    }

    var json: JSON {
        [
            "firstRun": .string(firstRun), "firstSeen": .integer(firstSeen), "lastRun": .string(lastRun),
            "count": .integer(count), "uses": .integer(uses),
        ]
    }
}

/// What a person's runs came to.
struct PersonCount: Hashable, Sendable {
    let firstSeen: Int64
    var runs: Int64 = 0
    var done: Int64 = 0
    var notDone: Int64 = 0
    var undecided: Int64 = 0

    init(firstSeen: Int64) { self.firstSeen = firstSeen }

    init(_ json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json)
        firstSeen = Int64(try fields.int("firstSeen"))
        (runs, done) = (Int64(try fields.int("runs")), Int64(try fields.int("done")))
        (notDone, undecided) = (Int64(try fields.int("notDone")), Int64(try fields.int("undecided")))
    }

    var json: JSON {
        [
            "firstSeen": .integer(firstSeen), "runs": .integer(runs), "done": .integer(done),
            "notDone": .integer(notDone), "undecided": .integer(undecided),
        ]
    }
}

/// Reads each member of an object.
func decoded<Value>(
    _ json: JSON?, _ each: (JSON) throws(MalformedPayload) -> Value
) throws(MalformedPayload) -> [String: Value] {
    var values: [String: Value] = [:]
    for (key, value) in try Fields(json).members { values[key] = try each(value) }
    return values
}
