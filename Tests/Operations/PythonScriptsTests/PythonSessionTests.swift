import Capabilities
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

@Suite(.enabled(if: pythonPath != nil)) struct PythonSessionTests {
    @Test func oneWorkerServesAll() async throws {
        try await withPythonSession(settings(), starter: processes) { python in
            let facts = try await python.facts()
            #expect(facts.version.hasPrefix("3.") && facts.isolation == .none)
            let identifiers = try await withThrowingTaskGroup(of: JSON.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await python.evaluate("__import__('os').getpid()", variables: [:]).value
                    }
                }
                return try await group.reduce(into: Set<JSON>()) { $0.insert($1) }
            }
            #expect(identifiers.count == 1)
        }
    }

    @Test func moreTextsThanAreKept() async throws {
        await withPythonSession(settings(), starter: processes) { python in
            for number in (0..<600).map(Int64.init) + [0, 599, 1] {
                #expect(await python.came("x = \(number)") == .finished(["x": .integer(number)]))
            }
        }
    }

    @Test func nothingIsStartedForNothing() async throws {
        var settings = settings()
        settings.interpreter = "/nowhere"
        #expect(await withPythonSession(settings, starter: processes) { _ in 5 } == 5)
    }

    @Test func nothingIsLeft() async throws {
        let script = """
            import os, subprocess
            print(os.getpid(), subprocess.Popen(['sleep', '600'], start_new_session=True).pid)
            """
        let printed = await withPythonSession(settings(), starter: processes) { python in
            var printed = ""
            for end in ["os._exit(1)", "while True: os.close(241)"] {
                let error = await #expect(throws: ScriptError.self) {
                    try await python.execute(script + "\n" + end, variables: [:])
                }
                switch error {
                case .ended(_, let output), .raised(_, _, _, let output): printed += output.text
                default: Issue.record("it ended otherwise")
                }
            }
            return printed
        }
        let identifiers = printed.split { $0 == " " || $0 == "\n" }.compactMap { pid_t($0) }
        #expect(identifiers.count == 4)
        for identifier in identifiers { #expect(kill(identifier, 0) != 0) }
    }

    @Test func packagesOfTheEnvironmentAreThere() async throws {
        let folder = "/tmp/uvmgr-scripts-\(UInt64.random(in: .min ... .max))"
        let make = """
            import glob, os, subprocess, sys
            subprocess.run([sys.executable, '-m', 'venv', '--without-pip', folder], check=True)
            packages = glob.glob(folder + '/lib/python*/site-packages')[0]
            os.mkdir(folder + '/elsewhere')
            for place, name in [(packages, 'near'), (folder + '/elsewhere', 'far')]:
                with open(place + '/' + name + '.py', 'w') as _f: _f.write('value = "' + name + '"')
            with open(packages + '/far.pth', 'w') as _f: _f.write(folder + '/elsewhere')
            """
        await withPythonSession(settings(), starter: processes) { python in
            #expect(await python.came(make, ["folder": .string(folder)]).isFailure == false)
        }
        var settings = settings()
        settings.interpreter = folder + "/bin/python"
        await withPythonSession(settings, starter: processes) { python in
            let script = "import near, far, sys\nx = [near.value, far.value, sys.prefix]"
            #expect(await python.came(script) == .finished(["x": ["near", "far", .string(folder)]]))
            let missing = await python.came("import nowhere_to_be_found")
            #expect(missing == .failed("line 1: ModuleNotFoundError: No module named 'nowhere_to_be_found'"))
        }
        await withPythonSession(settings, starter: processes) { python in
            let removal = "import shutil\nshutil.rmtree(folder)"
            #expect(await python.came(removal, ["folder": .string(folder)]) == .finished([:]))
        }
    }

    @Test func theBodysErrorIsPassedOn() async throws {
        struct Mine: Error {}
        await #expect(throws: Mine.self) {
            try await withPythonSession(settings(), starter: processes) { python in
                _ = try await python.facts()
                throw Mine()
            }
        }
    }

    @Test func aSessionThatIsOverAnswersNothing() async throws {
        let kept = await withPythonSession(settings(), starter: processes) { $0 }
        await #expect(throws: ScriptError.closed) { try await kept.execute("x = 1", variables: [:]) }
    }

    @Test func cancellingAScriptKillsItAlone() async throws {
        let path = "/tmp/uvmgr-scripts-\(UInt64.random(in: .min ... .max))"
        defer { unlink(path) }
        await withPythonSession(settings(), starter: processes) { python in
            let came = await withTaskGroup(of: Came.self) { group in
                let script = "open(path, 'w').close()\nwhile True: pass"
                group.addTask { await python.came(script, ["path": .string(path)]) }
                // This one waits for its turn when it is cancelled.
                group.addTask { await python.came("x = 1") }
                while access(path, F_OK) != 0 { try? await Task.sleep(for: .milliseconds(5)) }
                group.cancelAll()
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(came.contains(.failed("interrupted")))
            #expect(came.allSatisfy { $0 == .failed("interrupted") || $0 == .finished(["x": 1]) })
            #expect(await python.came("x = 1") == .finished(["x": 1]))
        }
    }

    @Test func cancellingTheSessionEndsIt() async throws {
        let task = Task {
            await withPythonSession(settings(), starter: processes) { python in
                _ = try? await python.facts()
                withUnsafeCurrentTask { $0?.cancel() }
                return [await python.came("while True: pass"), await python.came("x = 1")]
            }
        }
        #expect(await task.value == [.failed("interrupted"), .failed("interrupted")])
    }
}
