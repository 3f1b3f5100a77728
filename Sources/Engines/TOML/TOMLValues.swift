import Diagnostics
import StructuredData
import TOMLKit

/// Reads what a document means.
///
/// TOMLKit copies (and never frees) memory for every key and value that is asked of it one by one; its JSON form is one
/// copy.
func tomlValue(of source: SourceText, _ text: String) throws(TOMLError) -> JSON {
    // TOMLKit hands the text on as a C string, which would end here.
    if let end = source.bytes.firstIndex(of: 0) {
        throw source.malformed(source.place(end..<end), "a NUL character is not allowed")
    }
    let json: String
    do {
        let table = try TOMLTable(string: text)
        json = table.convert(
            to: .json, options: [.quoteDateAndTimes, .quoteInfinitesAndNaNs, .allowUnicodeStrings])
    } catch let error as TOMLParseError {
        let reason = error.description
        let prefix = "Error while parsing "
        throw source.malformed(
            source.place(error), reason.hasPrefix(prefix) ? String(reason.dropFirst(prefix.count)) : reason)
    } catch {
        throw source.malformed(SourcePlace(file: source.file), "\(error)")
    }
    do { return try JSON(parsing: json) } catch {
        throw source.malformed(SourcePlace(file: source.file), error.diagnostic.message)
    }
}

extension SourceText {
    fileprivate func place(_ error: TOMLParseError) -> SourcePlace {
        SourcePlace(file: file, line: error.source.begin.line, column: error.source.begin.column)
    }
}
