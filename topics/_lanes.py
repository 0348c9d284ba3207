# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202, ARG001
"""A row of topics as one numba value, so that a kernel reads like its formula and stays in registers.

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


@intrinsic
def spread(typing, number, width):
    """Put one float32 into every place of a row."""

    def generate(context, builder, signature, args):
        index = ir.IntType(32)
        none = ir.Constant(_VECTOR, ir.Undefined)
        first = builder.insert_element(none, args[0], ir.Constant(index, 0))
        every = ir.Constant(ir.VectorType(index, LANES), [0] * LANES)
        return _pack(builder, [builder.shuffle_vector(first, none, every)] * width.count)

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
    """Make a code generator that applies `emit` vector by vector."""

    def generate(context, builder, signature, args):
        columns = zip(*(_unpack(builder, row) for row in args), strict=True)
        return _pack(builder, [emit(builder, vectors) for vectors in columns])

    return generate


def _llvm(name: str):
    """Emit a call of the LLVM function `name`."""

    def emit(builder, vectors):
        kind = ir.FunctionType(_VECTOR, [_VECTOR] * len(vectors))
        function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{LANES}f32")
        return builder.call(function, vectors)

    return emit


@intrinsic
def fma(typing, a, b, c):
    """Give a * b + c, rounded once."""
    return a(a, b, c), _lanewise(_llvm("fma"))


@intrinsic
def most(typing, a, b):
    """Give the larger of a and b in every place."""
    return a(a, b), _lanewise(_llvm("maxnum"))


def _operator(symbol, instruction: str) -> None:
    """Let a kernel write `a + b` for rows."""

    def emit(builder, vectors):
        return getattr(builder, instruction)(*vectors)

    @intrinsic
    def combine(typing, a, b):
        return a(a, b), _lanewise(emit)

    @overload(symbol, inline="always")
    def chosen(a, b):
        def both(a, b):
            return combine(a, b)

        return both if isinstance(a, Row) and isinstance(b, Row) else None


_operator(operator.add, "fadd")
_operator(operator.mul, "fmul")


def width_of(n_topics: int) -> tuple[int, ...]:
    """Give the width argument of the kernels for this many topics."""
    return (0,) * -(-n_topics // LANES)


def padded_rows(values: npt.NDArray, fill: float = 0.0) -> npt.NDArray[np.float32]:
    """Copy a (rows, topics) table into float32 rows of whole vectors; spare places hold `fill`."""
    n, n_topics = values.shape
    rows = np.full((n, LANES * len(width_of(n_topics))), fill, np.float32)
    rows[:, :n_topics] = values
    return rows
