"""The interface's language: `.ts` sources read at run time, no compiled files.

English is the language of the sources; its own `.ts` holds plural forms only.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from core.services.speeds import rounded

LANGUAGES: Mapping[str, str] = {"en": "English", "pt_BR": "Português (Brasil)"}
"""The languages that the window speaks, by locale name."""

log = logging.getLogger(__name__)

_Key = tuple[str, str, str]
_Catalogue = Mapping[_Key, tuple[str, ...]]


def plural_form(language: str, count: int) -> int:
    """Return which plural form a count takes, as Qt Linguist orders them.

    Args:
        language: One of `LANGUAGES`.
        count: The number; in Brazilian Portuguese 0 is singular as well.
    """
    return int(count > 1) if language == "pt_BR" else int(count != 1)


@cache
def read_catalogue(language: str) -> _Catalogue:
    """Read a `.ts` file.

    Returns:
        Translations by context, source and comment: one text, or one for each plural form. What is
        unfinished, obsolete or vanished is left out.
    """
    from xml.etree import ElementTree as ET

    source = files("resources") / "i18n" / f"sottovoce_{language}.ts"
    catalogue: dict[_Key, tuple[str, ...]] = {}
    for context in ET.fromstring(source.read_bytes()).iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type"):
                continue
            forms = tuple(form.text or "" for form in translation.iter("numerusform"))
            key = (name, message.findtext("source", ""), message.findtext("comment", ""))
            catalogue[key] = forms or (translation.text or "",)
    return catalogue


class TsTranslator(QTranslator):
    """Translates by a `.ts` file, plural forms too."""

    def __init__(self, language: str) -> None:
        """Read the file.

        Args:
            language: One of `LANGUAGES`.
        """
        super().__init__()
        self._language = language
        self._catalogue = read_catalogue(language)

    def isEmpty(self) -> bool:
        """Say whether there is nothing in it."""
        return not self._catalogue

    def translate(
        self,
        context: bytes | bytearray | memoryview | str,
        sourceText: bytes | bytearray | memoryview | str,
        disambiguation: bytes | bytearray | memoryview | str | None = None,
        n: int = -1,
    ) -> str:
        """Return the translation, or the source where there is none."""
        forms = self._catalogue.get((str(context), str(sourceText), str(disambiguation or "")))
        if not forms:
            return str(sourceText)
        return forms[plural_form(self._language, n)] if len(forms) > 1 else forms[0]


class Interface:
    """Holds the translators that are installed in the application: ours, and Qt's own for its dialogs.

    The one installed last is asked first. Ours answers everything, so Qt's own comes after it.
    """

    def __init__(self, application: QApplication) -> None:
        """Start with the sources' English."""
        self._application = application
        self._translators: list[QTranslator] = []
        self.language = ""

    def speak(self, setting: str) -> None:
        """Switch the interface's language; every widget is told by a ``LanguageChange`` event.

        Args:
            setting: ``system`` or one of `LANGUAGES`.
        """
        language = resolve_language(setting)
        if language == self.language:
            return
        self.forget()
        self.language = language
        QLocale.setDefault(QLocale(language))
        self._translators.append(TsTranslator(language))
        qt = QTranslator()
        if qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._translators.append(qt)
        for translator in self._translators:
            self._application.installTranslator(translator)

    def forget(self) -> None:
        """Go back to the sources' English."""
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators = []
        self.language = ""


def resolve_language(setting: str) -> str:
    """Return the language to speak for a setting: the system's where we have it, else English."""
    if setting in LANGUAGES:
        return setting
    for tag in QLocale.system().uiLanguages():
        if tag.lower().startswith("pt"):
            return "pt_BR"
        if tag.lower().startswith("en"):
            return "en"
    return "en"


def speaks_portuguese() -> bool:
    """Say whether the system, or the interface as it was set, is in Portuguese."""
    languages = (QLocale().name(), *QLocale.system().uiLanguages())
    return any(tag.lower().startswith("pt") for tag in languages)


def number_text(value: float, digits: int = 1) -> str:
    """Return a number as the interface's language writes it."""
    return QLocale().toString(value, "f", digits)


def signed_text(value: float, digits: int = 1) -> str:
    """Return a number that may be below zero, with a true minus: ``−18.2``."""
    return number_text(value, digits).replace("-", "−")


def gigabytes(size_bytes: int, digits: int = 1) -> str:
    """Return how many GB a size in memory is, without the unit: ``4.3``."""
    return number_text(size_bytes / 1e9, digits)


def size_text(size_bytes: int) -> str:
    """Return a size on the disk or of a download: ``121 MB``, ``1.4 GB``."""
    if size_bytes >= 1_000_000_000:
        return f"{gigabytes(size_bytes)} GB"
    return f"{max(1, round(size_bytes / 1e6)) if size_bytes else 0} MB"


def duration_text(duration_s: float, *, tenths: bool = False) -> str:
    """Return a duration such as ``1:02`` or ``0:03.8``, with the language's decimal sign.

    A half counts up, as on the transport's clock: the same take is as long everywhere.
    """
    ticks = int(duration_s * 10 + 0.5) if tenths else int(duration_s + 0.5) * 10
    whole, tenth = divmod(ticks, 10)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{text}{QLocale().decimalPoint()}{tenth}" if tenths else text


def rough_text(seconds: float) -> str:
    """Return an estimate, no finer than it can be known: ``40 s``, ``9 min``, ``1 h 20 min``."""
    hours, minutes, rest = rounded(seconds)
    translate = QCoreApplication.translate
    if rest:
        return translate("Times", "{seconds} s").format(seconds=rest)
    if not hours:
        return translate("Times", "{minutes} min").format(minutes=minutes)
    if not minutes:
        return translate("Times", "{hours} h").format(hours=hours)
    return translate("Times", "{hours} h {minutes} min").format(hours=hours, minutes=minutes)
