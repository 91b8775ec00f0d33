"""Values as plain JSON data and back, without validation: for what has been validated before."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


_SAME = frozenset({str, int, float, bool, types.NoneType})


def to_plain(value: Any) -> Any:
    """Return a value as mappings, lists, texts, numbers, truth values and None.

    Fields keep their order, mapping keys become text, days and instants their ISO form.

    Raises:
        TypeError: something in it has no plain form.
    """
    kind = type(value)
    if kind in _SAME or isinstance(value, str | bool | int | float):
        return value
    fields = _fields(kind)  # type: ignore[arg-type]  # mypy: types are hashable
    if fields is not None:
        return {
            name: getattr(value, name) if write is None else write(getattr(value, name))
            for name, write in fields
        }
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no plain form")


@cache
def _fields(kind: type) -> tuple[tuple[str, Callable[[Any], Any] | None], ...] | None:
    """The names of a dataclass's fields with what writes each, None for what is plain; None for anything else."""
    if not dataclasses.is_dataclass(kind):
        return None
    try:
        hints = field_types(kind)
    except NameError:  # a type that is imported for the checker alone
        hints = {}
    return tuple((one.name, _writer(hints.get(one.name, object))) for one in dataclasses.fields(kind))


def _writer(hint: Any) -> Callable[[Any], Any] | None:
    """Return the shortest way to write what a hint promises; None where it is plain already."""
    if _is_plain(hint):
        return None
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _writer(arguments[0])
    if origin is tuple and len(arguments) == 2 and arguments[1] is ...:
        return _list_writer(_writer(arguments[0]))
    if origin in (dict, Mapping) and arguments[0] is str and _is_plain(arguments[1]):
        return dict
    if origin in (Union, types.UnionType):
        some = [one for one in arguments if one is not types.NoneType]
        if len(some) == 1 and len(arguments) == 2:
            return _optional_writer(_writer(some[0]) or to_plain)
    return to_plain


def _list_writer(write: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    return list if write is None else lambda values: [write(value) for value in values]


def _optional_writer(write: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else write(value)


def _is_plain(hint: Any) -> bool:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _is_plain(arguments[0])
    if origin in (Union, types.UnionType):
        return all(_is_plain(argument) for argument in arguments)
    return origin is Literal or hint in _SAME


def from_plain(kind: type[T], data: Any) -> T:
    """Return the value of a kind that `to_plain` wrote as this data. The data is trusted.

    Fields missing from the data take their default, so that a kind may grow.

    Raises:
        TypeError: the kind uses a type that has no plain form, or the data lacks a field.
    """
    build: Callable[[Any], T] = _builder(kind)  # type: ignore[arg-type]  # mypy: type[T] is hashable
    return build(data)


def canonical_hash(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON, in hexadecimal.

    Canonical means: keys sorted, no spaces, UTF-8, numbers as Python writes them.
    """
    text = json.dumps(
        to_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def shape_hash(kind: type) -> str:
    """Return a hash of a kind's fields, types and bounds: when it changes, files must be validated anew.

    It is the same on every version of Python, so that a cache made on one fits on another.
    """
    parts = [
        f"{inner.__qualname__}.{name}:{_spelled(hint)}"
        for inner in kinds_in(kind)
        for name, hint in field_types(inner).items()
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def kinds_in(kind: type) -> tuple[type, ...]:
    """Return the dataclasses that a kind is made of, itself first, each once."""
    seen: list[type] = []

    def visit(hint: Any) -> None:
        if isinstance(hint, type) and dataclasses.is_dataclass(hint) and hint not in seen:
            seen.append(hint)
            for inner in field_types(hint).values():
                visit(inner)
        for inner in get_args(hint):
            visit(inner)

    visit(kind)
    return tuple(seen)


def field_types(kind: type) -> dict[str, Any]:
    """Return a dataclass's field names and resolved types with their bounds, in field order."""
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _spelled(hint: Any) -> str:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return f"{_spelled(arguments[0])}{list(hint.__metadata__)!r}"
    if origin is Literal or not arguments:
        return repr(arguments) if arguments else str(getattr(hint, "__qualname__", hint))
    name = "Union" if origin in (Union, types.UnionType) else origin.__qualname__
    return f"{name}[{', '.join(_spelled(argument) for argument in arguments)}]"


@cache
def _builder(hint: Any) -> Callable[[Any], Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _builder(arguments[0])
    if hint in (str, int, bool, Any, types.NoneType) or origin is Literal:
        return _same
    if hint is float:
        return float
    if hint in (datetime.date, datetime.datetime):
        parse: Callable[[Any], Any] = hint.fromisoformat
        return parse
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _dataclass_builder(hint)
    if origin is tuple:
        return _tuple_builder(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_builder(*arguments)
    if origin in (Union, types.UnionType):
        return _union_builder(arguments)
    raise TypeError(f"{hint} has no plain form")


def _same(data: Any) -> Any:
    return data


def _dataclass_builder(kind: type) -> Callable[[Any], Any]:
    builders: dict[str, Callable[[Any], Any]] = {}

    def build(data: Any) -> Any:
        if not builders:  # not before it is needed: a kind may contain itself
            builders.update({name: _builder(hint) for name, hint in field_types(kind).items()})
        return kind(**{name: builders[name](item) for name, item in data.items()})

    return build


def _tuple_builder(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        one = _builder(arguments[0])
        return lambda data: tuple(one(item) for item in data)
    each = tuple(_builder(argument) for argument in arguments)
    return lambda data: tuple(build(item) for build, item in zip(each, data, strict=True))


def _mapping_builder(key: Any, item: Any) -> Callable[[Any], Any]:
    build_key = int if key is int else _builder(key)
    build_item = _builder(item)
    return lambda data: {build_key(name): build_item(value) for name, value in data.items()}


def _union_builder(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    others = [argument for argument in arguments if argument is not types.NoneType]
    if len(others) == 1:
        build = _builder(others[0])
        return lambda data: None if data is None else build(data)
    if all(_builder(other) in (_same, float) for other in others):
        return _same
    if all(dataclasses.is_dataclass(other) for other in others):
        return _kinds_builder(others)
    raise TypeError(f"a choice between {others} has no plain form")


def _kinds_builder(others: list[Any]) -> Callable[[Any], Any]:
    """Return the builder of a choice between dataclasses that tell themselves apart by a literal field `kind`."""
    builders: dict[str, Callable[[Any], Any]] = {}
    for other in others:
        for name in get_args(field_types(other).get("kind")):
            builders[name] = _builder(other)
    if len(builders) != len(others):
        raise TypeError(f"a choice between {others} that no field `kind` tells apart has no plain form")
    return lambda data: builders[data["kind"]](data)
