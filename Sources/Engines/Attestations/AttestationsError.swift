public import Diagnostics
public import StructuredData

/// Why an attestation, an envelope or a key could not be read, made or trusted.
public enum AttestationsError: DiagnosableError, Hashable {
    /// The text of a document is not JSON, or has a key twice.
    case notJSON(DocumentPart, JSONError)
    /// A field is not as its specification says; `pointer` (RFC 6901) leads to it.
    case malformed(DocumentPart, pointer: String, fault: FieldFault)
    /// The text or bytes of a key.
    case malformedKey(KeyFault)
    /// The payload of an envelope is something other than an in-toto statement.
    case foreignPayload(type: String)
    /// A statement is of a predicate type that this engine does not know.
    case unknownPredicate(type: String)
    /// No signature is by a trusted key; `hints` are the unauthenticated key ids of the envelope.
    case untrustedKeys(hints: [String])
    /// A signature names a trusted key and is not its signature of this payload: one of the two was changed.
    case brokenSignature(keyID: String)
    /// Fewer trusted keys signed than were asked for.
    case tooFewSigners(found: Int, required: Int)
    /// A threshold that no signatures, or no set of the trusted keys, could meet.
    case badThreshold(Int, keys: Int)
    /// The key could not sign.
    case notSigned
}

/// The kind of document that a fault was found in.
public enum DocumentPart: Hashable, Sendable {
    case envelope
    case statement
    case descriptor
    case digestSet
    case predicate(PredicateType)
}

/// What is wrong with one field.
public enum FieldFault: Hashable, Sendable {
    case missing
    case wrongKind(expected: JSONKind)
    case empty
    /// Not one of the values that the specification lists.
    case unknownValue(String, known: [String])
    /// Not an absolute URI of RFC 3986 with scheme and authority in lower case.
    case notURI(String)
    /// Not a time of RFC 3339 in UTC, `2006-01-02T15:04:05Z`.
    case notTimestamp(String)
    /// Not a date of RFC 3339, `2006-01-02`.
    case notDay(String)
    /// Not the form that the algorithm of a digest has.
    case notDigest(algorithm: String)
    case notBase64
    /// None of fields of which at least one must be there.
    case noneOf([String])
    /// A value that must not stand twice.
    case repeated(String)
    /// More elements than are read.
    case tooMany(limit: Int)
    /// A number that RFC 8785 does not carry, or values nested too deeply.
    case notInteroperable
    /// Two fields that cannot both be true.
    case contradiction(String)
}

/// The kinds of JSON values, as messages name them.
public enum JSONKind: String, Hashable, Sendable {
    case object = "an object"
    case array = "an array"
    case text = "a string"
    case count = "a whole number that is not negative"
}

/// What is wrong with a key.
public enum KeyFault: Hashable, Sendable {
    /// Not the 32 bytes of an Ed25519 key, but `found`.
    case wrongLength(found: Int)
    case notBase64
    /// Not exactly one PEM block (RFC 7468) with this label.
    case notPEM(label: String)
    /// The DER in the block is not that of an Ed25519 key (RFC 8410).
    case notEd25519
    /// The public half that a private key carries belongs to another key.
    case halvesDiffer
}
