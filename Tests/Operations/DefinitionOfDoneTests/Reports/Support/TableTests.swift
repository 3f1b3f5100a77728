import Testing

@testable import DefinitionOfDone

@Suite struct TableTests {
    @Test func columnsAreAlignedByWhatIsShown() {
        let table = Table(
            header: ["name", "n"], rows: [["日本語", "1"], ["ab", "100"], ["é", ""]], right: [1])
        #expect(table.lines(TextStyle()) == ["name      n", "日本語    1", "ab      100", "é"])
    }

    @Test func emptyColumnsTakeNoRoom() {
        #expect(
            Table(rows: [["a", "", "b"], ["c", "", "d"]]).lines(TextStyle(), indent: 2) == [
                "  a  b", "  c  d",
            ])
    }

    @Test func cellsHoldNoLineBreak() {
        #expect(Table(rows: [["a\nb", "c"]]).lines(TextStyle()) == ["a b  c"])
    }

    @Test func narrowColumnsAreFollowedByOneSpace() {
        #expect(Table(rows: [["✓", "a", "b"]], narrow: [0]).lines(TextStyle()) == ["✓ a  b"])
    }

    @Test func nothingIsNoLines() { #expect(Table().lines(TextStyle()).isEmpty) }

    @Test func paintDoesNotMoveColumns() {
        let table = Table(rows: [[Table.Cell("a", .red), "b"], ["long", "c"]])
        #expect(table.lines(TextStyle(colour: true)) == ["\u{1B}[31ma\u{1B}[0m     b", "long  c"])
    }
}
