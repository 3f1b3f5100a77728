public import StructuredData

/// The predicate `https://in-toto.io/attestation/vulns/v0.2`: what a scanner found.
///
/// The members are named as the specification's text and example name them (`db`, `metadata`); the Protocol Buffers
/// file beside it calls the same two `database` and `scan_metadata`, and is not what statements in the wild follow.
public struct Vulnerabilities: PredicateContent {
    public static let predicateType = PredicateType.vulnerabilities

    public let scanner: Scanner
    public let scanStartedOn: Timestamp
    public let scanFinishedOn: Timestamp

    public init(scanner: Scanner, scanStartedOn: Timestamp, scanFinishedOn: Timestamp) {
        (self.scanner, self.scanStartedOn, self.scanFinishedOn) = (scanner, scanStartedOn, scanFinishedOn)
    }

    public init(json: JSON) throws(AttestationsError) {
        let field = Field(json, .predicate(Self.predicateType))
        scanner = try Scanner(field.required("scanner"))
        let metadata = try field.required("metadata")
        scanStartedOn = try metadata.required("scanStartedOn").timestamp()
        scanFinishedOn = try metadata.required("scanFinishedOn").timestamp()
    }

    public var json: JSON {
        [
            "scanner": scanner.json,
            "metadata": ["scanStartedOn": scanStartedOn.json, "scanFinishedOn": scanFinishedOn.json],
        ]
    }
}

extension Vulnerabilities {
    /// Who scanned, with what, and what was found.
    public struct Scanner: Hashable, Sendable {
        public let uri: ResourceURI
        public let version: String?
        public let database: Database
        /// None: the scanner found no vulnerabilities.
        public let results: [Finding]

        public init(uri: ResourceURI, version: String? = nil, database: Database, results: [Finding]) {
            (self.uri, self.version, self.database, self.results) = (uri, version, database, results)
        }

        init(_ field: Field) throws(AttestationsError) {
            uri = try field.required("uri").uri()
            version = try field.optionalText("version")
            database = try Database(field.required("db"))
            results = try field.required("result").elements().map { field throws(AttestationsError) in
                try Finding(field)
            }
        }

        var json: JSON {
            .members([
                "uri": uri.json, "version": version.map(JSON.string), "db": database.json,
                "result": .array(results.map(\.json)),
            ])
        }
    }

    /// The vulnerability database that was searched.
    public struct Database: Hashable, Sendable {
        public let uri: ResourceURI?
        public let version: String?
        public let lastUpdate: Timestamp

        public init(uri: ResourceURI? = nil, version: String? = nil, lastUpdate: Timestamp) {
            (self.uri, self.version, self.lastUpdate) = (uri, version, lastUpdate)
        }

        init(_ field: Field) throws(AttestationsError) {
            uri = try field.optionalURI("uri")
            version = try field.optionalText("version")
            lastUpdate = try field.required("lastUpdate").timestamp()
        }

        var json: JSON {
            .members([
                "uri": uri?.json, "version": version.map(JSON.string), "lastUpdate": lastUpdate.json,
            ])
        }
    }
}
