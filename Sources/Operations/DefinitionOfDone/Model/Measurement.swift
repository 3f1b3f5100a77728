package import Conditions

/// A named number that a tool's output states.
package struct Measurement: Hashable, Sendable {
    /// The metric, `line` or `p99`; of a part of the whole, with the part in brackets: `p99[test_total]`.
    package let name: String
    package let quantity: Quantity
    /// Where the number stands; `nil` only for numbers that uvmgr counts itself.
    package let origin: MeasurementOrigin?

    package init(_ name: String, _ quantity: Quantity, origin: MeasurementOrigin?) {
        (self.name, self.quantity, self.origin) = (name, quantity, origin)
    }
}

/// A place in a tool's output.
package struct MeasurementOrigin: Hashable, Sendable {
    /// The name of a piece of evidence.
    package let evidence: String
    /// A JSON pointer, an XPath-like path, or the words that the number stands behind.
    package let pointer: String

    package init(evidence: String, pointer: String) { (self.evidence, self.pointer) = (evidence, pointer) }
}

/// A file that a gate produced, kept by its digest.
package struct Evidence: Hashable, Sendable {
    /// Unique in the gate: `junit.xml`, `stderr.txt`.
    package let name: String
    /// SHA-256 in hexadecimal digits.
    package let digest: String
    package let mediaType: String
    package let size: Int

    package init(name: String, digest: String, mediaType: String, size: Int) {
        (self.name, self.digest, self.mediaType, self.size) = (name, digest, mediaType, size)
    }
}
