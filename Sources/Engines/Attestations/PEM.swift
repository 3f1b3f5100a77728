/// One block of PEM (RFC 7468, the strict form): the label, base64 over lines of 64, and the label again.
func pem(_ der: [UInt8], label: String) -> String {
    let text = Array(base64(der).utf8)
    let lines = stride(from: 0, to: text.count, by: 64).map {
        String(decoding: text[$0..<min($0 + 64, text.count)], as: UTF8.self)
    }
    return (["-----BEGIN \(label)-----"] + lines + ["-----END \(label)-----", ""]).joined(separator: "\n")
}

/// The bytes of the one PEM block that `text` consists of.
///
/// White space around the block and at the ends of lines is passed over, and lines may have any length; other text, a
/// second block, headers and the URL-safe alphabet are not PEM.
func der(pem text: String, label: String) throws(AttestationsError) -> [UInt8] {
    let fault = AttestationsError.malformedKey(.notPEM(label: label))
    let lines = text.utf8.split { $0 == 0x0A || $0 == 0x0D }.map(trimmed).filter { !$0.isEmpty }
    guard lines.count >= 3, lines[0].elementsEqual("-----BEGIN \(label)-----".utf8),
        lines[lines.count - 1].elementsEqual("-----END \(label)-----".utf8)
    else { throw fault }
    let body = lines[1..<lines.count - 1].joined()
    guard !body.contains(UInt8(ascii: "-")), !body.contains(UInt8(ascii: "_")), body.count % 4 == 0,
        let der = bytes(base64: String(decoding: body, as: UTF8.self))
    else { throw fault }
    return der
}

private func trimmed(_ line: Substring.UTF8View.SubSequence) -> [UInt8] {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    let front = line.drop(while: isSpace)
    return Array(front.reversed().drop(while: isSpace).reversed())
}
