import ConformanceSuites
import Testing

@Suite("Translation of conditions") struct TranslationTests {
    @Test(arguments: [
        ("test.contains(\"a\")", "contains(test, \"a\")"),
        ("!test.contains('a')", "not(contains(test, \"a\"))"),
        ("${integerVariable}", "integerVariable"), ("${ test.contains(\"a\") }", "contains(test, \"a\")"),
        ("a == 1 && b != 2 || c >= 3", "a = 1 and b != 2 or c >= 3"),
        ("(a || b) && !c", "(a or b) and not(c)"), ("not lint_ok", "not(lint_ok)"),
        ("not a == b", "not(a = b)"),
        ("x + 1", "x + 1"), ("item * 2", "item * 2"), ("-1", "-1"), ("True", "true"),
        ("list(range(3))", "((if 3 < 1 then [] else for i in 0..(3 - 1) return i))"),
        ("\n  true\n ", "true"), ("PT5S", "PT5S"), ("R4/PT5S", "R4 / PT5S"),
        ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
        ("some x in y satisfies x", "some x in y satisfies x"), ("", ""), ("\"a", "\"a"), ("a.b", "a.b"),
    ])
    func conditions(text: String, feel: String) { #expect(Translation.feel(text) == feel) }
}
