public import BPMN
import Diagnostics
public import FEEL
public import StructuredData
import Synchronization

/// Evaluates the FEEL expressions of a process.
///
/// A text is read once; of the variables only those are handed over whose names occur in it, so that a short condition
/// beside large data costs little.
public final class FEELEvaluator: ExpressionEvaluator {
    private let limits: FEELLimits
    private let zones: (any FEELTimeZones)?
    private let now: (@Sendable () -> FEELDateTime?)?
    private let cache = Mutex<[String: Prepared]>([:])

    /// - Parameters:
    ///   - limits: what one evaluation may cost.
    ///   - zones: the rules of time zones; without them only offsets and UTC are known.
    ///   - now: what `now()` and `today()` give; without it they give null.
    public init(
        limits: FEELLimits = FEELLimits(), zones: (any FEELTimeZones)? = nil,
        now: (@Sendable () -> FEELDateTime?)? = nil
    ) {
        (self.limits, self.zones, self.now) = (limits, zones, now)
    }

    public func evaluate(
        _ expression: ProcessExpression, variables: Variables
    ) throws(ExpressionFailure) -> JSON {
        guard let language = expression.knownLanguage else {
            throw ExpressionFailure(
                "`\(expression.text)` is written in `\(expression.language ?? "")`, which is not known here")
        }
        guard language == .feel else {
            throw ExpressionFailure(
                "`\(expression.text)` is written in \(language.rawValue), and nothing here runs it")
        }
        return try evaluate(expression.text, variables: variables)
    }

    /// The value of a FEEL text; a leading `=`, as Camunda 8 writes it, is no part of it.
    public func evaluate(_ text: String, variables: Variables) throws(ExpressionFailure) -> JSON {
        let prepared = try prepared(text, variables)
        var context = FEELContext()
        for name in prepared.names {
            if let value = variables[name] { context[name] = FEELValue(value) }
        }
        let environment = FEELEnvironment(
            variables: context, now: prepared.asksTheTime ? now?() : nil, zones: zones, limits: limits)
        do {
            let outcome = try prepared.expression.outcome(in: environment)
            if outcome.value == .null, let report = outcome.reports.first {
                throw ExpressionFailure("`\(text)` has no value: \(report.message)")
            }
            return outcome.value.json
        } catch let error as FEELError {
            throw ExpressionFailure("`\(text)`: \(error.diagnostic.message)")
        } catch let failure as ExpressionFailure {
            throw failure
        } catch {
            throw ExpressionFailure("`\(text)`: \(error)")
        }
    }

    // MARK: - Reading

    private struct Prepared: Sendable {
        let expression: FEELExpression
        /// The variables that may occur in it.
        let names: [String]
        let asksTheTime: Bool
    }

    private func prepared(_ text: String, _ variables: Variables) throws(ExpressionFailure) -> Prepared {
        let spaced = variables.names { !isPlainName($0) && text.contains($0) }.sorted()
        let key = spaced.isEmpty ? text : ([text] + spaced).joined(separator: "\u{0}")
        if let found = cache.withLock({ $0[key] }) { return found }
        let expression: FEELExpression
        do {
            expression = try FEELExpression(parsing: feelText(text), names: FEELNames(variables: spaced))
        } catch {
            throw ExpressionFailure("`\(text)` is no FEEL: \(error.diagnostic.message)")
        }
        let words = words(of: text)
        let result = Prepared(
            expression: expression, names: words.filter { !startsWithDigit($0) } + spaced,
            asksTheTime: words.contains("now") || words.contains("today"))
        cache.withLock {
            if $0.count >= 10_000 { $0.removeAll() }
            $0[key] = result
        }
        return result
    }
}

/// Without the `=` that marks an expression in files of Camunda 8.
func feelText(_ text: String) -> String {
    guard text.hasPrefix("="), !text.hasPrefix("==") else { return text }
    return String(text.dropFirst())
}

/// Whether a name is one word, which FEEL needs no list of names for.
private func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { isWordByte($0) }
}

/// As numbers do, and no name.
private func startsWithDigit(_ word: String) -> Bool {
    word.utf8.first.map { (0x30...0x39).contains($0) } ?? false
}

private func isWordByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
        || byte >= 0x80
}

/// The words of a text, which are more than the names in it, never fewer.
private func words(of text: String) -> Set<String> {
    var words: Set<String> = []
    for word in text.utf8.split(whereSeparator: { !isWordByte($0) }) {
        if let word = String(word) { words.insert(word) }
    }
    return words
}
