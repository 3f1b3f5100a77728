/// The looks of a diagram: ink on paper, with a second colour only for what a run did.
enum StyleSheet {
    /// Colours by role; the first for light surroundings, the second for dark ones.
    private static let colours: [(role: String, light: String, dark: String)] = [
        ("paper", "#ffffff", "#14181f"), ("ink", "#253041", "#d7dde6"), ("head", "#f1f4f8", "#1f2630"),
        ("soft", "#5b6778", "#9aa6b6"), ("doneInk", "#0b5cad", "#6db3f8"), ("doneFill", "#eaf3fc", "#12283f"),
        ("activeInk", "#a85400", "#f5b041"), ("activeFill", "#fff4e0", "#3a2a10"),
        ("failedInk", "#b3261e", "#ff8a80"), ("failedFill", "#fdeceb", "#3d1a18"),
        ("cancelledInk", "#5f6b7a", "#9aa6b6"), ("cancelledFill", "#eef0f3", "#232a34"),
    ]

    /// Rules with `$role` for a colour.
    private static let rules = """
        text{font-family:Arial,Helvetica,"Liberation Sans","DejaVu Sans",sans-serif;fill:$ink}
        .paper{fill:$paper}
        .s{fill:$paper;stroke:$ink;stroke-width:1.6}
        .c{fill:$paper;stroke:$ink;stroke-width:1.4}
        .h{fill:$head;stroke:$ink;stroke-width:1.4}
        .lane{fill:none;stroke:$ink;stroke-width:1}
        .thick{stroke-width:3.6}
        .dash{stroke-dasharray:4 3}
        .dots{stroke-dasharray:1 3;stroke-linecap:round}
        .o{fill:none;stroke:$ink;stroke-width:1.6}
        .i{fill:none;stroke:$ink;stroke-width:1.3;stroke-linejoin:round;stroke-linecap:round}
        .f{fill:$ink;stroke:$ink;stroke-width:1.1;stroke-linejoin:round}
        .w{fill:none;stroke:$paper;stroke-width:1.3;stroke-linejoin:round}
        .g{fill:none;stroke:$soft;stroke-width:1.6;stroke-dasharray:10 4 2 4}
        .l{fill:none;stroke:$ink;stroke-width:1.5;stroke-linejoin:round}
        .m{stroke-dasharray:7 4}
        .a{stroke:$soft;stroke-dasharray:1 4;stroke-linecap:round}
        .ah{fill:$ink;stroke:$ink;stroke-width:1;stroke-linejoin:round}
        .hollow{fill:$paper;stroke:$ink;stroke-width:1.3;stroke-linejoin:round}
        .open{fill:none;stroke:$soft;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
        .b{font-weight:bold}
        .q{fill:$soft}
        """

    /// What runs change; colour is never alone: width, dashes and badges say the same.
    private static let runRules = """
        .idle{opacity:.42}
        .done .s,.done .c{stroke:$doneInk;stroke-width:2.4}
        .done .s{fill:$doneFill}
        .done .s.thick{stroke-width:4}
        .done .l{stroke:$doneInk;stroke-width:3}
        .done .hollow,.done .open{stroke:$doneInk}
        .done .ah{fill:$doneInk;stroke:$doneInk}
        .active .s,.active .c{stroke:$activeInk;stroke-width:3.4}
        .active .s{fill:$activeFill}
        .failed .s,.failed .c{stroke:$failedInk;stroke-width:3.4}
        .failed .s{fill:$failedFill}
        .cancelled .s,.cancelled .c{stroke:$cancelledInk;stroke-width:2;stroke-dasharray:6 3}
        .cancelled .s{fill:$cancelledFill}
        .bd{fill:$doneInk;stroke:$paper;stroke-width:1.5}
        .ba{fill:$activeInk;stroke:$paper;stroke-width:1.5}
        .bf{fill:$failedInk;stroke:$paper;stroke-width:1.5}
        .bc{fill:$cancelledInk;stroke:$paper;stroke-width:1.5}
        .bi{fill:$paper;stroke:$soft;stroke-width:1.2}
        .bt{fill:none;stroke:$paper;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
        .bx{fill:$paper;stroke:none}
        text.n{fill:$paper;font-weight:bold}
        .pill{fill:$paper;stroke:$soft;stroke-width:1}
        """

    /// The contents of a `style` element.
    static func text(withRun: Bool) -> String {
        let all = rules + (withRun ? "\n" + runRules : "")
        return filled(all, \.light) + "\n@media (prefers-color-scheme:dark){\n"
            + filled(all.split(separator: "\n").filter { $0.contains("$") }.joined(separator: "\n"), \.dark)
            + "\n}"
    }

    private static func filled(
        _ rules: String, _ colour: (((role: String, light: String, dark: String)) -> String)
    ) -> String {
        // Longer names first: `$ink` is not the beginning of another, but roles may come to be.
        colours.sorted { $0.role.utf8.count > $1.role.utf8.count }.reduce(rules) { text, entry in
            text.split(separator: "$\(entry.role)", omittingEmptySubsequences: false).joined(
                separator: colour(entry))
        }
    }
}
