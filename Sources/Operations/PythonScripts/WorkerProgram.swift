/// The program that runs scripts, in Python 3.8 or later.
///
/// It reads a request a line from its standard input and writes an answer a line to its standard output, both as JSON
/// arrays, and keeps both to itself: a script has `/dev/null` and the error output in their place. A request is
/// `["compile",number,key,"exec" or "eval",text]` or `["run",number,key,variables]`; an answer is the request's number,
/// what was left running (or `null`), and one of these:
///
/// | answer | means |
/// |---|---|
/// | `"hello",version,is the memory limited` | the worker is there; number 0 |
/// | `"old",version` | the interpreter is too old; number 0 |
/// | `"names",[name…]` | compiled; `null` for the names if it may use any variable |
/// | `"syntax",message,line,column` | not compiled |
/// | `"done",{name:value…},[name…]` | ran to its end: what may have a new value, what is gone |
/// | `"value",value` | of an expression |
/// | `"bpmn",code,message` | `BpmnError` |
/// | `"raised",type,message,line` | any other exception; line 0 if outside the script |
/// | `"unfit",path,type,reason` | a value without a form in JSON |
/// | `"large",bytes` | more than may come back |
enum WorkerProgram {
    static let text = [setup, values, running, surroundings, service].joined(separator: "\n\n")
}

extension WorkerProgram {
    /// The private descriptors, and what scripts see.
    static let setup = #"""
        import os, sys
        from _thread import _count as thread_count
        from os import _exit, close, dup2, fchdir, getpid, read, waitpid, write, WNOHANG
        from time import sleep

        REQUESTS, ANSWERS, LOG, FOLDER = 240, 241, 242, 243
        # Between requests and answers a script may do to descriptors 0 to 2 what it likes.
        dup2(0, REQUESTS, False)
        dup2(1, ANSWERS, False)
        dup2(2, LOG, False)
        nothing = os.open(os.devnull, os.O_RDONLY)
        dup2(nothing, 0)
        os.close(nothing)
        dup2(LOG, 1)
        MEMORY, SIZE, DEPTH, ISOLATED = [int(word) for word in sys.argv[1].split(",")]
        sys.argv = [""]
        OWN = getpid()


        def tell(answer):
            data = memoryview(answer)
            while data:
                data = data[write(ANSWERS, data):]


        if sys.version_info < (3, 8):
            tell(b'[0,null,"old","%d.%d.%d"]\n' % sys.version_info[:3])
            _exit(0)
        def close_private():
            for number in (REQUESTS, ANSWERS, LOG):
                close(number)


        # A child that a script forks has no part in the conversation.
        os.register_at_fork(after_in_child=close_private)
        try:
            folder = os.open(".", os.O_RDONLY)
            dup2(folder, FOLDER, False)
            os.close(folder)
        except OSError:
            FOLDER = None


        class Data(dict):
            """A dictionary whose members are attributes too; the methods of a dictionary come first."""

            __slots__ = ()
            __setattr__ = dict.__setitem__

            def __getattr__(self, name):
                try:
                    return self[name]
                except KeyError:
                    raise AttributeError("no member `%s`" % name) from None

            def __delattr__(self, name):
                try:
                    del self[name]
                except KeyError:
                    raise AttributeError("no member `%s`" % name) from None

            def __reduce__(self):
                return Data, (dict(self),)


        class BpmnError(Exception):
            """Ends a script with a BPMN error, which a boundary event of its task can catch."""

            def __init__(self, code, message=""):
                super().__init__(code, message)
                self.code, self.message = code, message

            def __str__(self):
                return "%s: %s" % (self.code, self.message) if self.message else str(self.code)


        try:
            # The parts of `json` in C: the module itself takes longer to import than all the rest.
            from _json import encode_basestring as quote, make_scanner

            class Reading:
                strict, object_hook, object_pairs_hook = True, Data, None
                parse_float, parse_int, parse_constant = float, int, float

            scan = make_scanner(Reading)
        except ImportError:
            import json

            quote = json.encoder.encode_basestring
            scan = json.JSONDecoder(object_hook=Data).scan_once
        """#
}

extension WorkerProgram {
    /// The conversation.
    static let service = #"""
        def serve():
            is_limited = limit()
            if ISOLATED:
                guard()
            tidy()
            version = b"%d.%d.%d" % sys.version_info[:3]
            tell(b'[0,null,"hello","%s",%s]\n' % (version, b"true" if is_limited else b"false"))
            while True:
                text = receive().decode()
                (order, number, *rest), _ = scan(text, 0)
                if order == "compile":
                    answer, left = prepare(*rest), "null"
                else:
                    answer = run(rest[0], rest[1], text)
                    tidy()
                    left = name_of_left()
                tell(("[%d,%s,%s]\n" % (number, left, answer)).encode("utf-8", "replace"))


        serve()
        """#
}
