import Diagnostics

/// The options that a requirements file may hold.
enum RequirementsOptions {
    static let perRequirement: Set<String> = [
        "--hash", "--global-option", "--install-option", "--config-settings",
    ]

    private static let withValue = perRequirement.union([
        "--index-url", "--extra-index-url", "--constraint", "--requirement", "--editable", "--find-links",
        "--no-binary", "--only-binary", "--trusted-host", "--use-feature",
    ])

    private static let flags: Set<String> = ["--no-index", "--prefer-binary", "--require-hashes", "--pre"]

    private static let synonyms = [
        "-i": "--index-url", "--pypi-url": "--index-url", "-c": "--constraint", "-r": "--requirement",
        "-e": "--editable", "-f": "--find-links", "-C": "--config-settings",
        "--config-setting": "--config-settings",
    ]

    /// Reads the options of a logical line, at least one unless `text` is blank.
    static func parse(_ text: String) throws(PackagingError) -> [RequirementsFile.Option] {
        var words = RequirementsLine.words(text)[...]
        var options: [RequirementsFile.Option] = []
        while let word = words.popFirst() {
            let (spelling, attached) = split(word)
            let name = synonyms[spelling] ?? spelling
            if flags.contains(name) {
                guard attached == nil else { throw .option(name, problem: .takesNoValue, place: nil) }
                options.append(RequirementsFile.Option(name: name, value: nil))
                continue
            }
            guard withValue.contains(name) else {
                let known = withValue.union(flags).sorted()
                throw .option(
                    spelling, problem: .unknown(nearest: nearest(spelling, among: known)), place: nil)
            }
            guard let value = attached ?? words.popFirst() else {
                throw .option(name, problem: .needsValue, place: nil)
            }
            options.append(RequirementsFile.Option(name: name, value: value))
        }
        return options
    }

    /// `--name=value`, `-rvalue`, or a name alone.
    private static func split(_ word: String) -> (name: String, value: String?) {
        if word.hasPrefix("--") {
            guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
            return (String(word[..<equals]), String(word[word.index(after: equals)...]))
        }
        let name = String(word.prefix(2))
        return synonyms[name] != nil && word.count > 2 ? (name, String(word.dropFirst(2))) : (word, nil)
    }
}
