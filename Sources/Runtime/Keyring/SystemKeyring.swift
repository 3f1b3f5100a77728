package import Capabilities
import Diagnostics

/// The keyring of the system, through the program that it comes with: `secret-tool` of libsecret on Linux (GNOME Keyring,
/// KWallet, KeePassXC), `security` on macOS.
///
/// A program of its own process is asked, because a keyring's library would be on the start path of every command.
/// Secrets go through standard input and output, never through arguments, which other users can read.
package struct SystemKeyring: SecretStore {
    private let runner: any ProcessRunner
    private let environment: [String: String]
    private let tool: Tool?

    /// How a keyring's program is spoken to.
    private enum Tool {
        case secretTool(path: String)
        case security(path: String)
    }

    /// The service that all of uvmgr's secrets are kept under.
    package static let service = "uvmgr"
    /// A keyring that waits for a person to unlock it is none for a command that must not ask.
    private static let patience = Duration.seconds(5)

    /// - Parameters:
    ///   - runner: Starts the keyring's program.
    ///   - environment: Where it is found, how it reaches its session; `UVMGR_KEYRING=off` turns the keyring off.
    package init(runner: any ProcessRunner, environment: [String: String]) {
        (self.runner, self.environment) = (runner, environment)
        let search = environment["PATH"] ?? "/usr/bin:/bin"
        guard environment["UVMGR_KEYRING"] != "off" else {
            tool = nil
            return
        }
        #if os(macOS)
            tool = runner.find("security", path: search).map(Tool.security)
        #else
            // Without a session bus there is no keyring, and the program would start one that nobody can unlock.
            let hasSession = environment["DBUS_SESSION_BUS_ADDRESS"]?.isEmpty == false
            tool = hasSession ? runner.find("secret-tool", path: search).map(Tool.secretTool) : nil
        #endif
    }

    package func isAvailable() async -> Bool {
        guard tool != nil else { return false }
        do {
            _ = try await secret("availability")
            return true
        } catch { return false }
    }

    package func secret(_ account: String) async throws(SecretError) -> String? {
        let result: ProcessResult
        switch try known("read") {
        case .secretTool(let path):
            result = try await run(path, ["lookup"] + Self.attributes(account), "read")
            // It says nothing where there is no such secret, and what is wrong where it could not look.
            guard result.isSuccess else {
                try check(result, "read", allowing: result.standardError.bytes.isEmpty)
                // One that is locked says as little as one without the secret, but still lists what it holds.
                let list = try await run(path, ["search", "--all"] + Self.attributes(account), "read")
                guard list.standardOutput.bytes.isEmpty else {
                    throw SecretError(operation: "read", reason: "it is locked")
                }
                return nil
            }
        case .security(let path):
            result = try await run(
                path, ["find-generic-password", "-s", Self.service, "-a", account, "-w"], "read")
            guard result.isSuccess else {
                try check(result, "read", allowing: result.termination == .exited(Self.notFound))
                return nil
            }
        }
        return result.standardOutput.text.trimmingNewline
    }

    package func keep(_ secret: String, for account: String) async throws(SecretError) {
        switch try known("keep") {
        case .secretTool(let path):
            let label = "uvmgr: \(account)"
            let result = try await run(
                path, ["store", "--label", label] + Self.attributes(account), "keep", input: secret)
            try check(result, "keep")
        case .security(let path):
            // Commands from standard input, so that the secret is in no argument.
            let command =
                "add-generic-password -U -s \(Self.service) -a \(account) -X \(secret.hexadecimal)\n"
            try check(try await run(path, ["-i"], "keep", input: command), "keep")
        }
    }

    package func remove(_ account: String) async throws(SecretError) {
        switch try known("remove") {
        case .secretTool(let path):
            let result = try await run(path, ["clear"] + Self.attributes(account), "remove")
            try check(result, "remove", allowing: result.standardError.bytes.isEmpty)
        case .security(let path):
            let result = try await run(
                path, ["delete-generic-password", "-s", Self.service, "-a", account], "remove")
            try check(result, "remove", allowing: result.termination == .exited(Self.notFound))
        }
    }

    /// `errSecItemNotFound`, as `security` exits with it.
    private static let notFound: Int32 = 44

    private static func attributes(_ account: String) -> [String] {
        ["service", service, "account", account]
    }

    private func known(_ operation: String) throws(SecretError) -> Tool {
        guard let tool else { throw SecretError(operation: operation, reason: "there is no keyring here") }
        return tool
    }

    private func run(
        _ path: String, _ arguments: [String], _ operation: String, input: String? = nil
    ) async throws(SecretError) -> ProcessResult {
        do {
            return try await runner.run(
                ProcessInvocation(
                    executable: path, arguments: arguments, environment: environment, workingDirectory: "/",
                    standardInput: input.map { Array($0.utf8) }, timeout: Self.patience))
        } catch { throw SecretError(operation: operation, reason: error.diagnostic.message) }
    }

    private func check(
        _ result: ProcessResult, _ operation: String, allowing isExpected: Bool = false
    ) throws(SecretError) {
        guard !result.isSuccess else { return }
        switch result.termination {
        case .timedOut:
            throw SecretError(
                operation: operation, reason: "it did not answer within \(Self.patience); it may be locked")
        case .exited where isExpected: return
        case .exited, .signaled:
            let words = result.standardError.text.split(separator: "\n").first.map(String.init)
            throw SecretError(operation: operation, reason: words ?? "\(result.termination)")
        }
    }
}

extension String {
    fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }

    fileprivate var hexadecimal: String {
        utf8.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
