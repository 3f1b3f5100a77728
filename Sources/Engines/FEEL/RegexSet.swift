/// A set of code points.
indirect enum RegexSet {
    case any
    /// What `.` is without the flag `s`.
    case notLineBreak
    case range(ClosedRange<UInt32>)
    case union([RegexSet])
    case difference(RegexSet, RegexSet)
    case complement(RegexSet)
    /// `\p{L}`, `\p{Lu}`.
    case category(String)
    case space
    case digit
    case word
    case nameStart
    case name

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .any: true
        case .notLineBreak: scalar != "\n" && scalar != "\r"
        case .range(let range): range.contains(scalar.value)
        case .union(let sets): sets.contains { $0.contains(scalar) }
        case .difference(let set, let other): set.contains(scalar) && !other.contains(scalar)
        case .complement(let set): !set.contains(scalar)
        case .category(let name): scalar.isInCategory(name)
        case .space: [" ", "\t", "\n", "\r"].contains(scalar)
        case .digit: scalar.isInCategory("Nd")
        case .word: !["P", "Z", "C"].contains { scalar.isInCategory($0) }
        case .nameStart: scalar == ":" || scalar.startsName
        case .name: scalar == ":" || scalar == "-" || scalar == "." || scalar.continuesName
        }
    }

    /// As ``contains(_:)``, for either case of a letter.
    func containsIgnoringCase(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        // The complement is taken of the set in both cases, and so is what a set lacks (F&O 5.6.2).
        case .complement(let set): !set.containsIgnoringCase(scalar)
        case .difference(let set, let other):
            set.containsIgnoringCase(scalar) && !other.containsIgnoringCase(scalar)
        case .union(let sets): sets.contains { $0.containsIgnoringCase(scalar) }
        case .range: scalar.caseVariants.contains { contains($0) }
        default: contains(scalar)
        }
    }
}

extension Unicode.Scalar {
    /// Itself, and its upper and lower case where these are single code points.
    var caseVariants: [Unicode.Scalar] {
        var variants = [self]
        for text in [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping] {
            let scalars = text.unicodeScalars
            if let other = scalars.first, scalars.count == 1, other != self { variants.append(other) }
        }
        return variants
    }

    /// Whether the general category has this one- or two-letter name.
    func isInCategory(_ name: String) -> Bool {
        let own = Self.categoryNames[properties.generalCategory] ?? "Cn"
        return own == name || name.utf8.count == 1 && own.hasPrefix(name)
    }

    static let categoryNames: [Unicode.GeneralCategory: String] = [
        .uppercaseLetter: "Lu", .lowercaseLetter: "Ll", .titlecaseLetter: "Lt", .modifierLetter: "Lm",
        .otherLetter: "Lo", .nonspacingMark: "Mn", .spacingMark: "Mc", .enclosingMark: "Me",
        .decimalNumber: "Nd", .letterNumber: "Nl", .otherNumber: "No", .connectorPunctuation: "Pc",
        .dashPunctuation: "Pd", .openPunctuation: "Ps", .closePunctuation: "Pe", .initialPunctuation: "Pi",
        .finalPunctuation: "Pf", .otherPunctuation: "Po", .mathSymbol: "Sm", .currencySymbol: "Sc",
        .modifierSymbol: "Sk", .otherSymbol: "So", .spaceSeparator: "Zs", .lineSeparator: "Zl",
        .paragraphSeparator: "Zp", .control: "Cc", .format: "Cf", .surrogate: "Cs", .privateUse: "Co",
        .unassigned: "Cn",
    ]
}

/// Unicode blocks by the names that `\p{Is…}` uses; those that texts in practice are made of.
enum UnicodeBlocks {
    static let ranges: [String: ClosedRange<UInt32>] = [
        "BasicLatin": 0x0000...0x007F, "Latin-1Supplement": 0x0080...0x00FF,
        "LatinExtended-A": 0x0100...0x017F, "LatinExtended-B": 0x0180...0x024F,
        "IPAExtensions": 0x0250...0x02AF, "SpacingModifierLetters": 0x02B0...0x02FF,
        "CombiningDiacriticalMarks": 0x0300...0x036F, "Greek": 0x0370...0x03FF,
        "GreekandCoptic": 0x0370...0x03FF, "Cyrillic": 0x0400...0x04FF, "Armenian": 0x0530...0x058F,
        "Hebrew": 0x0590...0x05FF, "Arabic": 0x0600...0x06FF, "Devanagari": 0x0900...0x097F,
        "Bengali": 0x0980...0x09FF, "Thai": 0x0E00...0x0E7F, "Tibetan": 0x0F00...0x0FFF,
        "Georgian": 0x10A0...0x10FF, "HangulJamo": 0x1100...0x11FF, "Ethiopic": 0x1200...0x137F,
        "Cherokee": 0x13A0...0x13FF, "LatinExtendedAdditional": 0x1E00...0x1EFF,
        "GreekExtended": 0x1F00...0x1FFF, "GeneralPunctuation": 0x2000...0x206F,
        "SuperscriptsandSubscripts": 0x2070...0x209F, "CurrencySymbols": 0x20A0...0x20CF,
        "LetterlikeSymbols": 0x2100...0x214F, "NumberForms": 0x2150...0x218F, "Arrows": 0x2190...0x21FF,
        "MathematicalOperators": 0x2200...0x22FF, "MiscellaneousTechnical": 0x2300...0x23FF,
        "BoxDrawing": 0x2500...0x257F, "GeometricShapes": 0x25A0...0x25FF,
        "MiscellaneousSymbols": 0x2600...0x26FF, "Dingbats": 0x2700...0x27BF,
        "CJKSymbolsandPunctuation": 0x3000...0x303F, "Hiragana": 0x3040...0x309F,
        "Katakana": 0x30A0...0x30FF, "CJKUnifiedIdeographs": 0x4E00...0x9FFF,
        "HangulSyllables": 0xAC00...0xD7AF, "PrivateUse": 0xE000...0xF8FF,
        "HalfwidthandFullwidthForms": 0xFF00...0xFFEF, "Emoticons": 0x1F600...0x1F64F,
    ]
}
