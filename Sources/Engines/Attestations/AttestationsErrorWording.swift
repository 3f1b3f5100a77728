public import Diagnostics
import StructuredData

extension AttestationsError {
    public var diagnostic: Diagnostic {
        Diagnostic(code: "attestation.\(code)", message: message, hint: hint, exit: exit)
    }

    private var code: String {
        switch self {
        case .notJSON: "not-json"
        case .malformed: "malformed"
        case .malformedKey: "malformed-key"
        case .foreignPayload: "foreign-payload"
        case .unknownPredicate: "unknown-predicate"
        case .untrustedKeys: "untrusted-key"
        case .brokenSignature: "broken-signature"
        case .tooFewSigners: "too-few-signers"
        case .badThreshold: "bad-threshold"
        case .notSigned: "not-signed"
        }
    }

    private var message: String {
        switch self {
        case .notJSON(let part, let error): "the \(part.name) is \(error.diagnostic.message)"
        case .malformed(let part, let pointer, let fault):
            pointer.isEmpty
                ? "the \(part.name) \(fault.wording)" : "`\(pointer)` of the \(part.name) \(fault.wording)"
        case .malformedKey(let fault): fault.wording
        case .foreignPayload(let type): "the envelope holds `\(type)`, not an in-toto statement"
        case .unknownPredicate(let type): "the predicate type `\(type)` is not known"
        case .untrustedKeys(let hints):
            hints.isEmpty
                ? "no signature is by a trusted key"
                : "no signature is by a trusted key; the envelope names \(listed(hints))"
        case .brokenSignature(let keyID):
            "the signature that names the trusted key `\(keyID)` does not fit: payload or signature was changed"
        case .tooFewSigners(let found, let required):
            "\(required) trusted keys must have signed, and \(found) did"
        case .badThreshold(let threshold, let keys):
            "a threshold of \(threshold) cannot be met with \(keys) trusted keys"
        case .notSigned: "the key could not sign"
        }
    }

    private var hint: String? {
        switch self {
        case .untrustedKeys: "pass the signer's public key, if you trust it"
        case .brokenSignature: "fetch the attestation again from where it was published"
        case .badThreshold: "a threshold is at least 1 and at most the number of different keys"
        default: nil
        }
    }

    private var exit: ExitStatus {
        switch self {
        case .malformedKey, .badThreshold: .usage
        default: .no
        }
    }
}

func listed(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }

extension DocumentPart {
    /// As messages name it.
    public var name: String {
        switch self {
        case .envelope: "envelope"
        case .statement: "statement"
        case .descriptor: "resource descriptor"
        case .digestSet: "digest set"
        case .predicate(let type): "\(type.name) predicate"
        }
    }
}

extension FieldFault {
    var wording: String {
        switch self {
        case .missing: "is missing"
        case .wrongKind(let expected): "is not \(expected.rawValue)"
        case .empty: "is empty"
        case .unknownValue(let found, let known): "is `\(found)`, not one of \(listed(known))"
        case .notURI(let text): "is `\(text)`, not a URI with scheme and authority in lower case"
        case .notTimestamp(let text): "is `\(text)`, not a time like `2006-01-02T15:04:05Z`"
        case .notDay(let text): "is `\(text)`, not a date like `2006-01-02`"
        case .notDigest(let algorithm): "is not a `\(algorithm)` digest in lower-case hexadecimal digits"
        case .notBase64: "is not base64"
        case .noneOf(let names): "has none of \(listed(names))"
        case .repeated(let value): "has `\(value)` twice"
        case .tooMany(let limit): "has more than \(limit) elements"
        case .notInteroperable:
            "holds a number that not every reader of JSON keeps, or is nested deeper than 256 levels"
        case .contradiction(let reason): "contradicts itself: \(reason)"
        }
    }
}

extension KeyFault {
    var wording: String {
        switch self {
        case .wrongLength(let found): "an Ed25519 key has 32 bytes, and this one has \(found)"
        case .notBase64: "the key is not base64"
        case .notPEM(let label): "the key is not exactly one `\(label)` block in PEM"
        case .notEd25519: "the key is not an Ed25519 key as RFC 8410 encodes it"
        case .halvesDiffer: "the private key carries the public key of another one"
        }
    }
}
