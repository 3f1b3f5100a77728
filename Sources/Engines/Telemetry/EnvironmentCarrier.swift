public import Tracing

/// Carries trace context in environment variables: `TRACEPARENT` and `TRACESTATE`.
///
/// Give each child an environment of its own to inject into; children that run at once have different parents.
///
/// - SeeAlso: OpenTelemetry, "Environment Variables as Context Propagation Carriers".
public struct EnvironmentCarrier: Extractor, Injector {
    public init() {}

    /// Reads only the normalised name: `traceparent` in lower case is a variable of somebody else.
    public func extract(key: String, from environment: [String: String]) -> String? {
        environment[Self.variable(key)]
    }

    public func inject(_ value: String, forKey key: String, into environment: inout [String: String]) {
        environment[Self.variable(key)] = value
    }

    /// The name of the variable for a key: upper case, `_` for every other character, and before a leading digit.
    public static func variable(_ key: String) -> String {
        var name: [UInt8] = []
        for scalar in key.unicodeScalars {
            guard scalar.isASCII, isLetterOrDigit(UInt8(scalar.value)) else {
                name.append(0x5F)
                continue
            }
            let byte = UInt8(scalar.value)
            name.append(isLower(byte) ? byte - 0x20 : byte)
        }
        if name.first.map(isDigit) ?? true { name.insert(0x5F, at: 0) }
        return String(decoding: name, as: UTF8.self)
    }
}

extension SpanContext {
    /// The span that started this process, as its environment tells; `nil` if it does not or is malformed.
    public static func extract(environment: [String: String]) -> SpanContext? {
        environment["TRACEPARENT"].flatMap {
            SpanContext(traceparent: $0, tracestate: environment["TRACESTATE"])
        }
    }

    /// Makes this span the parent of a process that gets `environment`.
    ///
    /// A state that belonged to another span is removed.
    public func inject(into environment: inout [String: String]) {
        environment["TRACEPARENT"] = traceparent
        environment["TRACESTATE"] = state.isEmpty ? nil : state
    }
}

private enum SpanContextKey: ServiceContextKey {
    typealias Value = SpanContext
    static var nameOverride: String? { "span-context" }
}

extension ServiceContext {
    /// The span in which something happens.
    public var spanContext: SpanContext? {
        get { self[SpanContextKey.self] }
        set { self[SpanContextKey.self] = newValue }
    }
}
