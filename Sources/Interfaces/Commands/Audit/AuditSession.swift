import Attestations
import Audit
import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import Projects
import Telemetry
import Tracing
import TransparencyLog
import Workflows

extension Session {
    /// `$XDG_STATE_HOME/uvmgr`.
    ///
    /// - Throws: ``AuditError/noHome``.
    func stateHome() throws(AuditError) -> String {
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") { return base + "/uvmgr" }
        guard let home = environment["HOME"], home.hasPrefix("/") else { throw .noHome }
        return home + "/.local/state/uvmgr"
    }

    /// The user's signing keys.
    func signingKeys() throws(AuditError) -> SigningKeys {
        let machine = runtime.machine
        return SigningKeys(
            folder: try stateHome() + "/keys", explicit: environment["UVMGR_SIGNING_KEY_FILE"].map(path),
            files: machine.files, secrets: machine.secrets, locks: machine.locks, random: machine.random)
    }

    func checkpointMemory() throws(AuditError) -> CheckpointMemory {
        CheckpointMemory(folder: try stateHome() + "/checkpoints", files: files)
    }

    func checkpointing(_ log: any EventLog) throws(AuditError) -> Checkpointing {
        Checkpointing(
            log: log, keys: try signingKeys(), memory: try checkpointMemory(), clock: runtime.machine.clock,
            random: runtime.machine.random, actor: actor)
    }

    /// The project's ledger, to be appended to.
    ///
    /// - Throws: ``DoDError/noRuns(project:)`` where nothing was ever recorded; nothing is made then.
    func writableLog(_ folder: RunFolder) throws(DoDError) -> any EventLog {
        guard files.isFile(folder.ledger) else { throw .noRuns(project: folder.project) }
        do { return try runtime.openLedger(folder.ledger, false) } catch { throw .ledger(error) }
    }

    /// The project's ledger, to be read.
    func recordedLog(_ folder: RunFolder) throws(DoDError) -> any EventLog {
        do { return try log(folder) } catch .missing { throw .noRuns(project: folder.project) } catch {
            throw .ledger(error)
        }
    }

    /// The folder whose ledger the command is about: the project's, or the working directory where there is no project but
    /// a ledger, which workflows keep there too.
    func runFolder() throws -> RunFolder {
        do {
            return RunFolder(project: try project().directory, environment: environment)
        } catch let error as ProjectError {
            let here = RunFolder(project: directory, environment: environment)
            guard case .noProject = error, options.project == nil, options.package == nil,
                files.isFile(here.ledger)
            else { throw error }
            return here
        }
    }

    /// The keys that the user named, else the user's own, former ones too.
    func trustedKeys(_ named: [String], witnesses: [String] = []) throws(AuditError) -> TrustedKeys {
        var keys = TrustedKeys()
        for name in named + witnesses { try keys.add(name, path: path(name), from: files) }
        guard named.isEmpty else { return keys }
        let own = try signingKeys()
        for key in [try own.publicKey()].compactMap(\.self) + (try own.retired()) { keys.add(key) }
        return keys
    }

    /// Signs the ledger after a run and hands the proof of its verdict out, as a file in the state folder.
    ///
    /// The verdict is on record and stands without it, so that what stands in the way of this is a warning.
    func hand(out run: RunState, of log: any EventLog, _ folder: RunFolder) async {
        do {
            let signed = try await checkpointing(log).sign(
                in: ServiceContext.current.flatMap(SpanReference.init))
            if let key = signed.key { announce(key) }
            guard run.verdict != nil else { return }
            let position = try await log.verdictPosition(of: run.id)
            let proof = try await EventProof(
                of: position, in: log, checkpoint: signed.checkpoint, note: signed.note)
            do { try files.write(Array(proof.text.utf8), to: folder.proof(of: run.id)) } catch {
                throw AuditError.file(error)
            }
        } catch let error as any DiagnosableError { warn(error.diagnostic) } catch {
            warn(CommandError.unexpected("\(error)", report: nil).diagnostic)
        }
    }

    /// Says once that a key was made, and where it is.
    func announce(_ key: SigningKeys.Current) {
        guard key.isNew, !options.quiet else { return }
        let id = key.key.publicKey.keyID.prefix(16)
        guard let file = key.file else {
            note("made the signing key \(id), kept in the keyring\n")
            return
        }
        warn(
            Diagnostic(
                code: "key.in-file",
                message:
                    "made the signing key \(id); there is no keyring, so it is in `\(file)`, readable by you only",
                hint:
                    "keep that file as you would a password; `uvmgr audit key export` prints the public half")
        )
    }
}

extension Session {
    /// The ledger of the project here, to be appended to; `nil` if there is no project or no ledger.
    func ledgerHere() throws -> (any EventLog)? {
        guard let folder = try? runFolder(), files.isFile(folder.ledger) else { return nil }
        return try writableLog(folder)
    }

    /// The key as a verifier key of the checkpoints of the ledger here; `nil` if there is none.
    func verifierKey(_ key: PublicKey) async throws -> VerifierKey? {
        guard let folder = try? runFolder(), files.isFile(folder.ledger) else { return nil }
        let origin: String
        do { origin = try await Audit.origin(of: try recordedLog(folder)) } catch AuditError.emptyLedger {
            return nil
        }
        return try VerifierKey(name: KeyName(origin), algorithm: .ed25519, publicKey: key.raw)
    }
}
