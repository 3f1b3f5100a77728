/// Widths of the characters of a sans-serif font, in thousandths of its size.
///
/// The viewer chooses the font. These are the advance widths of DejaVu Sans, the widest of those in common use (Arial,
/// Helvetica and Liberation Sans are about a tenth narrower), so that text never runs out of its shape.
enum FontMetrics {
    /// Of U+0020 to U+007E.
    private static let ascii: [UInt16] = [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636,
        636, 636,
        636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295,
        295, 656,
        557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
        500, 613,
        635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634,
        592, 818,
        592, 592, 525, 636, 337, 636, 838,
    ]
    /// Of U+00A0 to U+00FF.
    private static let latin: [UInt16] = [
        318, 401, 636, 636, 636, 636, 337, 500, 500, 1000, 471, 612, 838, 361, 1000, 500, 500, 838, 401, 401,
        500, 636,
        636, 318, 500, 401, 471, 612, 969, 969, 969, 531, 684, 684, 684, 684, 684, 684, 974, 698, 632, 632,
        632, 632,
        295, 295, 295, 295, 775, 748, 787, 787, 787, 787, 787, 838, 787, 732, 732, 732, 732, 611, 605, 630,
        613, 613,
        613, 613, 613, 613, 982, 550, 615, 615, 615, 615, 278, 278, 278, 278, 612, 634, 612, 612, 612, 612,
        612, 838,
        612, 634, 634, 634, 634, 592, 635, 592,
    ]

    /// The width of one character at size 1.
    static func width(_ scalar: Unicode.Scalar) -> Double {
        switch scalar.value {
        case 0x20...0x7E: Double(ascii[Int(scalar.value) - 0x20]) / 1000
        case 0xA0...0xFF: Double(latin[Int(scalar.value) - 0xA0]) / 1000
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF: 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            1
        case 0x1F000...0x1FAFF, 0x2600...0x27BF: 1.3
        case 0..<0x20, 0x7F..<0xA0: 0
        default: 0.72
        }
    }

    /// The width of a line of text in pixels.
    static func width(_ text: some StringProtocol, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { $0 + width($1) } * size
    }
}
