"""Ctrl-C and the requests of the system to end: held back while files take their places."""

import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_Handler = Callable[[int, FrameType | None], object]
# SIGINT last: it is given back last, when nothing else is left to give back.
_SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGTERM", "SIGHUP", "SIGXCPU", "SIGINT")
    if hasattr(signal, name)
)
# What took its place since the command began, so that "nothing was written" is never said wrongly.
finished: list[str] = []


class Terminated(KeyboardInterrupt):
    """The system asked this process to end; `number` is the signal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def what_stands(stop: KeyboardInterrupt) -> str:
    """Return what a stopped command has left: the notes on the exception, or what is finished."""
    notes: list[str] = getattr(stop, "__notes__", [])
    if notes:
        return "; ".join(notes)
    if finished:
        return f"written whole before: {', '.join(finished)}"
    return "nothing was written"


def tell(message: str) -> None:
    """Say something on standard error that the user must know even when nothing went wrong."""
    with suppress(OSError):  # nobody hears: the work is worth more than the word
        sys.stderr.write(message + "\n")
        sys.stderr.flush()


@contextmanager
def terminations() -> Iterator[None]:
    """Let SIGTERM, SIGHUP and SIGXCPU raise `Terminated`: a run that is ended tidies up."""

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        raise Terminated(number)

    numbers = [number for number in _SIGNALS if number != signal.SIGINT]
    with _handling(numbers, stop, only=signal.SIG_DFL):
        yield


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold interrupts back for the few milliseconds in which a half-done state would exist."""
    came: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        del frame
        came.append(number)

    try:
        with _handling(_SIGNALS, remember):
            yield
    finally:
        if came:
            signal.raise_signal(came[0])


@contextmanager
def _handling(numbers: Iterable[int], handler: _Handler, *, only: object = None) -> Iterator[None]:
    """Handle these signals so, those excepted that are ignored or belong to other code."""
    before: dict[int, _Handler | int] = {}
    if threading.current_thread() is threading.main_thread():
        for number in numbers:
            present = signal.getsignal(number)
            if present is not None and present is not signal.SIG_IGN and only in (None, present):
                before[number] = present
    try:
        for number in before:
            signal.signal(number, handler)
        yield
    finally:
        for number, present in before.items():
            signal.signal(number, present)
