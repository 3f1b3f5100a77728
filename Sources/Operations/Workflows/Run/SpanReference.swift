package import Ledger
import Telemetry
package import Tracing

extension SpanReference {
    /// The span that a context is in, if it is in one.
    package init?(_ context: ServiceContext) {
        guard let span = context.spanContext else { return nil }
        self.init(traceID: span.traceID.description, spanID: span.spanID.description)
    }
}
