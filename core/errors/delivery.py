"""Errors of finished files: what was wished for, and the programs that write them."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class DeliveryError(SottovoceError):
    """The files cannot be made as wished."""


@dataclass(eq=False)
class FormatUnknown(DeliveryError):
    """A file's name does not say what kind of file it shall be."""

    code = "format_unknown"
    misuse = True
    name: str


@dataclass(eq=False)
class FormatClash(DeliveryError):
    """A file's name says another kind of file than was wished for."""

    code = "format_clash"
    misuse = True
    name: str
    format: str


@dataclass(eq=False)
class TemplateInvalid(DeliveryError):
    """A template for names has a field that is not known, or braces that do not match."""

    code = "template_invalid"
    misuse = True
    template: str
    reason: str


@dataclass(eq=False)
class FfmpegMissing(DeliveryError):
    """ffmpeg is not there, which writes this kind of file."""

    code = "ffmpeg_missing"
    format: str


@dataclass(eq=False)
class EncoderFailed(DeliveryError):
    """What writes this kind of file gave up."""

    code = "encoder_failed"
    format: str
    reason: str


@dataclass(eq=False)
class CoverUnreadable(DeliveryError):
    """The picture for the cover cannot be used."""

    code = "cover_unreadable"
    path: str
    reason: str
