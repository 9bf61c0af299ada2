"""The part of SSML that our markup has: break, say-as, sub, lang, voice; paragraphs and sentences are lines.

https://www.w3.org/TR/speech-synthesis11/. What has no counterpart loses its tags and keeps its words; that is
told. A voice and a language count for whole lines here, so that a new line begins where either changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.importing.document import Document
from core.importing.limits import Refused
from core.importing.safe_xml import attribute, local_name, parse_xml
from core.model.events import Notice

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_STARTS = re.compile(
    r"\s*(?:<\?xml\b[^>]*\?>\s*)?(?:<!--(?>.*?-->)\s*)*+(?:<!DOCTYPE[^>]*>\s*)?<(?:\w+:)?speak[\s>]",
    re.DOTALL,
)
_TIME = re.compile(r"\+?(\d*\.?\d+)(ms|s)", re.IGNORECASE)
_PAUSES = re.compile(r"(?:\[pause [^]]*\] ?)+")
_LONG_CHARS = 10_000
"""A line so long takes no further pauses at its end."""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_STRENGTHS_S = {"none": 0.0, "x-weak": 0.1, "weak": 0.2, "medium": 0.4, "strong": 0.8, "x-strong": 1.2}
"""Pauses for strengths, which the standard leaves to the speaker."""

_LINES = {"p", "s", "paragraph", "sentence"}
_SILENT = {"metadata", "meta", "lexicon", "desc"}
_KNOWN = (
    _LINES | _SILENT | {"speak", "break", "say-as", "sub", "lang", "voice", "lookup", "mark", "w", "token"}
)
_SPELLED = {"characters", "character", "spell-out", "verbatim", "letters"}
_DIGITS = {"digits", "digit"}


def is_ssml(text: str) -> bool:
    """Say whether a text is SSML: it begins with ``<speak``."""
    return "<" in text[:4096] and _STARTS.match(text[:65_536]) is not None


def read_ssml(source: bytes | str, _name: str = "") -> Document:
    """Read SSML as a script.

    Raises:
        Refused: When it is not well-formed, declares entities, or is no SSML.
        Unreadable: When it is no text, or too long.
    """
    root = parse_xml(source)
    if local_name(root) != "speak":
        raise Refused("it is no SSML")
    reader = _Reader()
    reader.read(root)
    notices = []
    if reader.left:
        notices.append(Notice("ssml_left", {"names": ", ".join(sorted(reader.left))}))
    if reader.voices:
        notices.append(Notice("lines_name_voices", {"names": ", ".join(reader.voices)}))
    return Document(reader.script(), "ssml", tuple(notices), language=_language(root))


@dataclass(frozen=True)
class _Setting:
    """What counts for a line."""

    voice: str = ""
    language: str = ""

    @property
    def markup(self) -> str:
        """What stands at the line's start for it."""
        voice = f"[{self.voice}] " if self.voice else ""
        return voice + (f"[lang {self.language}] " if self.language else "")


@dataclass
class _Reader:
    """Gathers lines while it goes through the tree."""

    left: set[str] = field(default_factory=set)
    voices: dict[str, None] = field(default_factory=dict)
    _lines: list[str] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _settings: list[_Setting] = field(default_factory=lambda: [_Setting()])

    def script(self) -> str:
        """Return what has been gathered."""
        self._flush()
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        return "".join(f"{line}\n" for line in self._lines)

    def read(self, root: Element) -> None:
        """Go through the tree, without recursion: it may be deep."""
        for event, element in _walk(root):
            name = local_name(element)
            if event == "start":
                self._start(element, name, is_root=element is root)
                continue
            self._end(element, name, is_root=element is root)
            if element is not root:
                self._write(element.tail)

    def _start(self, element: Element, name: str, *, is_root: bool) -> None:
        if name not in _KNOWN:
            self.left.add(name)
        if name in _LINES:
            self._flush()
        elif name == "break":
            self._words.append(_pause(element))
        self._set(element, name, is_root=is_root)
        if name in {"say-as", "sub"}:
            self._words.append(self._said(element, name))
        else:
            self._write(element.text)

    def _end(self, element: Element, name: str, *, is_root: bool) -> None:
        before = self._settings[-1]
        if not is_root:
            after = self._settings[-2]
            if after != before:
                self._flush()
            self._settings.pop()
        if name in _LINES:
            self._flush()
        if name in {"p", "paragraph"} and self._lines and self._lines[-1]:
            self._lines.append("")

    def _set(self, element: Element, name: str, *, is_root: bool) -> None:
        """Begin what counts inside an element; the language of the whole is the document's."""
        if is_root:
            return
        now = self._settings[-1]
        voice = now.voice
        if name == "voice":
            voice = " ".join(
                attribute(element, "name").split(",")[0].replace("[", "").replace("]", "").split()
            )
            if voice:
                self.voices[voice] = None
        new = _Setting(voice, _language(element) or now.language)
        if new != now:
            self._flush()
        self._settings.append(new)

    def _said(self, element: Element, name: str) -> str:
        """Return a ``say-as`` or ``sub`` in our markup; its words where there is none for it."""
        text = _plain("".join(element.itertext()))
        if name == "sub":
            alias = _plain(attribute(element, "alias"))
            if not alias or not text or re.search(r"\sas\s", text):
                return alias or text
            return f"[say {text} as {alias}]"
        kind = attribute(element, "interpret-as").lower()
        if text and kind in _SPELLED:
            return f"[spell {text}]"
        if text and kind in _DIGITS:
            return f"[digits {text}]"
        return text

    def _write(self, text: str | None) -> None:
        if text:
            self._words.append(re.sub(r"\s+", " ", text))

    def _flush(self) -> None:
        """End the line under way; pauses alone belong to the line before them, or to the next."""
        text = " ".join("".join(self._words).split())
        if text and not _PAUSES.fullmatch(text):
            self._words = []
            self._lines.append(self._settings[-1].markup + text)
            return
        last = next((at for at in reversed(range(len(self._lines))) if self._lines[at]), None)
        if last is not None:
            self._words = []
            if text and len(self._lines[last]) < _LONG_CHARS:
                self._lines[last] += f" {text}"


def _walk(root: Element) -> Iterator[tuple[str, Element]]:
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = local_name(element)
        if event == "start" and (not name or name in _SILENT):
            walker.skip_subtree()
            element.text = None
        elif event == "start" and name in {"say-as", "sub"}:
            walker.skip_subtree()
        yield event, element


def _pause(element: Element) -> str:
    time = _TIME.fullmatch(attribute(element, "time").strip())
    if time is not None:
        duration_s = float(time[1]) * (0.001 if time[2].lower() == "ms" else 1.0)
    else:
        duration_s = _STRENGTHS_S.get(attribute(element, "strength").lower(), _STRENGTHS_S["medium"])
    return f" [pause {duration_s:.3f}".rstrip("0").rstrip(".") + "s] " if duration_s > 0 else " "


def _language(element: Element) -> str:
    tag = attribute(element, "lang").strip()
    return tag if _TAG.fullmatch(tag) else ""


def _plain(text: str) -> str:
    """Make words fit to stand between square brackets."""
    return " ".join(text.replace("[", "(").replace("]", ")").split())
