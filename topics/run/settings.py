"""What is known of a setting: its flag, its help, what it may be. Config and commands both ask it.

A setting does not know its default, its name or where it is kept: a field of a configuration
does (`setting`), and so does an argument of a command.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar

from topics._checks import check_choice, check_count, check_range, listed, plain
from topics.errors import TopicsError

_KEY = "setting"


@dataclass(frozen=True, slots=True)
class Setting:
    """What all kinds of setting have.

    Parameters
    ----------
    flag : str
        As typed, such as ``--topics``.
    help : str
        What the setting decides, in a phrase.
    group : str
        Heading in help.
    metavar : str
        What stands for the value in help.
    unset : str
        What happens when nothing is given, where the default is None or empty.
    example : object
        A value to show in a file of settings, where the default is None or empty; without one,
        `metavar` stands there.
    """

    many: ClassVar[bool] = False
    flag: str = ""
    help: str = ""
    group: str = ""
    metavar: str = field(default="TEXT", kw_only=True)
    unset: str = field(default="", kw_only=True)
    example: Any = field(default=None, kw_only=True)

    def parse(self, given: str) -> Any:  # noqa: ANN401 - each kind has its own type
        """Turn what was typed into a value; what cannot be turned stays, for `check` to refuse."""
        return given

    def check(self, value: Any, name: str) -> Any:  # noqa: ANN401
        """Return the value as it is to be kept, or raise TopicsError under its `name`."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """Say which values of JSON or TOML there are, as JSON Schema does."""
        raise NotImplementedError

    def says(self, default: Any) -> str:  # noqa: ANN401
        """Write the default as help states it."""
        return self.unset if default in (None, ()) else str(default)


@dataclass(frozen=True, slots=True)
class Text(Setting):
    """A text that is not empty."""

    def check(self, value: Any, name: str) -> Any:  # noqa: ANN401, D102
        if not isinstance(value, str) or not value:
            raise TopicsError(f"`{name}` must be a non-empty text; got {value!r}.")
        return value

    def schema(self) -> dict[str, Any]:  # noqa: D102
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class Paths(Setting):
    """One path as a text, or several as a tuple of texts."""

    def check(self, value: Any, name: str) -> Any:  # noqa: ANN401, D102
        several = list(value) if isinstance(value, list | tuple) else [value]
        if not several:
            raise TopicsError(f"`{name}` must name a file or folder; got an empty list.")
        for one in several:
            if not isinstance(one, str) or not one:
                raise TopicsError(f"`{name}` must be a non-empty text; got {one!r}.")
        return tuple(several) if len(several) > 1 else several[0]

    def schema(self) -> dict[str, Any]:  # noqa: D102
        one = {"type": "string", "minLength": 1}
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


@dataclass(frozen=True, slots=True)
class Choice(Setting):
    """One of a few words."""

    metavar: str = field(default="", kw_only=True)
    choices: Sequence[str] = field(kw_only=True)

    def check(self, value: Any, name: str) -> Any:  # noqa: ANN401, D102
        check_choice(value, self.choices, name=name)
        return value

    def schema(self) -> dict[str, Any]:  # noqa: D102
        return {"enum": list(self.choices)}


@dataclass(frozen=True, slots=True)
class Count(Setting):
    """A whole number from `least` to `most`."""

    metavar: str = field(default="N", kw_only=True)
    least: int = field(default=1, kw_only=True)
    most: int | None = field(default=None, kw_only=True)

    def parse(self, given: str) -> Any:  # noqa: ANN401, D102
        return _number(given, int)

    def check(self, value: Any, name: str) -> Any:  # noqa: ANN401, D102
        check_count(value, name=name, least=self.least, most=self.most)
        return plain(value)

    def schema(self) -> dict[str, Any]:  # noqa: D102
        most = {} if self.most is None else {"maximum": self.most}
        return {"type": "integer", "minimum": self.least} | most


@dataclass(frozen=True, slots=True)
class Number(Setting):
    """A number from `low` to `high`, both included unless `open_ends`."""

    metavar: str = field(default="P", kw_only=True)
    low: float = field(kw_only=True)
    high: float = field(kw_only=True)
    open_ends: bool = field(default=False, kw_only=True)

    def parse(self, given: str) -> Any:  # noqa: ANN401, D102
        return _number(given, float)

    def check(self, value: Any, name: str) -> Any:  # noqa: ANN401, D102
        check_range(value, self.low, self.high, name=name, open_ends=self.open_ends)
        return plain(value)

    def says(self, default: Any) -> str:  # noqa: ANN401, D102
        return self.unset if default is None else f"{default:g}"

    def schema(self) -> dict[str, Any]:  # noqa: D102
        least, most = (
            ("exclusiveMinimum", "exclusiveMaximum") if self.open_ends else ("minimum", "maximum")
        )
        return {"type": "number", least: self.low, most: self.high}


@dataclass(frozen=True, slots=True)
class Switch(Setting):
    """True by `flag`, false by `off`."""

    off: str = field(kw_only=True)

    def check(self, value: Any, name: str) -> Any:  # noqa: ANN401, D102
        if not isinstance(value, bool):
            raise TopicsError(f"`{name}` must be true or false; got {value!r}.")
        return value

    def says(self, default: Any) -> str:  # noqa: ANN401, D102
        return self.flag if default else self.off

    def schema(self) -> dict[str, Any]:  # noqa: D102
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Items(Setting):
    """Several values, each of which `item` checks and may turn into another."""

    many: ClassVar[bool] = True
    item: Setting | Callable[[Any, str], Any] = field(kw_only=True)

    def parse(self, given: str) -> Any:  # noqa: ANN401, D102
        return self.item.parse(given) if isinstance(self.item, Setting) else given

    def check(self, value: Any, name: str) -> Any:  # noqa: ANN401, D102
        if not isinstance(value, (list, tuple)):
            raise TopicsError(f"`{name}` must be a list of {self.help}; got {value!r}.")
        one = self.item.check if isinstance(self.item, Setting) else self.item
        return tuple(one(item, name) for item in value)

    def schema(self) -> dict[str, Any]:  # noqa: D102
        item = self.item.schema() if isinstance(self.item, Setting) else {"type": "string"}
        return {"type": "array", "items": item}


@dataclass(frozen=True, slots=True)
class Renames(Setting):
    """New names by old names, typed as ``OLD=NEW``."""

    many: ClassVar[bool] = True

    def parse(self, given: str) -> Any:  # noqa: ANN401, D102
        old, mark, new = given.rpartition("=")
        return {old: new} if mark else given

    def check(self, value: Any, name: str) -> Any:  # noqa: ANN401, D102
        if isinstance(value, list):  # as typed, one by one
            return {old: new for one in value for old, new in self.check(one, name).items()}
        whole = isinstance(value, Mapping) and all(
            isinstance(word, str) and word for pair in value.items() for word in pair
        )
        if not whole:
            raise TopicsError(
                f"`{name}` needs a column and its new name, such as `{name}={{'Artikel': 'text'}}`;"
                f" got {_typed(value)}."
            )
        return dict(value)

    def schema(self) -> dict[str, Any]:  # noqa: D102
        word = {"type": "string", "minLength": 1}
        return {"type": "object", "propertyNames": word, "additionalProperties": word}


def setting(default: Any, known: Setting) -> Any:  # noqa: ANN401 - stands for a default of any type
    """Return a field of a configuration with its default and all that is known of it."""
    return field(default=default, metadata={_KEY: known})


def settings_of(config: type) -> dict[str, tuple[Any, Setting]]:
    """Return default and `Setting` of every field of a configuration, by name.

    Raises
    ------
    TypeError
        When a field was declared without `setting`.
    """
    found = {}
    for own in fields(config):
        if _KEY not in own.metadata:
            raise TypeError(f"the field {own.name!r} of {config.__name__} has no setting(...).")
        found[own.name] = (own.default, own.metadata[_KEY])
    return found


def check_settings(config: Any) -> None:  # noqa: ANN401 - any frozen dataclass of settings
    """Check every field of a configuration, and keep the value that the check returns.

    A field may be None only where that is its default.
    """
    for own in fields(config):
        value = getattr(config, own.name)
        if value is not None or own.default is not None:
            object.__setattr__(config, own.name, _known(own).check(value, own.name))


def _known(own: "Field[Any]") -> Setting:
    known: Setting = own.metadata[_KEY]
    return known


def _number(given: str, kind: type[int] | type[float]) -> Any:  # noqa: ANN401
    try:
        return kind(given)
    except ValueError:
        return given


def _typed(value: object) -> str:
    if isinstance(value, Mapping) and value:
        return repr("=".join(str(word) for word in next(iter(value.items()))))
    return repr(value)


def check_numbers(numbers: Sequence[int], *, name: str = "numbers") -> None:
    """Raise unless there are two numbers of topics to choose from, each once."""
    twice = [number for number in numbers if numbers.count(number) > 1]
    if twice:
        raise TopicsError(f"`{name}` has {twice[0]} more than once. Give each number once.")
    if len(numbers) < 2:
        raise TopicsError(
            f"`{name}` needs two numbers to choose from, such as {numbers[0]} {2 * numbers[0]}; "
            f"got {listed(numbers)}."
        )
