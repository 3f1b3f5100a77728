import Attestations
import Capabilities
import Files
import Foundation
import Testing

@testable import Audit

@Suite("Signing keys") struct SigningKeysTests {
    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func withoutAKeyringTheKeyIsInAFileForItsOwnerOnly() async throws {
        let desk = try Desk()
        #expect(try desk.keys.publicKey() == nil)
        let made = try await desk.keys.current()
        #expect(made.isNew)
        #expect(made.file == desk.keys.privateFile)
        #expect(try mode(desk.keys.privateFile) == 0o600)
        let again = try await desk.keys.current()
        #expect(!again.isNew)
        #expect(again.key.raw == made.key.raw)
        #expect(try desk.keys.publicKey() == made.key.publicKey)
    }

    @Test func theKeyringHasThePrivateHalf() async throws {
        let desk = try Desk(keyring: TestKeyring())
        let made = try await desk.keys.current()
        #expect(made.file == nil)
        #expect(desk.keyring.accounts == ["signing-key-\(made.key.publicKey.keyID.prefix(16))"])
        #expect(!desk.files.isFile(desk.keys.privateFile))
        #expect(try await desk.keys.current().key.raw == made.key.raw)
    }

    @Test func rotationKeepsTheOldPublicHalf() async throws {
        let desk = try Desk()
        let first = try await desk.keys.current().key.publicKey
        let (old, new) = try await desk.keys.rotate()
        #expect(old == first)
        #expect(new.key.publicKey != first)
        #expect(try desk.keys.publicKey() == new.key.publicKey)
        #expect(try desk.keys.retired() == [first])
    }

    @Test func aKeyOthersCanReadIsRefused() async throws {
        let desk = try Desk()
        _ = try await desk.keys.current()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: desk.keys.privateFile)
        await #expect(throws: AuditError.exposedKey(path: desk.keys.privateFile)) {
            try await desk.keys.current()
        }
    }

    @Test func aKeyIsNeverReplacedUnasked() async throws {
        let desk = try Desk()
        let key = try await desk.keys.current().key.publicKey
        try desk.files.remove(desk.keys.privateFile)
        await #expect(throws: AuditError.self) { try await desk.keys.current() }
        #expect(try desk.keys.publicKey() == key)
        try desk.files.write(Array("garbage".utf8), to: desk.keys.privateFile, mode: 0o600)
        await #expect(throws: AuditError.self) { try await desk.keys.current() }
        let other = try PrivateKey(raw: [UInt8](repeating: 7, count: 32))
        try desk.files.write(Array(other.pem.utf8), to: desk.keys.privateFile, mode: 0o600)
        await #expect(throws: AuditError.self) { try await desk.keys.current() }
    }

    @Test func aKeyFromOutsideIsUsedAndNotChanged() async throws {
        let desk = try Desk()
        let key = try PrivateKey(raw: [UInt8](repeating: 9, count: 32))
        let path = desk.folder + "/ci.pem"
        try desk.files.write(Array(key.pem.utf8), to: path, mode: 0o600)
        let keys = desk.keys(explicit: path)
        #expect(try await keys.current().key.raw == key.raw)
        await #expect(throws: AuditError.foreignKey(path: path)) { try await keys.rotate() }
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        await #expect(throws: AuditError.exposedKey(path: path)) { try await keys.current() }
    }

    @Test func manyAskAtOnceAndGetOneKey() async throws {
        let desk = try Desk()
        let keys = try await withThrowingTaskGroup(of: PublicKey.self) { group in
            for _ in 0..<8 { group.addTask { try await desk.keys.current().key.publicKey } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
    }
}
