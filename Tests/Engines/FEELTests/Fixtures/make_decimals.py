"""Writes decimals.tsv: operations on decimal128 numbers with the results of Python's decimal module."""

import decimal
import pathlib
import random

context = decimal.Context(
    prec=34, Emin=-6143, Emax=6144, clamp=1, rounding=decimal.ROUND_HALF_EVEN,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
chance = random.Random(20240229)
edges = [
    "0", "1", "-1", "2", "3", "7", "10", "0.1", "0.5", "-0.25", "9" * 34, "1" + "0" * 33, "0." + "3" * 34,
    "1E+6111", "9.999999999999999999999999999999999E+6144", "1E-6176", "1E-6143", "5E-6176", "123456789",
    "-" + "9" * 34, "18446744073709551616", "340282366920938463463374607431768211456", "1E+34", "1E-34", "1.5",
    "2.5", "-2.5", "0.05", "99.5",
]


def number():
    if chance.random() < 0.25:
        return context.create_decimal(chance.choice(edges))
    digits = chance.randint(1, chance.choice([3, 10, 34]))
    exponent = chance.randint(-digits - 3, 3) if chance.random() < 0.8 else chance.randint(-60, 60)
    text = f"{chance.choice(['', '-'])}{chance.randint(1, 10**digits - 1)}E{exponent}"
    return context.create_decimal(text)


def attempt(operation, *arguments):
    try:
        return str(operation(*arguments))
    except decimal.DecimalException:
        return "nil"


modes = {
    "halfEven": decimal.ROUND_HALF_EVEN, "halfUp": decimal.ROUND_HALF_UP, "halfDown": decimal.ROUND_HALF_DOWN,
    "up": decimal.ROUND_UP, "down": decimal.ROUND_DOWN, "floor": decimal.ROUND_FLOOR,
    "ceiling": decimal.ROUND_CEILING,
}


def rounded(mode, value, scale):
    wide = decimal.Context(prec=7000, Emin=-9999, Emax=9999, rounding=modes[mode])
    result = value if -value.as_tuple().exponent <= scale else value.quantize(decimal.Decimal(1).scaleb(-scale), context=wide)
    return context.create_decimal(result)


rows = []
for _ in range(400):
    a, b = number(), number()
    rows.append(("add", a, b, attempt(context.add, a, b)))
    rows.append(("subtract", a, b, attempt(context.subtract, a, b)))
    rows.append(("multiply", a, b, attempt(context.multiply, a, b)))
    rows.append(("divide", a, b, attempt(context.divide, a, b)))
    rows.append(("compare", a, b, str(context.compare(a, b))))
for _ in range(150):
    a = context.abs(number())
    rows.append(("sqrt", a, 0, attempt(context.sqrt, a)))
for _ in range(60):
    for mode in modes:
        a, scale = number(), chance.randint(-3, 6)
        rows.append((mode, a, scale, attempt(rounded, mode, a, scale)))
for _ in range(60):
    a, power = number(), chance.randint(-3, 9)
    exact = decimal.Context(prec=60, Emin=-9999, Emax=9999)
    try:
        rows.append(("power", a, power, str(context.plus(exact.power(a, power)))))
    except decimal.DecimalException:
        rows.append(("power", a, power, "nil"))
    near = context.create_decimal(f"{chance.choice(['', '-'])}{chance.randint(0, 3000)}E-2")
    rows.append(("exp", near, 0, attempt(context.exp, near)))
    rows.append(("ln", context.abs(a), 0, attempt(context.ln, context.abs(a))))

target = pathlib.Path(__file__).with_name("decimals.tsv")
target.write_text("".join("\t".join(map(str, row)) + "\n" for row in rows))
