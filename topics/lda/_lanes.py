# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202, ARG001
"""A row of topics as one numba value: a kernel reads like its formula and stays in registers.

LLVM vectorises a loop over topics only behind checks that cost as much as the loop, and spills
the sums to memory. A `Row` holds whole vectors of sixteen float32 (one AVX-512 register, two of
AVX2, four of SSE or NEON). Its width is part of its type: a kernel takes the width as a tuple of
that length, is compiled once for each width, and numba keeps the result on disk (`cache=True`).
"""

from llvmlite import ir
from numba import types
from numba.extending import intrinsic, models, register_model

from topics.lda._rows import LANES

# numpy's error model: a check for division by zero in each step would keep loops from vectorising.
# No fastmath: it would let each processor add and multiply in an order of its own.
JIT = {"nogil": True, "cache": True, "error_model": "numpy"}
FLOAT = ir.FloatType()
VECTOR = ir.VectorType(FLOAT, LANES)
INDEX = ir.IntType(32)


class Row(types.Type):
    """The numba type of `n` vectors of sixteen float32."""

    def __init__(self, n: int) -> None:
        self.n = n
        super().__init__(name=f"Row{n}")


@register_model(Row)
class _RowModel(models.PrimitiveModel):
    def __init__(self, manager, row: Row) -> None:
        super().__init__(manager, row, ir.ArrayType(VECTOR, row.n))


def pack(builder, vectors):
    row = ir.Constant(ir.ArrayType(VECTOR, len(vectors)), ir.Undefined)
    for i, vector in enumerate(vectors):
        row = builder.insert_value(row, vector, i)
    return row


def unpack(builder, row):
    return [builder.extract_value(row, i) for i in range(row.type.count)]


def _addresses(context, builder, array_type, args, n):
    array, offset = args
    data = context.make_array(array_type)(context, builder, array).data
    places = [builder.add(offset, ir.Constant(offset.type, LANES * i)) for i in range(n)]
    return [builder.bitcast(builder.gep(data, [at]), VECTOR.as_pointer()) for at in places]


@intrinsic
def load(typing, array, offset, width):
    """Read the row that starts at flat position `offset` of a C-contiguous float32 array."""

    def generate(context, builder, signature, args):
        vectors = []
        for at in _addresses(context, builder, signature.args[0], args[:2], width.count):
            vectors.append(builder.load(at))
            vectors[-1].align = 4
        return pack(builder, vectors)

    return Row(width.count)(array, types.intp, width), generate


@intrinsic
def store(typing, array, offset, row):
    """Write a row at flat position `offset` of a C-contiguous float32 array."""

    def generate(context, builder, signature, args):
        places = _addresses(context, builder, signature.args[0], args[:2], row.n)
        for at, vector in zip(places, unpack(builder, args[2]), strict=True):
            builder.store(vector, at).align = 4
        return context.get_dummy_value()

    return types.void(array, types.intp, row), generate


def pick(builder, a, b, places):
    """Make a vector of these places of a and, counted on from a's last, of b."""
    return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(INDEX, len(places)), places))


def splat(builder, number, lanes=LANES):
    none = ir.Constant(ir.VectorType(FLOAT, lanes), ir.Undefined)
    first = builder.insert_element(none, number, ir.Constant(INDEX, 0))
    return pick(builder, first, none, [0] * lanes)


@intrinsic
def spread(typing, number, width):
    """Put one float32 into every place of a row."""

    def generate(context, builder, signature, args):
        return pack(builder, [splat(builder, args[0])] * width.count)

    return Row(width.count)(types.float32, width), generate


@intrinsic
def total(typing, row):
    """Sum a row, always in the same order."""

    def generate(context, builder, signature, args):
        first, *rest = unpack(builder, args[0])
        for vector in rest:
            first = builder.fadd(first, vector)
        half = LANES // 2
        while half:
            halves = [pick(builder, first, first, [*range(a, a + half)]) for a in (0, half)]
            first = builder.fadd(*halves)
            half //= 2
        return builder.extract_element(first, ir.Constant(INDEX, 0))

    return types.float32(row), generate
