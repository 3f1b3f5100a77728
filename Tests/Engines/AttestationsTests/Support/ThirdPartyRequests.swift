import Attestations
import StructuredData

/// What the Python libraries are asked.
enum ThirdPartyRequests {
    static let keys = ["anna": Keys.anna, "bert": Keys.bert, "carl": Keys.carl]

    static func all() throws -> [String: JSON] {
        var all: [String: JSON] = [:]
        for statement in try Samples.all() {
            let type = try Predicate(of: statement).type
            all["statement \(type.name)"] = request(statement.json)
            all["surplus \(type.name)"] = request(statement.json.with("/predicate/surplus", 1))
        }
        let least = try sampleStatement().json
        all["statement without digest"] = request(least.with("/subject/0", ["uri": "https://example.org/x"]))
        all["statement of another type"] = request(least.with("/_type", "https://in-toto.io/Statement/v0.1"))
        for (name, key) in keys {
            all["key \(name)"] = ["check": "key", "raw": .string(hex(key.raw))]
        }
        all.merge(try signatures()) { $1 }
        return all
    }

    static func text() throws -> String {
        String(decoding: try Samples.all()[4].canonicalBytes, as: UTF8.self)
    }

    private static func request(_ statement: JSON) -> JSON {
        ["check": "statement", "statement": .string(statement.canonical)]
    }

    static func envelope() throws -> Envelope {
        try Envelope(signing: Samples.all()[4], with: [Keys.anna, Keys.bert])
    }

    private static func signatures() throws -> [String: JSON] {
        let envelope = try envelope().json
        let payload = try text()
        return [
            "verify one": verify(envelope, [Keys.bert], 1),
            "verify two": verify(envelope, [Keys.anna, Keys.bert, Keys.carl], 2),
            "verify wrong key": verify(envelope, [Keys.carl], 1),
            "verify too few": verify(envelope, [Keys.anna, Keys.carl], 2),
            "verify changed payload": verify(envelope.with("/payload", "e30="), [Keys.anna], 1),
            "verify changed type": verify(envelope.with("/payloadType", "x"), [Keys.anna], 1),
            "sign one": sign(payload, [Keys.carl]), "sign two": sign(payload, [Keys.anna, Keys.bert]),
            "sign other bytes": sign("{\n \"_type\": \"é\"}", [Keys.anna]),
        ]
    }

    private static func verify(_ envelope: JSON, _ keys: [PrivateKey], _ threshold: Int64) -> JSON {
        [
            "check": "verify", "envelope": .string(envelope.canonical), "threshold": .integer(threshold),
            "keys": .array(
                keys.map(\.publicKey).map { ["keyid": .string($0.keyID), "pem": .string($0.pem)] }),
        ]
    }

    private static func sign(_ payload: String, _ keys: [PrivateKey]) -> JSON {
        [
            "check": "sign", "payload": .string(payload), "type": .string(Envelope.statementType),
            "keys": .array(keys.map { .string($0.pem) }),
        ]
    }
}
