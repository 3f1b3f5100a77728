extension Definitions {
    /// Loads a BPMN 2.0 file.
    ///
    /// Every rule of ``Rule`` is checked; a model that breaks one is not loaded at all.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - file: what messages call it.
    /// - Throws: ``BPMNError/illegal(_:)`` with every violation and its place.
    public init(parsing bytes: [UInt8], file: String = "") throws(BPMNError) {
        let document: XMLDocument
        do {
            document = try XMLDocument(reading: bytes)
        } catch {
            var violation = Violation(
                .wellFormed, element: "", "this is no XML that can be read: \(error.reason)",
                place: error.place ?? ModelPlace(line: 1, column: 1))
            violation.file = file
            throw .illegal([violation])
        }
        var violations = check(document)
        guard violations.isEmpty else {
            for index in violations.indices { violations[index].file = file }
            throw .illegal(violations)
        }
        self = DefinitionsReader(document).definitions()
    }

    /// The file as UTF-8 XML: everything that was read, diagrams and extensions included.
    public func written() -> String { document.written() }
}
