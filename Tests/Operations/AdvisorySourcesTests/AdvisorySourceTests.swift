import AdvisorySources
import Capabilities
import Diagnostics
import Testing

@Suite("--advisories") struct AdvisorySourceTests {
    @Test func whatItSays() async throws {
        try await withBench { bench in
            let (files, folder) = (bench.files, bench.folder)
            try files.write([], to: folder + "/osv.zip")
            func source(_ argument: String?) throws -> AdvisorySource {
                try AdvisorySource(argument: argument, in: folder, files: files)
            }
            #expect(try source(nil) == .standard)
            #expect(try source("https://osv.example.org/") == .service(url: "https://osv.example.org"))
            #expect(try source("http://localhost:8080/osv") == .service(url: "http://localhost:8080/osv"))
            #expect(try source("osv.zip") == .archive(path: folder + "/osv.zip"))
            #expect(try source(folder + "/osv.zip") == .archive(path: folder + "/osv.zip"))
            #expect(try source(folder) == .directory(path: folder))
            #expect(throws: AdvisoryError.noSource("none.zip")) { try source("none.zip") }
            #expect(throws: AdvisoryError.noSource("ftp://osv.example.org")) {
                try source("ftp://osv.example.org")
            }
        }
    }

    @Test func errorsSayWhatToDo() {
        let failures = [
            AdvisoryFailure(source: .init(name: "OSV", location: "https://api.osv.dev"), reason: "no route"),
            AdvisoryFailure(source: .init(name: "PyPI", location: "https://pypi.org"), reason: "no route"),
        ]
        let diagnostic = AdvisoryError.unreachable(failures).diagnostic
        #expect(
            diagnostic.message
                == "no source of advisories can be used: OSV at `https://api.osv.dev`: no route; "
                + "PyPI at `https://pypi.org`: no route")
        #expect(diagnostic.exit == .unavailable)
        #expect(AdvisoryError.noSource("x").diagnostic.exit == .usage)
    }
}
