import DefinitionOfDone

/// How text may be dressed on one stream.
enum Appearance {
    /// Decides from the option, the conventions of the environment, and whether the stream is a terminal.
    ///
    /// The option wins; then `NO_COLOR`; then `CLICOLOR_FORCE` and `FORCE_COLOR`; then `TERM=dumb`.
    ///
    /// - SeeAlso: no-color.org, bixense.com/clicolors.
    static func style(
        _ choice: ColourChoice, isTerminal: Bool, environment: [String: String]
    ) -> TextStyle {
        let colour = hasColour(choice, isTerminal, environment)
        return TextStyle(
            colour: colour, unicode: hasUnicode(isTerminal, environment),
            hyperlinks: colour && isTerminal && hasLinks(environment))
    }

    private static func hasColour(
        _ choice: ColourChoice, _ isTerminal: Bool, _ environment: [String: String]
    ) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if environment["NO_COLOR"]?.isEmpty == false { return false }
        for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
            if let value = environment[name], !value.isEmpty, value != "0", value != "false" { return true }
        }
        if environment["FORCE_COLOR"].map({ ["0", "false"].contains($0) }) == true { return false }
        return isTerminal && environment["TERM"] != "dumb"
    }

    /// A terminal whose locale names another encoding than UTF-8 shows no signs beyond ASCII; files are UTF-8.
    private static func hasUnicode(_ isTerminal: Bool, _ environment: [String: String]) -> Bool {
        guard isTerminal else { return true }
        if environment["TERM"] == "dumb" { return false }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        guard let locale = locale?.lowercased() else { return true }
        return locale.contains("utf-8") || locale.contains("utf8")
    }

    /// Terminals that are known to understand OSC 8.
    private static func hasLinks(_ environment: [String: String]) -> Bool {
        if environment["TERM_PROGRAM"].map({ ["iTerm.app", "WezTerm", "vscode", "ghostty"].contains($0) })
            == true
        {
            return true
        }
        if ["KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM"].contains(where: { environment[$0] != nil }) {
            return true
        }
        return environment["VTE_VERSION"].flatMap { Int($0) }.map { $0 >= 5000 } ?? false
    }
}
