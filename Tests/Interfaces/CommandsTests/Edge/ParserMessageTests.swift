import Testing

@testable import Commands

@Suite struct ParserMessageTests {
    static let rows: [(said: String, message: String, advice: String?)] = [
        (
            "Unknown option '--ony'. Did you mean '--only'?", "unknown option `--ony`",
            "did you mean `--only`?"
        ),
        ("Missing value for '--policy <name>'", "missing value for `--policy <name>`", nil),
        (
            "The value 'x' is invalid for '--format <form>'. Please provide one of 'text' and 'json'.",
            "the value `x` is invalid for `--format <form>`", "please provide one of `text` and `json`"
        ),
        ("`--jobs` is a whole number", "`--jobs` is a whole number", nil),
        ("Two\n   lines.", "two lines", nil),
    ]

    @Test(arguments: rows) func split(_ row: (said: String, message: String, advice: String?)) {
        let result = CommandError.split(row.said)
        #expect(result.message == row.message)
        #expect(result.advice == row.advice)
    }
}
