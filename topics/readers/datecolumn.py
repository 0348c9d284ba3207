"""Columns of dates: what their values prove about the order of numbers, and what each one says."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from topics.errors import TopicsError
from topics.readers.datecells import is_missing, tell
from topics.readers.dates import Written, full_year, valid_day
from topics.readers.serials import Key, Serials, serial_day

ORDERS = {"day-first": "dmy", "month-first": "mdy", "year-first": "ymd"}
_NAMES = {order: name for name, order in ORDERS.items()}
_CODE = re.compile(r"%([dmyYbBjeHMSfpzZIaA])")
_FEWEST_TO_TELL_YEARS = 5


def check_date_format(form: str | None) -> str | None:
    """Return `form`; TopicsError when it is neither an order nor a form with a year.

    >>> check_date_format("%d/%m/%Y"), check_date_format("day-first")
    ('%d/%m/%Y', 'day-first')
    """
    if form is None or form in ORDERS:
        return form
    codes = _CODE.findall(form) if isinstance(form, str) else []
    if not {"y", "Y"} & set(codes) or len(codes) != str(form).count("%"):
        raise TopicsError(
            f"`date_format` must be one of {', '.join(ORDERS)}, or codes with a year such as "
            f"'%d/%m/%Y'; got {form!r}."
        )
    return form


@lru_cache(maxsize=32768)
def orders_of(numbers: tuple[int, ...], *, short: bool) -> frozenset[str]:
    """Return the orders in which three numbers are a day that exists.

    >>> sorted(orders_of((13, 3, 2024), short=False)), sorted(orders_of((3, 4, 24), short=True))
    (['dmy'], ['dmy', 'mdy', 'ymd'])
    """
    return frozenset(order for order in ORDERS.values() if in_order(numbers, order, short=short))


@lru_cache(maxsize=32768)
def in_order(numbers: tuple[int, ...], order: str, *, short: bool) -> date | None:
    """Return the day that three numbers are in an order, or None."""
    parts = dict(zip(order, numbers, strict=True))
    if not short:
        return None if order == "ymd" else valid_day(parts["y"], parts["m"], parts["d"])
    return valid_day(full_year(parts["y"]), parts["m"], parts["d"]) if parts["y"] < 100 else None


@dataclass(slots=True)
class _Proof:
    """What the values of one column have in common."""

    orders: frozenset[str] = frozenset(ORDERS.values())
    by: dict[str, str] = field(default_factory=dict)  # the first value that proves an order
    parts: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))
    seen: int = 0

    def add(self, text: str, written: Written) -> None:
        orders = orders_of(written.numbers, short=written.short)
        if not orders:
            return  # 31/06/2024 is no day in any order: no proof either
        self.orders &= orders
        self.seen += 1
        self.parts[0].add(written.numbers[0])
        self.parts[1].add(written.numbers[2])
        if len(orders) == 1:
            self.by.setdefault(next(iter(orders)), text)

    def join(self, other: "_Proof") -> None:
        self.orders &= other.orders
        self.seen += other.seen
        for own, more in zip(self.parts, other.parts, strict=True):
            own |= more
        self.by = other.by | self.by

    @property
    def order(self) -> str | None:
        orders = self.orders
        if "ymd" in orders and len(orders) > 1 and self.seen >= _FEWEST_TO_TELL_YEARS:
            # 11/03/24, 12/03/24, 13/03/24: the days change, the year does not
            first, last = map(len, self.parts)
            orders = orders - {"ymd"} if last * 2 <= first else orders
        return next(iter(orders)) if len(orders) == 1 else None


class DateColumns:
    """The date columns of one corpus: first all of them are learnt from, then they are read.

    Parameters
    ----------
    form : str, optional
        As `date_format` in `read_corpus`.
    """

    def __init__(self, form: str | None = None) -> None:
        self.form = check_date_format(form)
        self.given = ORDERS.get(form or "") or _order_in(form)
        self.proofs: dict[Key, _Proof] = {}
        self.pools: dict[str, _Proof] = {}
        self.serials = Serials()
        self.settled = False
        self.counts: Counter[str] = Counter()
        self.examples: list[str] = []
        self.notes: dict[tuple[str, str], list[Any]] = {}

    def learn(self, keys: Iterable[Key], values: Iterable[object]) -> None:
        """Take in values, each of the file and column that its key names."""
        if self.given or self.settled:
            return
        for key, value in zip(keys, values, strict=True):
            if not (self.form or is_missing(value)):
                self.serials.add(key, value)
            if isinstance(value, str) and (written := tell(value)) and written.numbers:
                self.proofs.setdefault(key, _Proof()).add(value, written)

    def pool(self) -> None:
        """End learning, and let files of one date each prove the order of their column together."""
        self.settled = True
        self.serials.end()
        for (_, column), proof in self.proofs.items():
            if proof.seen == 1:
                self.pools.setdefault(column, _Proof()).join(proof)

    @property
    def undecided(self) -> bool:
        """Whether values were seen that the whole of their column must explain."""
        return not self.settled and bool(self.proofs or self.serials)

    def settle_as(self, other: "DateColumns") -> None:
        """End learning with what `other` has learnt from all of the corpus."""
        self.proofs, self.serials = other.proofs, other.serials
        self.pool()

    def _proof(self, key: Key) -> tuple[str, _Proof | None]:
        proof = self.proofs.get(key)
        pool = self.pools.get(key[1])
        if proof is not None and proof.seen == 1 and pool is not None and pool.seen > 1:
            return f"column {key[1]!r}", pool
        return f"{key[0]}: column {key[1]!r}", proof

    def read(self, key: Key, value: object, doc_id: str) -> Written | None:
        """Read a value, and count it."""
        if isinstance(value, Written):  # from the columns of its parts, or a file's name
            self.counts[value.precision] += 1
            return value
        if is_missing(value):
            self.counts["missing"] += 1
            return None
        written = _by_form(str(value), self.form) if self.form and "%" in self.form else None
        written = written or self._in_order(key, value, tell(value))
        if written is None and key in self.serials.proven and (day := serial_day(value)):
            written = Written(day)
            self._note("serial", f"{key[0]}: column {key[1]!r}", value, day)
        if written is None:
            self.counts["unreadable"] += 1
            if len(self.examples) < 3:
                self.examples.append(f"{doc_id}: {str(value)[:40]}")
            return None
        self.counts[written.precision] += 1
        if written.since_1970:
            self._note("since 1970", "", value, written.day)
        return written

    def _in_order(self, key: Key, value: object, written: Written | None) -> Written | None:
        if written is None or not (written.numbers or written.short):
            return written
        day = written.day
        if written.numbers:
            orders = orders_of(written.numbers, short=written.short)
            where, proof = self._proof(key)
            order = self.given or (proof.order if proof else None)
            if len(orders) == 1 and not self.given:
                order = next(iter(orders))
            day = in_order(written.numbers, order, short=written.short) if order else None
            if day is None:
                if orders and not self.given:
                    self._note("no order", where, value, None, proof)
                return None
            if len(orders) > 1 and not self.given:
                self._note(order or "", where, value, day, proof)
        if written.short and not self.form:
            self._note("short", "", value, day)
        return Written(day)

    def _note(
        self, what: str, where: str, value: object, day: date | None, proof: _Proof | None = None
    ) -> None:
        note = self.notes.setdefault((what, where), [0, str(value)[:40], day, proof])
        note[0] += 1

    def remarks(self) -> list[str]:
        """Say how dates were read that could have been read otherwise, and how many were not."""
        said = []
        for (what, where), (count, example, day, proof) in self.notes.items():
            if what == "short":
                text = f"{_dates(count)} with a year of two digits, read as 1969 to 2068"
                said.append(f"{text} ({example} is {day})")
            elif what == "since 1970":
                text = f"{_dates(count)} written as time since 1970, read as days in UTC"
                said.append(f"{text} ({example} is {day})")
            elif what == "serial":
                text = f"holds days as a spreadsheet numbers them: {example} is read as {day}"
                said.append(f"{where} {text}{_others(count, 'and so are')}")
            elif what == "no order":
                said.append(f"{where}: {_unproven(proof, count, example)}")
            else:
                by = proof.by.get(what)
                reason = f"as {by} proves" if by else "as no other order fits them all"
                name = _NAMES[what].replace("-", " ")
                said.append(
                    f"{where}: dates are {name}, {reason}: {example} is read as "
                    f"{day}{_others(count, 'and so are')}"
                )
        if unreadable := self.counts["unreadable"]:
            examples = "; ".join(self.examples)
            said.append(f"{_dates(unreadable)} could not be read, such as {examples}")
        return said


def _dates(number: int) -> str:
    return f"{number:,} date{'' if number == 1 else 's'}"


def _others(count: int, verb: str) -> str:
    return f", {verb} {count - 1:,} more" if count > 1 else ""


def _unproven(proof: _Proof | None, count: int, example: str) -> str:
    advice = "pass `date_format='%d/%m/%Y'` or `date_format='%m/%d/%Y'`"
    by = list(proof.by.values())[:2] if proof else []
    if len(by) > 1:
        return (
            f"{' and '.join(by)} have different orders, so {example} is not "
            f"read{_others(count, 'nor are')}: {advice}"
        )
    part = "month"
    if proof and "ymd" in proof.orders:
        part = "year"
        forms = " or ".join(f"`date_format={_NAMES[order]!r}`" for order in sorted(proof.orders))
        advice = f"pass {forms}"
    return (
        f"nothing tells the day from the {part} in {example}, so it is not "
        f"read{_others(count, 'nor are')}: {advice}"
    )


def _order_in(form: str | None) -> str | None:
    codes = {"d": "d", "e": "d", "m": "m", "y": "y", "Y": "y"}
    order = "".join(codes[code] for code in _CODE.findall(form or "") if code in codes)
    return order if order in ORDERS.values() else None


@lru_cache(maxsize=65536)
def _by_form(text: str, form: str) -> Written | None:
    try:
        moment = datetime.strptime(text.strip(), form.replace("%e", "%d"))
    except ValueError:
        return None
    codes = set(_CODE.findall(form))
    if codes & {"d", "e", "j"}:
        return Written(moment.date())
    return Written(moment.date(), "month" if codes & {"m", "b", "B"} else "year")
