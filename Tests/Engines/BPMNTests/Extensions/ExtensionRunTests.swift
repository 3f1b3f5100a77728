import BPMN
import StructuredData
import Testing

/// Whole files of the peers, and what was imported from them, run alike.
@Suite("Peers' files at work") struct ExtensionRunTests {
    /// The file itself, then what it is imported as.
    static func forms(of file: String) throws -> [String] {
        [file, try Definitions(parsing: Array(file.utf8)).imported().xml]
    }

    @Test func spiffworkflow() throws {
        for xml in try Self.forms(of: DialectFiles.spiff) {
            var host = try DialectHost(xml)
            host.answers["job:tools/Lint"] = "good"
            try host.start([
                "added": 20, "removed": 5, "payload": ["change": 7, "text": "please"], "files": [1, 2, 3],
            ])
            #expect(host.trace == ["count", "lint", "sub.before", "person", "sub.after"])
            #expect(host.calls["job:tools/Lint"] == [["tool": "ruff", "depth": 3]])
            #expect(host.sent.map(\.payload) == [["change": 7, "text": "please"]])
            try host.feed(.message(name: "verdict", payload: ["change": 8, "ok": false]))
            #expect(host.state.nextTimer == nil)
            try host.feed(.message(name: "verdict", payload: ["change": 7, "ok": true]))
            try host.feed(.advance(to: TimeInstant(milliseconds: 600_000)))
            // The script before the script task is left aside, as SpiffWorkflow 3.2 does.
            #expect(host.trace.dropFirst(5) == ["each", "each", "each", "completed"])
            let result = host.result
            #expect(result["lines"] == 25 && result["limit"] == 100 && result["report"] == "good")
            #expect(result["done"] == true && result["depth"] == 11 && result["around"] == nil)
            #expect(result["answer"] == ["change": 7, "ok": true] && result["marks"] == [2, 4, 6])
        }
    }

    @Test func camunda8() throws {
        for xml in try Self.forms(of: DialectFiles.camunda8) {
            var host = try DialectHost(xml)
            host.held = ["pack"]
            host.answers["job:reserve-item"] = ["ok": true, "noise": 1]
            let items: JSON = [
                ["sku": "a", "count": 2], ["sku": "b", "count": 0], ["sku": "c", "count": 3],
            ]
            try host.start(["order": ["id": 9, "packer": "eve", "items": items]])
            #expect(host.trace == ["reserve", "reserve", "total", "qt"])
            #expect(
                host.calls["job:reserve-item"] == [
                    ["sku": "a", "how": "fixed"], ["sku": "c", "how": "fixed"],
                ])
            try host.feed(.message(name: "paid", payload: ["order": ["id": 8], "amount": 1]))
            #expect(host.open.isEmpty)
            try host.feed(.message(name: "paid", payload: ["correlationKey": 9, "amount": 11]))
            let pack = try #require(host.open["pack"])
            let item = try #require(host.engine.workItem(pack, host.state))
            #expect(item.settings.people?.candidateGroups == .text("store, night"))
            #expect(item.settings.people?.formID == "pack")
            try host.feed(.completed(instance: pack))
            #expect(host.trace.dropFirst(4) == ["tell", "completed"])
            let result = host.result
            #expect(result["results"] == [["sku": "a", "ok": true], ["sku": "c", "ok": true]])
            #expect(result["bill"] == ["price": 11] && result["called"] == 51 && result["got"] == 11)
            #expect(result["noise"] == nil && result["local"] == nil && result["n"] == nil)
            #expect(result["amount"] == nil)
        }
    }

    @Test func camunda7() throws {
        for xml in try Self.forms(of: DialectFiles.camunda7) {
            var host = try DialectHost(xml)
            host.answers["job:fetch"] = ["amount": 100]
            let invoice: JSON = [
                "id": "i1", "kind": "b", "owner": "ann", "people": ["x", "y", "z"], "delay": "PT5S",
            ]
            try host.start(["invoice": invoice])
            #expect(host.trace == ["fetch", "sum", "approve", "qt", "each", "each"])
            #expect(
                host.calls["job:fetch"]
                    == [["url": "https://shop.example/i1", "tags": ["a", "b"], "options": ["deep": true]]])
            try host.feed(.advance(to: TimeInstant(milliseconds: 5000)))
            #expect(host.trace.last == "completed")
            let result = host.result
            #expect(result["net"] == 99 && result["gross"] == 298 && result["answer"] == 299)
            #expect(result["amount"] == 100 && result["a"] == nil && result["url"] == nil)
        }
    }

    /// Importing loses nothing: the same settings, and the same model once they are settled.
    @Test func importedFilesMeanTheSame() throws {
        for (file, dialect) in DialectFiles.all {
            let original = try Definitions(parsing: Array(file.utf8))
            #expect(original.dialect == dialect)
            let (xml, notes) = original.imported()
            let imported = try Definitions(parsing: Array(xml.utf8))
            #expect(imported.dialect == .uvmgr)
            #expect(imported.extensions().settings == original.extensions().settings)
            #expect(!notes.contains { $0.outcome == .refused } && notes.contains { $0.outcome == .mapped })
            #expect(notes.contains { $0.outcome == .ignored } && notes.allSatisfy { $0.place.line > 1 })
            let (first, second) = (try Deployment(original).definitions, try Deployment(imported).definitions)
            #expect(first.processes == second.processes && first.messages == second.messages)
            #expect(first.correlationProperties == second.correlationProperties)
            #expect(imported.imported().xml == xml, "importing twice changes nothing more")
            #expect(xml.contains("<bpmndi:BPMNPlane id=\"PL\" bpmnElement=\"p\"/>"))
        }
    }
}
