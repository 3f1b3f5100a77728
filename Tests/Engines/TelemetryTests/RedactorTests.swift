import Telemetry
import Testing

@Suite("Redaction")
struct RedactorTests {
    static let redactor = Redactor(environment: [
        "GITHUB_TOKEN": "s3cr3t-value", "DB_PASSWORD": "s3cr3t-value-longer", "API_KEY": "short",
        "HOME": "/home/ann",
        "INDEX": "https://ann:urlpassw0rd@index.example/simple", "PWD": "/home/ann/project",
        "SIGNING_KEY": " \u{e9}t\u{e9}-secret\n",
    ])
    static let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"
    static let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC+/=\n-----END RSA PRIVATE KEY-----"

    @Test(arguments: [
        "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "MYSQL_PWD", "npm_config__authToken", "apiKey",
        "UV_INDEX_FOO_PASSWORD", "--api-key", "DOCKER_AUTH_CONFIG", "private_key", "GH_PAT", "Authorization",
        "SMTP_PASS", "HF_TOKEN", "sshKey", "CLIENT_SECRET", "GOOGLE_APPLICATION_CREDENTIALS",
        "storage.account.key",
    ]) func secretNames(name: String) { #expect(isSecretName(name)) }

    @Test(arguments: [
        "", "_", "PATH", "PWD", "OLDPWD", "AUTHOR", "GIT_AUTHOR_NAME", "max_tokens", "SSH_AUTH_SOCK",
        "cache_key",
        "AWS_WEB_IDENTITY_TOKEN_FILE", "TOKENIZERS_PARALLELISM", "keyboard", "secrets", "TOKEN_URL",
        "no-auth",
        "pass", "token_count", "PASSWORD_HOST", "é",
    ]) func otherNames(name: String) { #expect(!isSecretName(name)) }

    static let redacted = [
        ("use s3cr3t-value here", "use *** here"), ("s3cr3t-value-longer", "***"),
        ("xs3cr3t-valuey", "x***y"), ("s3cr3t-values3cr3t-value", "******"), ("\u{e9}t\u{e9}-secret", "***"),
        ("urlpassw0rd", "***"),
        ("--token=abc def", "--token=*** def"), ("uv --password hunter2 sync", "uv --password *** sync"),
        ("['uv', '--token', 'abc']", "['uv', '--token', '***']"),
        ("--api-key=\"a b\" x", "--api-key=\"***\" x"),
        ("export MY_SECRET=abc;ls", "export MY_SECRET=***;ls"), ("token = \"abc\"", "token = \"***\""),
        (#"{"password": "a\"b", "x": 1}"#, #"{"password": "***", "x": 1}"#),
        (#"{"password": "a\\", "x": "y"}"#, #"{"password": "***", "x": "y"}"#),
        (#""{\"token\": \"abc\", \"x\": 1}""#, #""{\"token\": \"***\", \"x\": 1}""#),
        ("'secret': 'abc'", "'secret': '***'"), ("password: hunter2\n", "password: ***\n"),
        ("api_token: abc", "api_token: ***"), ("X-Api-Key: abc", "X-Api-Key: ***"),
        ("Authorization: Bearer abc", "Authorization: Bearer ***"),
        ("authorization: Basic dXNlcjpwYXNz", "authorization: Basic ***"),
        ("-H 'Authorization: token abc'", "-H 'Authorization: token ***'"),
        ("bearer abcdefghijklmnop.q", "bearer ***"),
        ("https://user:pw@host/x@y", "https://***@host/x@y"),
        ("postgres://u:p@h:5432/db", "postgres://***@h:5432/db"),
        ("https://sometoken@host", "https://***@host"), ("https://u:p@w@host", "https://***@host"),
        ("?access_token=abc&x=1", "?access_token=***&x=1"),
        ("ghp_0123456789abcdefghij0123456789abcdef", "***"),
        ("x github_pat_11ABCDEFG0123456789_abcdefghij y", "x *** y"), ("pypi-AgEIcHlwaS5vcmcCJDU3", "***"),
        ("AKIAIOSFODNN7EXAMPLE", "***"), ("xoxb-123456789012-abc", "***"),
        ("glpat-0123456789abcdefghij", "***"),
        ("a \(jwt) b", "a *** b"), ("before \(key) after", "before *** after"), ("\(key)\(key)", "******"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\nabc", "***"), ("PASSWORD='a", "PASSWORD='***"),
    ]

    @Test(arguments: redacted) func secretsAreReplaced(text: String, expected: String) {
        #expect(Self.redactor.redact(text) == expected)
        #expect(Self.redactor.redact(Array(text.utf8)) == Array(expected.utf8))
        #expect(Self.redactor.redact(expected) == expected)
    }

    @Test(arguments: [
        "", "plain text", "unexpected token: foo", "token == \"abc\"", "if token != \"abc\":",
        "token = get_token()",
        "max_tokens=100", "password=None", "TOKEN=${OTHER}", "secret=$(cat x)", "ssh://git@github.com/x",
        "http://host:80/a@b", "mail@host", "short", "/home/ann/project", "-----------", "---BEGIN---",
        "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----", "eyJ", "eyJhbGci.x", "ghp_short",
        "bearer of news",
        "--password", "--password --verbose", "--token <TOKEN>", "tests=12 failed=3", "token_count=5",
        "secrets: passed",
        "AKIA", "Zürich ✓ 日本語", "a=b=c:d", "::", "://", "https://", "https://@host", "=", "--", "\"",
        "password=\"\"",
    ]) func otherTextIsLeftAlone(text: String) { #expect(Self.redactor.redact(text) == text) }

    @Test func bytesThatAreNoTextAreLeftAlone() {
        let bytes: [UInt8] = [0xFF, 0x00, 0xC3] + Array("token=abcdef".utf8) + [0xFF]
        #expect(Self.redactor.redact(bytes) == [0xFF, 0x00, 0xC3] + Array("token=***".utf8))
    }

    @Test func arguments() {
        let given = [
            "run", "--token", "a", "--no-auth", "x", "--password=b", "--api-key", "--flag", "-e",
            "MY_TOKEN=c",
        ]
        #expect(
            Self.redactor.redact(arguments: given)
                == [
                    "run", "--token", "***", "--no-auth", "x", "--password=***", "--api-key", "--flag", "-e",
                    "MY_TOKEN=***",
                ])
    }

    @Test func environment() {
        let given = ["A_TOKEN": "x", "URL": "https://u:p@h", "PATH": "/bin", "EMPTY_TOKEN": ""]
        #expect(
            Self.redactor.redact(environment: given)
                == ["A_TOKEN": "***", "URL": "https://***@h", "PATH": "/bin", "EMPTY_TOKEN": ""])
    }

    /// Prefixes and repetitions of every trigger: nothing traps, and what is left over is stable.
    @Test func anyPieceOfTriggersEndsWell() {
        let pieces =
            Self.redacted.map(\.0) + ["=", ":", "://", "--", "\"", "\\", "'", "\n", "eyJ", "-----BEGIN "]
        var generator = Seeded()
        for _ in 0..<3000 {
            let text = (0..<4).map { _ in
                String(
                    pieces.randomElement(using: &generator)?.prefix(Int.random(in: 0...20, using: &generator))
                        ?? "")
            }.joined()
            #expect(Self.redactor.redact(text).utf8.count <= text.utf8.count + 3 * 12)
        }
    }

    /// Texts made to be read again and again; quadratic work on one of them would take minutes.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "--a", "-eyJ", "eyJ.", "a=", "token='", "token='${", "://", "://a:",
            "-----BEGIN PRIVATE KEY-----:", "bearer ",
            "\\", "token=\\\"", "password:\"", "sk-", "ghp_", "s3cr3t-valu", "_--a", "\"token\":",
            "-----BEGIN ", "=:-",
        ]) func hostileTextIsReadOnce(piece: String)
    {
        let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
        #expect(Self.redactor.redact(text).utf8.count <= 2 * text.utf8.count)
    }
}

/// The same numbers on every run.
private struct Seeded: RandomNumberGenerator {
    private var state: UInt64 = 42
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
