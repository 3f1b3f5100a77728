import Attestations
import Digests
import StructuredData

/// Keys of RFC 8032, section 7.1, tests 1 and 2, and one more.
enum Keys {
    static let anna = key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    static let bert = key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    static let carl = key("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")

    private static func key(_ hex: String) -> PrivateKey {
        guard let key = try? PrivateKey(raw: bytes(hex)) else { fatalError("not a key: \(hex)") }
        return key
    }
}

/// The bytes of an even number of hexadecimal digits.
func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

func hex(_ bytes: [UInt8]) -> String {
    bytes.map { (($0 < 16) ? "0" : "") + String($0, radix: 16) }.joined()
}

func uri(_ text: String) throws -> ResourceURI {
    guard let uri = ResourceURI(text) else { throw Bad.sample(text) }
    return uri
}

func time(_ text: String) throws -> Timestamp {
    guard let time = Timestamp(text) else { throw Bad.sample(text) }
    return time
}

func day(_ text: String) throws -> Day {
    guard let day = Day(text) else { throw Bad.sample(text) }
    return day
}

enum Bad: Error { case sample(String) }

/// The digest of the wheel that the samples are about.
let wheel = DigestSet(sha256: SHA256Digest(of: "wheel"))
let otherWheel = DigestSet(sha256: SHA256Digest(of: "another wheel"))

func wheelSubject() throws -> ResourceDescriptor {
    try ResourceDescriptor(name: "demo-1.0-py3-none-any.whl", digest: wheel)
}

func sampleStatement() throws -> Statement {
    try Statement(
        subjects: [wheelSubject()], predicateType: uri("https://example.org/predicate/v1"),
        predicate: ["a": 1, "b": ["c": "é"]])
}

/// What `read` throws for a document that `change` made of `json`; `nil` if it throws nothing.
func fault(_ read: () throws -> Void) -> AttestationsError? {
    do {
        try read()
        return nil
    } catch { return error as? AttestationsError }
}

extension JSON {
    /// A copy with the value at a JSON pointer set, or taken away.
    func with(_ pointer: String, _ value: JSON?) -> JSON {
        with(pointer.split(separator: "/").map(String.init)[...], value) ?? .null
    }

    private func with(_ path: ArraySlice<String>, _ value: JSON?) -> JSON? {
        guard let token = path.first else { return value }
        switch self {
        case .object(var members):
            members[token] = (members[token] ?? [:]).with(path.dropFirst(), value)
            return .object(members)
        case .array(var elements):
            guard let index = Int(token), elements.indices.contains(index) else { return self }
            if let element = elements[index].with(path.dropFirst(), value) {
                elements[index] = element
            } else {
                elements.remove(at: index)
            }
            return .array(elements)
        default: return self
        }
    }
}
