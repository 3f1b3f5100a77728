import Capabilities
import Diagnostics
import Foundation
import Testing

@testable import Keyring

/// Against a real keyring, started for each test.
@Suite(
    "The system's keyring",
    .enabled(
        if: KeyringSession.isAvailable,
        "dbus-daemon, gnome-keyring-daemon and secret-tool are not all on PATH"), .serialized)
struct SystemKeyringTests {
    static let secrets = [
        "plain", "with spaces and ünïcödé 🔑",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----",
        "--label looks like an option", String(repeating: "long ", count: 1000),
    ]

    @Test func keepReadReplaceRemove() async throws {
        let session = try KeyringSession()
        defer { try? FileManager.default.removeItem(at: session.end()) }
        let keyring = session.keyring
        #expect(await keyring.isAvailable())
        #expect(try await keyring.secret("key") == nil)
        for secret in Self.secrets {
            try await keyring.keep(secret, for: "key")
            #expect(try await keyring.secret("key") == secret)
        }
        try await keyring.keep("other", for: "key-2")
        try await keyring.remove("key")
        #expect(try await keyring.secret("key") == nil)
        #expect(try await keyring.secret("key-2") == "other")
        try await keyring.remove("key")
        #expect(await keyring.isAvailable())
    }

    /// Arguments and environments of processes are for all to read.
    @Test func secretsAreInNoArgument() async throws {
        let session = try KeyringSession()
        defer { try? FileManager.default.removeItem(at: session.end()) }
        let secret = "correct horse battery staple"
        try await session.keyring.keep(secret, for: "key")
        #expect(try await session.keyring.secret("key") == secret)
        try await session.keyring.remove("key")
        let seen = session.runner.invocations
        #expect(seen.count >= 3)
        for invocation in seen {
            let visible = invocation.arguments + invocation.environment.values + [invocation.executable]
            #expect(!visible.contains { $0.contains(secret) })
        }
        #expect(seen.count { $0.standardInput == Array(secret.utf8) } == 1)
    }

    @Test func aLockedKeyringIsNotAnEmptyOne() async throws {
        let first = try KeyringSession()
        try await first.keyring.keep("secret", for: "key")
        let locked = try KeyringSession("locked", in: first.end())
        defer { try? FileManager.default.removeItem(at: locked.end()) }
        let error = await #expect(throws: SecretError.self) { try await locked.keyring.secret("key") }
        #expect(error?.reason == "it is locked")
        #expect(error?.diagnostic.hint?.contains("unlock") == true)
        let refused = await #expect(throws: SecretError.self) {
            try await locked.keyring.keep("x", for: "other")
        }
        #expect(refused?.operation == "keep")
        #expect(refused?.reason.contains("locked") == true)
        // What was kept is still there for whoever unlocks it.
        let again = try KeyringSession(in: locked.end())
        #expect(try await again.keyring.secret("key") == "secret")
        _ = again.end()
    }

    static let absent: [(name: String, changes: [String: String?], reason: String)] = [
        ("off", ["UVMGR_KEYRING": "off"], "there is no keyring here"),
        ("no session bus", ["DBUS_SESSION_BUS_ADDRESS": nil], "there is no keyring here"),
        ("empty session bus", ["DBUS_SESSION_BUS_ADDRESS": ""], "there is no keyring here"),
        ("no program", ["PATH": "/nowhere"], "there is no keyring here"),
        ("dead session bus", ["DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere/bus"], "Could not connect"),
    ]

    @Test func withoutOneNothingIsThereAndNothingHangs() async throws {
        let session = try KeyringSession()
        defer { try? FileManager.default.removeItem(at: session.end()) }
        for (name, changes, reason) in Self.absent {
            let keyring = session.keyring(changes)
            #expect(await !keyring.isAvailable(), "\(name)")
            let reading = await #expect(throws: SecretError.self, "\(name)") {
                try await keyring.secret("key")
            }
            #expect(reading?.reason.contains(reason) == true, "\(name): \(reading?.reason ?? "")")
            let keeping = await #expect(throws: SecretError.self) { try await keyring.keep("x", for: "key") }
            #expect(keeping?.operation == "keep")
            await #expect(throws: SecretError.self) { try await keyring.remove("key") }
        }
        #expect(try await session.keyring.secret("key") == nil)
    }
}
