# mypy: ignore-errors
# ruff: noqa: ANN001, ANN002, ANN202, ARG001
"""Arithmetic of rows, place by place, for kernels: what LLVM offers, and operators."""

import operator

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, overload

from topics.lda._lanes import INDEX, VECTOR, Row, pack, pick, splat, unpack
from topics.lda._rows import LANES


def _lanewise(emit):
    """Make a code generator that applies `emit` vector by vector; a number meets every place."""

    def generate(context, builder, signature, args):
        n = signature.return_type.n
        columns = [
            unpack(builder, value)
            if isinstance(kind, Row)
            else [splat(builder, context.cast(builder, value, kind, types.float32))] * n
            for kind, value in zip(signature.args, args, strict=True)
        ]
        return pack(builder, [emit(builder, vectors) for vectors in zip(*columns, strict=True)])

    return generate


def _llvm(name):
    """Emit a call of the LLVM function `name`."""

    def emit(builder, vectors):
        kind = ir.FunctionType(VECTOR, [VECTOR] * len(vectors))
        function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{LANES}f32")
        return builder.call(function, vectors)

    return emit


def _row_of(*kinds):
    return next(kind for kind in kinds if isinstance(kind, Row))


@intrinsic
def fma(typing, a, b, c):
    """Give a * b + c, rounded once."""
    return _row_of(a, b, c)(a, b, c), _lanewise(_llvm("fma"))


@intrinsic
def most(typing, a, b):
    """Give the larger of a and b in every place."""
    return _row_of(a, b)(a, b), _lanewise(_llvm("maxnum"))


@intrinsic
def whole(typing, a):
    """Round every place down."""
    return a(a), _lanewise(_llvm("floor"))


@intrinsic
def magnitude(typing, a):
    """Give the absolute value of every place."""
    return a(a), _lanewise(_llvm("fabs"))


@intrinsic
def power_of_two(typing, a):
    """Give 2 ** a for whole a in [-126, 127], by writing the exponent's bits."""

    def emit(builder, vectors):
        index = ir.VectorType(ir.IntType(32), LANES)
        exponent = builder.fptosi(vectors[0], index)
        exponent = builder.add(exponent, ir.Constant(index, [127] * LANES))
        return builder.bitcast(builder.shl(exponent, ir.Constant(index, [23] * LANES)), VECTOR)

    return a(a), _lanewise(emit)


@intrinsic
def above(typing, a, least):
    """Put zero into the places of a that are not larger than a number."""

    def emit(builder, vectors):
        keep = builder.fcmp_ordered(">", *vectors)
        return builder.select(keep, vectors[0], ir.Constant(VECTOR, [0.0] * LANES))

    return a(a, least), _lanewise(emit)


def _fold(builder, a, b, step):
    """Halve a and b, adding to every place without the bit `step` the place with it."""
    places = [i for i in range(2 * LANES) if not i & step]
    return builder.fadd(
        pick(builder, a, b, places), pick(builder, a, b, [i + step for i in places])
    )


@intrinsic
def rates_of_four(typing, counts, at, epsilon, shares, a, b, c, d):
    """Give counts[at] / (total(shares * a) + epsilon), and so on for b, c and d, as a tuple.

    Four sums share their last steps, and four quotients one division: half the work of `total`.
    """
    result = types.UniTuple(types.float32, 4)

    def generate(context, builder, signature, args):
        shares = unpack(builder, args[3])
        multiply_add = _llvm("fma")
        sums = []
        for row in args[4:]:
            first, *rest = zip(shares, unpack(builder, row), strict=True)
            sums.append(builder.fmul(*first))
            for pair in rest:
                sums[-1] = multiply_add(builder, (*pair, sums[-1]))
        both = [_fold(builder, *pair, 8) for pair in (sums[:2], sums[2:])]
        folded = _fold(builder, *both, 4)
        for step in (2, 1):
            across = pick(builder, folded, folded, [i ^ step for i in range(LANES)])
            folded = builder.fadd(folded, across)
        folded = pick(builder, folded, folded, [0, 4, 8, 12])
        place = context.make_array(signature.args[0])(context, builder, args[0]).data
        place = builder.bitcast(builder.gep(place, [args[1]]), folded.type.as_pointer())
        above = builder.load(place)
        above.align = 4
        rates = builder.fdiv(above, builder.fadd(folded, splat(builder, args[2], 4)))
        each = [builder.extract_element(rates, ir.Constant(INDEX, i)) for i in range(4)]
        return context.make_tuple(builder, result, each)

    return result(counts, types.intp, types.float32, shares, a, b, c, d), generate


def _operator(symbol, instruction: str) -> None:
    """Let a kernel write `a + b` for rows, and for a row and a number."""

    def emit(builder, vectors):
        return getattr(builder, instruction)(*vectors)

    @intrinsic
    def combine(typing, a, b):
        return _row_of(a, b)(a, b), _lanewise(emit)

    @overload(symbol, inline="always")
    def chosen(a, b):
        def both(a, b):
            return combine(a, b)

        known = all(isinstance(kind, (Row, types.Number)) for kind in (a, b))
        return both if known and (isinstance(a, Row) or isinstance(b, Row)) else None


for _symbol, _instruction in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _operator(_symbol, _instruction)
