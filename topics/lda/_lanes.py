# mypy: ignore-errors
# ruff: noqa: ANN001, ANN002, ANN202, ARG001
"""A row of topics as one numba value: a kernel reads like its formula and stays in registers.

LLVM vectorises a loop over topics only behind checks that cost as much as the loop, and spills
the sums to memory. A `Row` holds whole vectors of sixteen float32 (one AVX-512 register, two of
AVX2, four of SSE or NEON). Its width is part of its type: a kernel takes the width as a tuple of
that length, is compiled once for each width, and numba keeps the result on disk (`cache=True`).
"""

import operator

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model

from topics.lda._rows import LANES
from topics.lda._rows import padded_rows as padded_rows

_FLOAT = ir.FloatType()
_VECTOR = ir.VectorType(_FLOAT, LANES)
_INDEX = ir.IntType(32)


class Row(types.Type):
    """The numba type of `n` vectors of sixteen float32."""

    def __init__(self, n: int) -> None:
        self.n = n
        super().__init__(name=f"Row{n}")


@register_model(Row)
class _RowModel(models.PrimitiveModel):
    def __init__(self, manager, row: Row) -> None:
        super().__init__(manager, row, ir.ArrayType(_VECTOR, row.n))


def _pack(builder, vectors):
    row = ir.Constant(ir.ArrayType(_VECTOR, len(vectors)), ir.Undefined)
    for i, vector in enumerate(vectors):
        row = builder.insert_value(row, vector, i)
    return row


def _unpack(builder, row):
    return [builder.extract_value(row, i) for i in range(row.type.count)]


def _addresses(context, builder, array_type, args, n):
    array, offset = args
    data = context.make_array(array_type)(context, builder, array).data
    places = [builder.add(offset, ir.Constant(offset.type, LANES * i)) for i in range(n)]
    return [builder.bitcast(builder.gep(data, [at]), _VECTOR.as_pointer()) for at in places]


@intrinsic
def load(typing, array, offset, width):
    """Read the row that starts at flat position `offset` of a C-contiguous float32 array."""

    def generate(context, builder, signature, args):
        vectors = []
        for at in _addresses(context, builder, signature.args[0], args[:2], width.count):
            vectors.append(builder.load(at))
            vectors[-1].align = 4
        return _pack(builder, vectors)

    return Row(width.count)(array, types.intp, width), generate


@intrinsic
def store(typing, array, offset, row):
    """Write a row at flat position `offset` of a C-contiguous float32 array."""

    def generate(context, builder, signature, args):
        places = _addresses(context, builder, signature.args[0], args[:2], row.n)
        for at, vector in zip(places, _unpack(builder, args[2]), strict=True):
            builder.store(vector, at).align = 4
        return context.get_dummy_value()

    return types.void(array, types.intp, row), generate


def _pick(builder, a, b, places):
    """Make a vector of these places of a and, counted on from a's last, of b."""
    return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(_INDEX, len(places)), places))


def _splat(builder, number, lanes=LANES):
    none = ir.Constant(ir.VectorType(_FLOAT, lanes), ir.Undefined)
    first = builder.insert_element(none, number, ir.Constant(_INDEX, 0))
    return _pick(builder, first, none, [0] * lanes)


@intrinsic
def spread(typing, number, width):
    """Put one float32 into every place of a row."""

    def generate(context, builder, signature, args):
        return _pack(builder, [_splat(builder, args[0])] * width.count)

    return Row(width.count)(types.float32, width), generate


@intrinsic
def total(typing, row):
    """Sum a row, always in the same order."""

    def generate(context, builder, signature, args):
        kind = ir.FunctionType(_FLOAT, [_FLOAT, _VECTOR])
        name = f"llvm.vector.reduce.fadd.v{LANES}f32"
        reduce = cgutils.get_or_insert_function(builder.module, kind, name)
        first, *rest = _unpack(builder, args[0])
        for vector in rest:
            first = builder.fadd(first, vector)
        return builder.call(reduce, [ir.Constant(_FLOAT, 0.0), first], fastmath=("reassoc", "nsz"))

    return types.float32(row), generate


def _lanewise(emit):
    """Make a code generator that applies `emit` vector by vector; a number meets every place."""

    def generate(context, builder, signature, args):
        n = signature.return_type.n
        columns = [
            _unpack(builder, value)
            if isinstance(kind, Row)
            else [_splat(builder, context.cast(builder, value, kind, types.float32))] * n
            for kind, value in zip(signature.args, args, strict=True)
        ]
        return _pack(builder, [emit(builder, vectors) for vectors in zip(*columns, strict=True)])

    return generate


def _llvm(name):
    """Emit a call of the LLVM function `name`."""

    def emit(builder, vectors):
        kind = ir.FunctionType(_VECTOR, [_VECTOR] * len(vectors))
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
        return builder.bitcast(builder.shl(exponent, ir.Constant(index, [23] * LANES)), _VECTOR)

    return a(a), _lanewise(emit)


@intrinsic
def above(typing, a, least):
    """Put zero into the places of a that are not larger than a number."""

    def emit(builder, vectors):
        keep = builder.fcmp_ordered(">", *vectors)
        return builder.select(keep, vectors[0], ir.Constant(_VECTOR, [0.0] * LANES))

    return a(a, least), _lanewise(emit)


def _fold(builder, a, b, step):
    """Halve a and b, adding to every place without the bit `step` the place with it."""
    places = [i for i in range(2 * LANES) if not i & step]
    return builder.fadd(
        _pick(builder, a, b, places), _pick(builder, a, b, [i + step for i in places])
    )


@intrinsic
def rates_of_four(typing, counts, at, epsilon, shares, a, b, c, d):
    """Give counts[at] / (total(shares * a) + epsilon), and so on for b, c and d, as a tuple.

    Four sums share their last steps, and four quotients one division: half the work of `total`.
    """
    result = types.UniTuple(types.float32, 4)

    def generate(context, builder, signature, args):
        shares = _unpack(builder, args[3])
        multiply_add = _llvm("fma")
        sums = []
        for row in args[4:]:
            first, *rest = zip(shares, _unpack(builder, row), strict=True)
            sums.append(builder.fmul(*first))
            for pair in rest:
                sums[-1] = multiply_add(builder, (*pair, sums[-1]))
        both = [_fold(builder, *pair, 8) for pair in (sums[:2], sums[2:])]
        folded = _fold(builder, *both, 4)
        for step in (2, 1):
            across = _pick(builder, folded, folded, [i ^ step for i in range(LANES)])
            folded = builder.fadd(folded, across)
        folded = _pick(builder, folded, folded, [0, 4, 8, 12])
        place = context.make_array(signature.args[0])(context, builder, args[0]).data
        place = builder.bitcast(builder.gep(place, [args[1]]), folded.type.as_pointer())
        above = builder.load(place)
        above.align = 4
        rates = builder.fdiv(above, builder.fadd(folded, _splat(builder, args[2], 4)))
        each = [builder.extract_element(rates, ir.Constant(_INDEX, i)) for i in range(4)]
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
