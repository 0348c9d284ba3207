"""Read an npz of plain arrays that somebody else may have made: nothing is believed unseen."""

import math
import zipfile
from collections.abc import Mapping
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy

from topics._checks import listed
from topics._damage import DAMAGE, in_one_line
from topics.errors import InputError

# Kinds of numbers, and each form in which `save_model` has ever written them.
FLOATS, WHOLE, EITHER = ("<f4", "<f8"), ("<i8",), ("<f4", "<f8", "<i4", "<i8")
Shape = tuple[int | None, ...]
Wanted = Mapping[str, tuple[tuple[str, ...], tuple[Shape, ...]]]


def read_arrays(file: BufferedReader, path: Path, wanted: Wanted) -> dict[str, npt.NDArray[Any]]:
    """Read the arrays of an npz, each of a kind and a shape that are known before.

    Parameters
    ----------
    file : binary file
        Open for reading.
    path : Path
        What messages call it.
    wanted : dict
        For each array the types that it may have, and its possible shapes; an axis of None may
        have any length.

    Raises
    ------
    InputError
        When the file is no npz, has more or fewer arrays, one is of another type or shape, or
        holds more or less than its header says. No array is made before its header is found good,
        and none of Python objects ever.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = [member.filename.removesuffix(".npy") for member in members]
            if sorted(names) != sorted(wanted):
                raise ValueError(
                    f"it holds the arrays {listed(sorted(names))}, not {listed(sorted(wanted))}"
                )
            arrays = {}
            for name, member in zip(names, members, strict=True):
                if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1:
                    raise ValueError(f"{name} is compressed or encrypted")
                with archive.open(member) as stream:
                    arrays[name] = _read(stream, member.file_size, name, wanted[name])
    except (*DAMAGE, OSError, MemoryError) as error:
        raise InputError(
            f"{path} cannot be read ({in_one_line(error)}). Save the model again."
        ) from error
    return arrays


def _read(
    stream: IO[bytes], size: int, name: str, wanted: tuple[tuple[str, ...], tuple[Shape, ...]]
) -> npt.NDArray[Any]:
    """Read one array, of which its header must say what is wanted and the file hold as much."""
    types, shapes = wanted
    if npy.read_magic(stream) != (1, 0):
        raise ValueError(f"{name} has another header than an array of numbers")
    shape, by_column, dtype = npy.read_array_header_1_0(stream)
    if dtype.str not in types:
        raise ValueError(f"{name} holds {dtype.str}, not {' or '.join(types)}")
    if not any(_fits(shape, one) for one in shapes):
        asked = " or ".join(str(one).replace("None", "n") for one in shapes)
        raise ValueError(
            f"{name} has shape {shape}, but the text beside it asks for {asked}: not of one model"
        )
    n_bytes = math.prod(shape) * dtype.itemsize
    data = stream.read() if size == stream.tell() + n_bytes else b""
    if len(data) != n_bytes:
        raise ValueError(f"{name} holds more or less than its header says")
    own = np.frombuffer(data, dtype).reshape(shape, order="F" if by_column else "C")
    return np.array(own, dtype.newbyteorder("="))


def _fits(shape: tuple[int, ...], wanted: Shape) -> bool:
    return len(shape) == len(wanted) and all(
        n >= 0 and m in (None, n) for n, m in zip(shape, wanted, strict=True)
    )
