import ArgumentParser
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData
import TransparencyLog

/// `uvmgr audit log`.
struct AuditLog: Command {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "The events of the ledger, in the order they were recorded.",
        usage: "uvmgr audit log [--run <run>] [--type <type>] [--since <moment>] [--follow] [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr audit log --limit 20
              uvmgr audit log --run last --format json
              uvmgr audit log --type VerdictReached --type CheckpointSigned
              uvmgr audit log --since 2026-11-27T10:00:00Z
              uvmgr audit log --follow

            With `--format json` each event is one line: its position, its leaf hash, and the very bytes \
            that the ledger's Merkle tree is made over.

            \(Help.commonExitCodes)
            """)

    @Option(
        help: ArgumentHelp("Only events of this run: its id, the start of it, or `last`.", valueName: "run"))
    var run: String?
    @Option(help: ArgumentHelp("Only events of this type. May be repeated.", valueName: "type"))
    var type: [String] = []
    @Option(
        help: ArgumentHelp(
            "Only events after this time (RFC 3339), day, position or event.", valueName: "moment"))
    var since: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("Only the last so many.", valueName: "number"))
    var limit: Int?
    @Flag(name: .shortAndLong, help: "Go on with what is recorded from now on, until interrupted.")
    var follow = false
    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func validate() throws {
        if let limit, limit < 1 {
            throw ValidationError("`--limit` is a whole number of at least 1, not \(limit)")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let folder = try session.runFolder()
        let log = try session.recordedLog(folder)
        var wanted = EventFilter(types: Set(type))
        if let name = run {
            wanted.stream = try await RunHistory(store: log).find(name, project: folder.project).id
        }
        var position: Int64 = 0
        if let since {
            guard let moment = LedgerMoment(since) else { throw CommandError.badMoment(since) }
            switch moment {
            case .time(let time): wanted.after = time
            case .position, .event: position = try await RunHistory(store: log).position(of: moment, in: log)
            }
        }
        let filter = wanted
        let lines = EventLines(format: answer.format, style: session.style)
        position = try await printPast(log, filter, from: position, lines, session)
        guard follow else { return .success }
        let start = position
        let end = try await interruptibly(by: session.runtime.signals()) {
            try await printNew(log, filter, from: start, lines, session)
        }
        return end.signal?.exit ?? .success
    }

    private func printPast(
        _ log: any EventLog, _ filter: EventFilter, from start: Int64, _ lines: EventLines, _ session: Session
    ) async throws -> Int64 {
        var position = start
        var kept: [String] = []
        while true {
            let events = try await page(log, after: position)
            guard let last = events.last else { break }
            position = last.position
            let found = events.filter(filter.admits).map(lines.line)
            guard let limit else {
                if !found.isEmpty { try session.answer(found.joined()) }
                continue
            }
            kept = Array((kept + found).suffix(limit))
        }
        if !kept.isEmpty { try session.answer(kept.joined()) }
        return position
    }

    /// Prints what comes until the task is cancelled.
    private func printNew(
        _ log: any EventLog, _ filter: EventFilter, from start: Int64, _ lines: EventLines, _ session: Session
    ) async throws {
        var position = start
        while !Task.isCancelled {
            let events = try await page(log, after: position)
            if let last = events.last {
                position = last.position
                let found = events.filter(filter.admits).map(lines.line).joined()
                if !found.isEmpty { try session.answer(found) }
            } else {
                // Another process appends; there is nothing to wait on but time.
                do { try await Task.sleep(for: .milliseconds(200)) } catch { return }
            }
        }
    }

    private func page(_ log: any EventLog, after position: Int64) async throws(DoDError) -> [StoredEvent] {
        do { return try await log.readAll(after: position, limit: 1000) } catch { throw .ledger(error) }
    }
}

/// Which events somebody wants to see.
struct EventFilter: Sendable {
    var types: Set<String> = []
    var stream: String?
    /// Only later ones, in nanoseconds since 1970.
    var after: Int64?

    func admits(_ stored: StoredEvent) -> Bool {
        (types.isEmpty || types.contains(stored.event.type))
            && (stream == nil || stream == stored.event.stream)
            && (after.map { stored.event.time > $0 } ?? true)
    }
}

/// How an event is printed.
struct EventLines: Sendable {
    let format: AnswerForm
    let style: TextStyle

    func line(_ stored: StoredEvent) -> String {
        switch format {
        case .json:
            let leaf = stored.event.canonicalBytes
            let json: JSON = [
                "position": .integer(stored.position), "leafHash": .string(MerkleHash.leaf(leaf).hex),
                "event": .string(String(decoding: leaf, as: UTF8.self)),
            ]
            return json.canonical + "\n"
        case .text: return text(stored)
        }
    }

    private func text(_ stored: StoredEvent) -> String {
        let event = stored.event
        let time = Instant(nanoseconds: event.time).rfc3339
        let stream = event.stream.count > 13 ? String(event.stream.prefix(13)) : event.stream
        let parts = [
            String(repeating: " ", count: max(0, 7 - String(stored.position).count))
                + String(stored.position),
            style.paint(time, .dim), stream.neutralised, style.paint(event.type, .bold),
            summary(event.payload).neutralised,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ") + "\n"
    }

    /// The few words of a payload that tell one event from the next.
    private func summary(_ payload: JSON) -> String {
        var words: [String] = []
        let finding = payload["finding"]
        words += [payload["gate"]?.string ?? finding?["gate"]?.string].compactMap(\.self)
        words += [payload["outcome"]?["name"]?.string, payload["result"]?.string, payload["policy"]?.string]
            .compactMap(\.self)
        if let measurement = payload["measurement"], let name = measurement["name"]?.string {
            let quantity = measurement["quantity"]
            words.append(
                "\(name) = \(quantity?["value"]?.canonical ?? "?") \(quantity?["unit"]?.string ?? "")")
        }
        if let rule = finding?["rule"]?.string {
            words.append("\(rule): \(finding?["message"]?.string ?? "")")
        }
        if let size = payload["size"]?.integer { words.append("\(size) events") }
        if let name = payload["evidence"]?["name"]?.string { words.append(name) }
        return words.joined(separator: " ")
    }
}
