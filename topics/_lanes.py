# mypy: ignore-errors
# ruff: noqa: ANN001, ANN002, ANN202, ARG001
"""A row of topics as one numba value: a kernel reads like its formula and stays in registers.

LLVM vectorises a loop over topics only behind checks that cost as much as the loop, and spills
the sums to memory. A `Row` holds whole vectors of sixteen float32 (one AVX-512 register, two of
AVX2, four of SSE or NEON). Its width is part of its type: a kernel takes the width as a tuple of
that length, is compiled once for each width, and numba keeps the result on disk (`cache=True`).
"""

import operator

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model

LANES = 16

_FLOAT = ir.FloatType()
_VECTOR = ir.VectorType(_FLOAT, LANES)


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


def _splat(builder, number):
    index = ir.IntType(32)
    none = ir.Constant(_VECTOR, ir.Undefined)
    first = builder.insert_element(none, number, ir.Constant(index, 0))
    every = ir.Constant(ir.VectorType(index, LANES), [0] * LANES)
    return builder.shuffle_vector(first, none, every)


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


def width_of(n_topics: int) -> tuple[int, ...]:
    """Give the width argument of the kernels for this many topics."""
    return (0,) * -(-n_topics // LANES)


def padded_rows(values: npt.NDArray, fill: float = 0.0) -> npt.NDArray[np.float32]:
    """Copy a (rows, topics) table into float32 rows of whole vectors; spare places hold `fill`."""
    n, n_topics = values.shape
    rows = np.full((n, LANES * len(width_of(n_topics))), fill, np.float32)
    rows[:, :n_topics] = values
    return rows
