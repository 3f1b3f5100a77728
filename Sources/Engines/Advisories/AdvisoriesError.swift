public import Diagnostics

/// What the engine refuses to read.
public enum AdvisoriesError: DiagnosableError, Hashable {
    /// The text is not a CVSS vector.
    case vector(String, VectorFault)
    /// The JSON value is not an OSV entry; `pointer` (RFC 6901) names the member that is missing or of another type.
    case notAnAdvisory(id: String?, pointer: String)

    /// The first rule of the CVSS specification that a vector breaks.
    public enum VectorFault: Hashable, Sendable {
        /// It starts with the prefix of no version that is known.
        case unknownVersion
        /// A part between two slashes is not `METRIC:VALUE`.
        case malformedField(String)
        case unknownMetric(String)
        case unknownValue(metric: String, value: String)
        case duplicateMetric(String)
        /// Base metrics, all of which must be given, in the order of the specification.
        case missingMetrics([String])
    }

    public var diagnostic: Diagnostic {
        switch self {
        case .vector(let text, let fault):
            Diagnostic(
                code: "advisory.bad-vector", message: "`\(text)` is not a CVSS vector: \(fault.wording)",
                hint: "versions 2.0, 3.0, 3.1 and 4.0 are read")
        case .notAnAdvisory(let id, let pointer):
            Diagnostic(
                code: "advisory.malformed",
                message: (id.map { "the advisory `\($0)`" } ?? "an advisory")
                    + " is not an OSV entry: `\(pointer)` is missing or of the wrong type",
                hint: "the schema stands at https://ossf.github.io/osv-schema/", exit: .unavailable)
        }
    }
}

extension AdvisoriesError.VectorFault {
    fileprivate var wording: String {
        switch self {
        case .unknownVersion: "its version is not known"
        case .malformedField(let field): "`\(field)` is not `METRIC:VALUE`"
        case .unknownMetric(let metric): "there is no metric `\(metric)` in its version"
        case .unknownValue(let metric, let value): "`\(value)` is no value of the metric `\(metric)`"
        case .duplicateMetric(let metric): "the metric `\(metric)` stands twice"
        case .missingMetrics(let metrics):
            "the base metrics \(metrics.map { "`\($0)`" }.joined(separator: ", ")) are missing"
        }
    }
}
