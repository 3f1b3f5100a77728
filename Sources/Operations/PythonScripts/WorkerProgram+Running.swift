extension WorkerProgram {
    /// How one script is compiled and run, and what it leaves is put right.
    static let running = #"""
        # Through these a script reaches variables that it does not name.
        INDIRECT = frozenset(
            "globals locals vars dir eval exec compile builtins inspect sys "
            "__builtins__ __import__ __globals__ __main__".split())


        def names_in(code):
            names = set(code.co_names)
            for constant in code.co_consts:
                if isinstance(constant, type(code)):
                    names |= names_in(constant)
            return names


        \#(compiling)


        CODES = {}
        BUILTINS = dict(vars(sys.modules["builtins"]), BpmnError=BpmnError)
        MODULE = type(sys)
        UNCHANGEABLE = frozenset((str, int, float, bool, type(None)))
        RECURSION = 1000 + 4 * DEPTH


        def prepare(key, kind, text):
            try:
                code = compiled(kind, text)
            except SyntaxError as error:
                return '"syntax",%s,%d,%d' % (quote(str(error.msg)), error.lineno or 0, error.offset or 0)
            except BaseException as error:
                return raised(error)
            CODES[key] = (code, kind)
            names = names_in(code)
            if names & INDIRECT:
                return '"names",null'
            return '"names",[%s]' % ",".join([quote(name) for name in names])


        def run(key, variables, text):
            code, kind = CODES[key]
            space = dict(variables)
            space["__builtins__"], space["__name__"] = dict(BUILTINS), "__main__"
            try:
                try:
                    value = eval(code, space)
                finally:
                    if getpid() != OWN:
                        _exit(0)
                return valued(value) if kind == "eval" else changes(space, variables, text)
            except Unfit as unfit:
                return '"unfit",%s,%s,%s' % (quote(path_of(unfit)), quote(unfit.kind), quote(unfit.reason))
            except BpmnError as error:
                return '"bpmn",%s,%s' % (quote(str(error.code)), quote(str(error.message)))
            except BaseException as error:
                return raised(error)
            finally:
                # Functions of the script refer to it, and it to them.
                space.clear()


        def path_of(unfit):
            path = unfit.path[::-1]
            return "".join(path if len(path) <= 8 else path[:6] + ["…"])


        def valued(value):
            text = encode(value, 0)
            size = len(encoded(text))
            return '"large",%d' % size if size > SIZE else '"value",' + text


        def changes(space, variables, text):
            assigned, gone, size, before = [], [], 0, None
            for name, value in list(space.items()):
                if not isinstance(name, str) or name[:1] == "_":
                    continue
                is_same = value is variables.get(name, MODULE)
                if is_same and type(value) in UNCHANGEABLE:
                    continue
                if callable(value) or isinstance(value, MODULE):
                    if name in variables:
                        gone.append(name)
                    continue
                if is_same:
                    # It may have been changed inside: compare with what came.
                    before = scan(text, 0)[0][3] if before is None else before
                    if is_like(value, before[name]):
                        continue
                try:
                    data = encode(value, 0)
                    size += len(encoded(data))
                except Unfit as unfit:
                    unfit.path.append(name)
                    raise
                assigned.append(quote(name) + ":" + data)
            if size > SIZE:
                return '"large",%d' % size
            gone += [name for name in variables if name not in space and name[:1] != "_"]
            return '"done",{%s},[%s]' % (",".join(assigned), ",".join([quote(name) for name in gone]))


        def is_like(value, other):
            """Whether two values are the same in every part; `==` takes 1, 1.0 and True for one another."""
            try:
                return repr(value) == repr(other)
            except RecursionError:
                return False


        def encoded(text):
            try:
                return text.encode()
            except UnicodeEncodeError:
                raise Unfit("str", "holds half of a surrogate pair, which is no text") from None


        def raised(error):
            line, step = 0, error.__traceback__
            while step is not None:
                if step.tb_frame.f_code.co_filename == "<script>":
                    line = step.tb_lineno
                step = step.tb_next
            # The frames hold what may have filled the memory.
            error.__traceback__ = error.__context__ = error.__cause__ = None
            try:
                message = str(error)[:4000]
            except BaseException:
                message = "its message could not be made"
            return '"raised",%s,%s,%d' % (quote(name_of(type(error))), quote(message), line)


        def name_of_left():
            """What the script started and did not wait for."""
            for _ in range(50):
                # A thread that was joined may still be on its way out.
                if not thread_count():
                    break
                sleep(0.001)
            else:
                return '"a thread"'
            try:
                while True:
                    if waitpid(-1, WNOHANG)[0] == 0:
                        return '"a process"'
            except ChildProcessError:
                return "null"


        def new_printer(number):
            return open(number, "w", 1, "utf-8", "backslashreplace", closefd=False)


        PRINTERS = [new_printer(1), new_printer(2)]


        def tidy():
            """Puts back what a script may have changed of the worker itself."""
            for index in (0, 1):
                if PRINTERS[index].closed:
                    PRINTERS[index] = new_printer(index + 1)
                PRINTERS[index].flush()
                dup2(LOG, index + 1)
            sys.stdout, sys.stderr = PRINTERS
            sys.setrecursionlimit(RECURSION)
            if FOLDER is not None:
                fchdir(FOLDER)


        def receive():
            pieces = []
            while True:
                piece = read(REQUESTS, 1 << 20)
                pieces.append(piece)
                if piece[-1:] == b"\n":
                    return b"".join(pieces)
                if not piece:
                    _exit(0)
        """#

    /// How a text is compiled, wherever its indentation comes from.
    static let compiling = #"""
        def dedented(script):
            """The script without the indentation of its first line, which editors of XML leave there."""
            lines = script.split("\n") if script[:1].isspace() else []
            first = next((line for line in lines if line.strip()), "")
            indent = first[:len(first) - len(first.lstrip())]
            if not indent:
                return script
            return "\n".join([line[len(indent):] if line.startswith(indent) else line for line in lines])


        def margin_of(script):
            """The indentation that all lines but the first have in common."""
            lines = [line for line in script.split("\n")[1:] if line.strip()]
            margins = [line[:len(line) - len(line.lstrip())] for line in lines]
            margin = min(margins, key=len) if margins else ""
            return margin if all(found.startswith(margin) for found in margins) else ""


        def compiled(kind, text):
            text = text.strip() if kind == "eval" else dedented(text)
            try:
                return compile(text, "<script>", kind, dont_inherit=True)
            except IndentationError:
                # Readers of XML leave the first line without the indentation that it had in the file.
                margin = margin_of(text)
                if not margin:
                    raise
            try:
                return compile(text.replace("\n" + margin, "\n"), "<script>", kind, dont_inherit=True)
            except SyntaxError as error:
                if (error.lineno or 0) > 1 and error.offset:
                    error.offset += len(margin)
                raise
        """#
}
