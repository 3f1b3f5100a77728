import PythonPackaging
import Testing

@Suite("Versions, PEP 440")
struct VersionTests {
    /// Every spelling against PyPI `packaging`: normalised form, order, equality, hash.
    @Test func agreesWithPackaging() throws {
        let rows = try fixtureLines("versions.txt").map { $0.split(separator: "\t").map(String.init) }
        #expect(rows.count >= 1000)
        var previous: (rank: Int, version: Version)?
        for row in rows {
            let version = try Version(row[1])
            #expect(version.description == row[2])
            #expect(try Version(row[2]) == version)
            let rank = try #require(Int(row[0]))
            if let (before, other) = previous {
                #expect((other == version) == (before == rank), "\(other) and \(version)")
                #expect((other < version) == (before < rank), "\(other) and \(version)")
                #expect(!(version < other))
                if other == version { #expect(other.hashValue == version.hashValue) }
            }
            previous = (rank, version)
        }
    }

    @Test func orderIsTotal() throws {
        let ranked = try fixtureLines("versions.txt").enumerated().filter { $0.offset % 9 == 0 }.map(
            \.element
        )
        .map { $0.split(separator: "\t") }.map { (Int($0[0]) ?? -1, try Version(String($0[1]))) }
        #expect(ranked.count > 100)
        for (a, left) in ranked {
            for (b, right) in ranked where (left < right) != (a < b) { Issue.record("\(left) and \(right)") }
        }
    }

    @Test func refusesWhatPackagingRefuses() throws {
        let texts = try fixtureLines("not-versions.txt").map { String($0.dropFirst().dropLast()) }
        #expect(texts.count >= 300)
        for text in texts {
            #expect(throws: PackagingError.self, "\(text)") { try Version(text) }
        }
    }

    @Test(arguments: [
        ("1.0-", 4), ("1.x", 2), ("", 1), ("1.0+", 5), ("1.0é", 4), ("v", 2), ("1!", 3), ("latest", 1),
    ]) func faultIsPlaced(text: String, column: Int) {
        #expect { try Version(text) } throws: { error in
            guard case .malformed(let fault)? = error as? PackagingError else { return false }
            return fault.column == column && fault.subject == .version
        }
    }

    @Test func parts() throws {
        let version = try Version("1!2.3.4rc5.post6.dev7+Local.8")
        #expect(version.epoch == 1)
        #expect(version.release == [2, 3, 4])
        #expect(version.pre == Version.PreRelease(phase: .candidate, number: 5))
        #expect(version.post == 6)
        #expect(version.dev == 7)
        #expect(version.local == [.word("local"), .number(8)])
        #expect(version.publicVersion.description == "1!2.3.4rc5.post6.dev7")
        #expect(version.baseVersion.description == "1!2.3.4")
        #expect(version.isPreRelease && version.isPostRelease)
    }
}
