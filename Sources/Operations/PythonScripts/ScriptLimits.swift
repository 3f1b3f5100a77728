/// What one script may take.
package struct ScriptLimits: Hashable, Sendable {
    /// How long a script may run; one that takes longer is killed with its worker.
    package var time: Duration
    /// How long the interpreter may take to start.
    package var startTime: Duration
    /// Bytes of JSON that a script may give back.
    package var resultSize: Int
    /// Bytes of printed text that are kept; of more, the first and the last halves.
    package var printedSize: Int
    /// Bytes of address space that the worker has (`RLIMIT_AS`), the interpreter's own included.
    package var memory: Int
    /// How many arrays and objects may stand in each other in a variable.
    package var depth: Int

    package init(
        time: Duration = .seconds(30), startTime: Duration = .seconds(10), resultSize: Int = 16 << 20,
        printedSize: Int = 64 << 10, memory: Int = 1 << 30, depth: Int = 200
    ) {
        (self.time, self.startTime, self.resultSize) = (time, startTime, resultSize)
        (self.printedSize, self.memory, self.depth) = (printedSize, memory, depth)
    }
}

/// Which Python runs the scripts, where and how.
package struct PythonSettings: Hashable, Sendable {
    /// A path to Python 3.8 or later; if it is that of a virtual environment, scripts see its packages.
    package var interpreter: String
    /// The environment of scripts that are not isolated.
    package var environment: [String: String]
    /// Where relative paths of scripts that are not isolated start.
    package var workingDirectory: String
    package var limits: ScriptLimits
    package var sandbox: ScriptSandbox

    package init(
        interpreter: String, environment: [String: String], workingDirectory: String,
        limits: ScriptLimits = ScriptLimits(), sandbox: ScriptSandbox = .none
    ) {
        (self.interpreter, self.environment) = (interpreter, environment)
        (self.workingDirectory, self.limits, self.sandbox) = (workingDirectory, limits, sandbox)
    }
}
