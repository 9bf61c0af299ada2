"""An error that crossed the pipe as data, made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from core.errors.base import BY_CODE, FieldValue, SottovoceError
from core.errors.engine import EngineFailed


def error_from_fields(code: str, values: Mapping[str, FieldValue], text: str = "") -> SottovoceError:
    """Make the error of that code anew, as it crossed the pipe.

    Unknown fields are ignored. An unknown code, or missing fields, give ``EngineFailed`` with the text.
    """
    cls = BY_CODE.get(code)
    if cls is not None:
        known = {spec.name for spec in fields(cls)}
        if known <= set(values):
            return cls(**{name: values[name] for name in known})
    return EngineFailed(engine=str(values.get("engine", "")), kind=code, reason=text)
