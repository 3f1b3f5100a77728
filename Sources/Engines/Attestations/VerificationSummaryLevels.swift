public import StructuredData

extension VerificationSummary {
    public var json: JSON {
        .members([
            "verifier": .members([
                "id": verifier.id.json,
                "version": verifier.version.isEmpty
                    ? nil : .object(verifier.version.mapValues(JSON.string)),
            ]),
            "timeVerified": timeVerified?.json, "resourceUri": resourceURI.json, "policy": policy.json,
            "inputAttestations": descriptors(inputAttestations),
            "verificationResult": .string(verificationResult.rawValue),
            "verifiedLevels": texts(verifiedLevels),
            "dependencyLevels": dependencyLevels.map { .object($0.mapValues(JSON.integer)) },
            "slsaVersion": slsaVersion.map(JSON.string),
        ])
    }
}

/// A level of a SLSA track, `SLSA_<TRACK>_LEVEL_<NUMBER>`; an `UNEVALUATED` one has no number.
struct TrackLevel: Equatable {
    let track: Substring
    let number: Int?

    init?(_ text: String) {
        guard text.hasPrefix("SLSA_"), let mark = text.ranges(of: "_LEVEL_").last else { return nil }
        let track = text[..<mark.lowerBound].dropFirst("SLSA_".count)
        let level = text[mark.upperBound...]
        guard !track.isEmpty else { return nil }
        if level == "UNEVALUATED" {
            number = nil
        } else if level.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let value = Int(level)
        {
            number = value
        } else {
            return nil
        }
        self.track = track
    }
}

/// Whether `property` is among `held`, or a higher level of the same SLSA track is, which implies the lower ones.
func holds(_ property: String, among held: [String]) -> Bool {
    if held.contains(where: { $0.isSame(as: property) }) { return true }
    guard let wanted = TrackLevel(property), let least = wanted.number else { return false }
    return held.compactMap(TrackLevel.init).contains {
        $0.track.isSame(as: wanted.track) && ($0.number ?? -1) >= least
    }
}

private let failed = VerificationSummary.Outcome.failed.rawValue

extension Field {
    func levels(
        for outcome: VerificationSummary.Outcome
    ) throws(AttestationsError) -> [String] {
        let levels = try distinctTexts()
        if levels.contains(failed) != (outcome == .failed) {
            throw malformed(.contradiction("`FAILED` goes with a failed result, and with no other"))
        }
        if outcome == .failed, levels.count > 1 {
            throw malformed(.contradiction("a failed result has no levels"))
        }
        var tracks: Set<Substring> = []
        for level in levels.compactMap(TrackLevel.init) where !tracks.insert(level.track).inserted {
            throw malformed(.repeated("SLSA_\(level.track)_LEVEL"))
        }
        return levels
    }

    func counts() throws(AttestationsError) -> [String: Int64] {
        var counts: [String: Int64] = [:]
        for name in try object().keys {
            let member = try required(name)
            guard let count = member.value.integer, 0...1 << 53 ~= count else {
                throw member.malformed(.wrongKind(expected: .count))
            }
            counts[name] = count
        }
        return counts
    }
}

func isMajorMinor(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 2
        && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } }
}
