/// Runs unittest's discovery and writes a JUnit report: unittest itself has no machine-readable output.
let unittestRunner = #"""
    import inspect
    import os
    import sys
    import time
    import traceback
    import unittest
    import xml.etree.ElementTree as ET


    class Result(unittest.TextTestResult):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.rows = {}
            self.begun = {}

        def startTest(self, test):
            super().startTest(test)
            self.begun[test.id()] = time.perf_counter()
            self.rows[test.id()] = (test, None, "", "")

        def mark(self, test, kind, message, text):
            if self.rows.get(test.id(), (None, None))[1] not in ("failure", "error"):
                self.rows[test.id()] = (test, kind, message, text)

        def fail(self, test, kind, err):
            text = "".join(traceback.format_exception(*err))
            self.mark(test, kind, "%s: %s" % (err[0].__name__, err[1]), text)

        def addFailure(self, test, err):
            super().addFailure(test, err)
            self.fail(test, "failure", err)

        def addError(self, test, err):
            super().addError(test, err)
            self.fail(test, "error", err)

        def addSubTest(self, test, subtest, err):
            super().addSubTest(test, subtest, err)
            if err is not None:
                kind = "failure" if issubclass(err[0], test.failureException) else "error"
                self.fail(test, kind, err)

        def addSkip(self, test, reason):
            super().addSkip(test, reason)
            self.mark(test, "skipped", reason, "")

        def addExpectedFailure(self, test, err):
            super().addExpectedFailure(test, err)
            self.mark(test, "skipped", "expected failure", "")

        def addUnexpectedSuccess(self, test):
            super().addUnexpectedSuccess(test)
            self.mark(test, "failure", "unexpected success", "")

        def stopTest(self, test):
            super().stopTest(test)
            self.begun[test.id()] = time.perf_counter() - self.begun[test.id()]


    def clean(text):
        return "".join(c if c in "\t\n\r" or ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF else "?" for c in text)


    def main(report, paths):
        sys.path.insert(0, os.getcwd())
        if os.path.isdir("src"):
            sys.path.insert(0, os.path.abspath("src"))
        loader = unittest.TestLoader()
        suite = unittest.TestSuite()
        for path in paths or ["."]:
            if os.path.isdir(path):
                top = None if os.path.exists(os.path.join(path, "__init__.py")) and path != "." else path
                suite.addTests(loader.discover(path, top_level_dir=os.getcwd() if top is None else top))
            else:
                suite.addTests(loader.discover(os.path.dirname(path) or ".", pattern=os.path.basename(path)))
        outcome = unittest.TextTestRunner(resultclass=Result, verbosity=1).run(suite)
        root = ET.Element("testsuite", name="unittest")
        for name, (test, kind, message, text) in outcome.rows.items():
            method = getattr(test, getattr(test, "_testMethodName", ""), None)
            attributes = {"name": name.rsplit(".", 1)[-1], "classname": name.rsplit(".", 1)[0]}
            taken = outcome.begun.get(name, 0.0)
            attributes["time"] = "%.6f" % (taken if taken < 1e6 else 0.0)
            try:
                attributes["file"] = os.path.relpath(inspect.getsourcefile(type(test)))
                attributes["line"] = str(inspect.getsourcelines(method)[1] - 1)
            except (TypeError, OSError, ValueError):
                pass
            case = ET.SubElement(root, "testcase", attributes)
            if kind:
                ET.SubElement(case, kind, message=clean(message)).text = clean(text)
        rows = [row[1] for row in outcome.rows.values()]
        root.set("tests", str(len(rows)))
        for word, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            root.set(word, str(rows.count(kind)))
        ET.ElementTree(root).write(report, encoding="utf-8", xml_declaration=True)
        return 0 if outcome.wasSuccessful() else 1


    if __name__ == "__main__":
        sys.exit(main(sys.argv[1], sys.argv[2:]))
    """#
