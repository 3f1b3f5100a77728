import PythonScripts
import StructuredData
import Testing

@Suite(.enabled(if: pythonPath != nil)) struct PythonSessionTests {
    @Test func first() async throws {
        await withPythonSession(settings(), starter: processes) { python in
            #expect(await python.came("x = 1 + y.a", ["y": ["a": 2]]) == .finished(["x": 3]))
            #expect(await python.came("1/0") == .failed("line 1: ZeroDivisionError: division by zero"))
        }
    }
}
