import Capabilities
import Diagnostics
import Processes
import PythonScripts
import StructuredData
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

let processes = LiveProcessRunner()
let searchPath = "/usr/local/bin:/usr/bin:/bin"
/// The Python that `UVMGR_PYTHON` names, else that of this machine; the tests are skipped without one.
let pythonPath: String? =
    getenv("UVMGR_PYTHON").map { String(cString: $0) } ?? processes.find("python3", path: searchPath)

func settings(limits: ScriptLimits = ScriptLimits(), sandbox: ScriptSandbox = .none) -> PythonSettings {
    PythonSettings(
        interpreter: pythonPath ?? "", environment: ["PATH": searchPath, "LANG": "C.UTF-8"],
        workingDirectory: "/", limits: limits, sandbox: sandbox)
}

/// What came of a script, in a form that tests can compare.
enum Came: Equatable, Sendable {
    case finished([String: JSON], removed: [String] = [])
    case raised(String, String)
    case failed(String)

    var isFailure: Bool { if case .failed = self { true } else { false } }
}

extension PythonSession {
    func came(_ script: String, _ variables: [String: JSON] = [:]) async -> Came {
        do throws(ScriptError) {
            switch try await execute(script, variables: variables).outcome {
            case .finished(let assigned, let removed): return .finished(assigned, removed: removed)
            case .raised(let code, let message): return .raised(code, message)
            }
        } catch {
            return .failed(error.diagnostic.message)
        }
    }
}
