extension WorkerProgram {
    /// Python's values as JSON.
    static let values = #"""
        class Unfit(Exception):
            """A value without a form in JSON. `path` grows while the error leaves the values around it."""

            def __init__(self, kind, reason):
                self.kind, self.reason, self.path = kind, reason, []


        def encode(value, depth):
            kind = type(value)
            if kind is str:
                return quote(value)
            if kind is int:
                return whole(value)
            if value is None:
                return "null"
            if kind is bool:
                return "true" if value else "false"
            if kind is float:
                return number(value)
            if kind is list or kind is tuple:
                return array(value, depth)
            if kind is Data or kind is dict:
                return members(value, depth)
            return other(value, kind, depth)


        def whole(value):
            if -(1 << 63) <= value < 1 << 63:
                return int.__repr__(value)
            raise Unfit("int", "needs more than 64 bits")


        def number(value):
            if value - value != 0:
                raise Unfit("float", "is %s, which is no number in JSON" % float.__repr__(value))
            if value.is_integer() and -9007199254740992 < value < 9007199254740992:
                return int.__repr__(int(value))
            return float.__repr__(value)


        def array(values, depth):
            deeper(values, depth)
            texts = []
            for value in values:
                try:
                    texts.append(encode(value, depth + 1))
                except Unfit as unfit:
                    unfit.path.append("[%d]" % len(texts))
                    raise
            return "[" + ",".join(texts) + "]"


        def members(values, depth):
            deeper(values, depth)
            texts = []
            for name, value in values.items():
                if not isinstance(name, str):
                    raise Unfit(type(name).__name__, "is the key %.100r; keys must be text" % (name,))
                try:
                    texts.append(quote(str(name)) + ":" + encode(value, depth + 1))
                except Unfit as unfit:
                    unfit.path.append("." + name[:100])
                    raise
            return "{" + ",".join(texts) + "}"


        def deeper(values, depth):
            if depth >= DEPTH:
                raise Unfit(type(values).__name__, "is nested deeper than %d levels" % DEPTH)


        VIEWS = (range, type({}.keys()), type({}.values()), type({}.items()))


        def other(value, kind, depth):
            if loaded(value, "enum", "Enum"):
                return encode(value.value, depth)
            if isinstance(value, str):
                return quote(str(value))
            if isinstance(value, int):
                return whole(int(value))
            if isinstance(value, float):
                return number(float(value))
            if isinstance(value, dict):
                return members(value, depth)
            if isinstance(value, (list, tuple) + VIEWS):
                return array(value, depth)
            if isinstance(value, (set, frozenset)):
                # The order of a set differs from run to run.
                return "[" + ",".join(sorted_texts(value, depth)) + "]"
            if loaded(value, "datetime", "date", "time"):
                return quote(value.isoformat())
            if loaded(value, "datetime", "timedelta"):
                return quote(duration(value))
            if loaded(value, "decimal", "Decimal"):
                return decimal(value)
            if loaded(value, "uuid", "UUID") or loaded(value, "pathlib", "PurePath"):
                return quote(str(value))
            raise Unfit(name_of(kind), "has no form in JSON")


        def loaded(value, module, *names):
            """Whether a value is of one of these classes. Nobody has one whose module was not imported."""
            module = sys.modules.get(module)
            return any(isinstance(value, getattr(module, name, ())) for name in names)


        def decimal(value):
            if not value.is_finite():
                raise Unfit("Decimal", "is %s, which is no number in JSON" % value)
            return whole(int(value)) if value == value.to_integral_value() else number(float(value))


        def sorted_texts(values, depth):
            deeper(values, depth)
            try:
                return [encode(value, depth + 1) for value in sorted(values)]
            except TypeError:
                return sorted([encode(value, depth + 1) for value in values])


        def duration(value):
            """ISO 8601, in days and seconds, as timers take it."""
            sign = "-" if value.days < 0 else ""
            value = abs(value)
            seconds = "%d" % value.seconds
            if value.microseconds:
                seconds += (".%06d" % value.microseconds).rstrip("0")
            return "%sP%dDT%sS" % (sign, value.days, seconds)


        def name_of(kind):
            if kind.__module__ in ("builtins", "__main__"):
                return kind.__qualname__
            return "%s.%s" % (kind.__module__, kind.__qualname__)
        """#
}
