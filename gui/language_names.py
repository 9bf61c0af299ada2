"""Names of spoken languages and of the places where they are spoken, in the interface's language.

Qt knows a language's name in itself and in English only, so the usual ones stand here for translators.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from core.services.marks import QT_TRANSLATE_NOOP

LANGUAGES: Mapping[str, str] = {
    "ar": QT_TRANSLATE_NOOP("Languages", "Arabic"),
    "cs": QT_TRANSLATE_NOOP("Languages", "Czech"),
    "de": QT_TRANSLATE_NOOP("Languages", "German"),
    "en": QT_TRANSLATE_NOOP("Languages", "English"),
    "es": QT_TRANSLATE_NOOP("Languages", "Spanish"),
    "fr": QT_TRANSLATE_NOOP("Languages", "French"),
    "hi": QT_TRANSLATE_NOOP("Languages", "Hindi"),
    "hu": QT_TRANSLATE_NOOP("Languages", "Hungarian"),
    "it": QT_TRANSLATE_NOOP("Languages", "Italian"),
    "ja": QT_TRANSLATE_NOOP("Languages", "Japanese"),
    "ko": QT_TRANSLATE_NOOP("Languages", "Korean"),
    "nl": QT_TRANSLATE_NOOP("Languages", "Dutch"),
    "pl": QT_TRANSLATE_NOOP("Languages", "Polish"),
    "pt": QT_TRANSLATE_NOOP("Languages", "Portuguese"),
    "ru": QT_TRANSLATE_NOOP("Languages", "Russian"),
    "tr": QT_TRANSLATE_NOOP("Languages", "Turkish"),
    "zh": QT_TRANSLATE_NOOP("Languages", "Chinese"),
}

PLACES: Mapping[str, str] = {
    "AR": QT_TRANSLATE_NOOP("Languages", "Argentina"),
    "AT": QT_TRANSLATE_NOOP("Languages", "Austria"),
    "AU": QT_TRANSLATE_NOOP("Languages", "Australia"),
    "BR": QT_TRANSLATE_NOOP("Languages", "Brazil"),
    "CA": QT_TRANSLATE_NOOP("Languages", "Canada"),
    "CH": QT_TRANSLATE_NOOP("Languages", "Switzerland"),
    "CN": QT_TRANSLATE_NOOP("Languages", "China"),
    "CZ": QT_TRANSLATE_NOOP("Languages", "Czechia"),
    "DE": QT_TRANSLATE_NOOP("Languages", "Germany"),
    "EG": QT_TRANSLATE_NOOP("Languages", "Egypt"),
    "ES": QT_TRANSLATE_NOOP("Languages", "Spain"),
    "FR": QT_TRANSLATE_NOOP("Languages", "France"),
    "GB": QT_TRANSLATE_NOOP("Languages", "United Kingdom"),
    "HK": QT_TRANSLATE_NOOP("Languages", "Hong Kong"),
    "HU": QT_TRANSLATE_NOOP("Languages", "Hungary"),
    "IE": QT_TRANSLATE_NOOP("Languages", "Ireland"),
    "IN": QT_TRANSLATE_NOOP("Languages", "India"),
    "IT": QT_TRANSLATE_NOOP("Languages", "Italy"),
    "JP": QT_TRANSLATE_NOOP("Languages", "Japan"),
    "KR": QT_TRANSLATE_NOOP("Languages", "South Korea"),
    "MX": QT_TRANSLATE_NOOP("Languages", "Mexico"),
    "NL": QT_TRANSLATE_NOOP("Languages", "Netherlands"),
    "PL": QT_TRANSLATE_NOOP("Languages", "Poland"),
    "PT": QT_TRANSLATE_NOOP("Languages", "Portugal"),
    "RU": QT_TRANSLATE_NOOP("Languages", "Russia"),
    "SA": QT_TRANSLATE_NOOP("Languages", "Saudi Arabia"),
    "TR": QT_TRANSLATE_NOOP("Languages", "Türkiye"),
    "TW": QT_TRANSLATE_NOOP("Languages", "Taiwan"),
    "US": QT_TRANSLATE_NOOP("Languages", "United States"),
}


USUAL_LANGUAGES = ("pt-BR", "en-US", "en-GB", "pt-PT")


def offered_languages() -> tuple[str, ...]:
    """Return the tags that are offered where any language can be said, the usual ones first."""
    return tuple(dict.fromkeys((*USUAL_LANGUAGES, *LANGUAGES)))


def short_language_name(tag: str) -> str:
    """Return a language's name with the place as its code, such as ``English (US)``."""
    language, *rest = tag.replace("_", "-").split("-")
    region = next((part.upper() for part in rest if len(part) == 2), "")
    return f"{language_name(language)} ({region})" if region else language_name(language)


def language_in_sentence(tag: str) -> str:
    """Return a language's name as it stands within a sentence: small in Portuguese, as it is in English."""
    name = language_name(tag)
    small = QLocale().language() is QLocale.Language.Portuguese
    return name[:1].lower() + name[1:] if small else name


def language_name(tag: str) -> str:
    """Return a language's name, such as ``English (United States)`` or ``Português``.

    A language that is not in the list is named in itself, a place that is not there by its code.

    Args:
        tag: BCP 47, case ignored; empty gives an empty name.
    """
    language, *rest = tag.replace("_", "-").split("-")
    known = LANGUAGES.get(language.lower())
    if known is not None:
        name = QCoreApplication.translate("Languages", known)
    else:
        name = QLocale(language).nativeLanguageName() if language else ""
        name = name[:1].upper() + name[1:] or tag
    region = next((part.upper() for part in rest if len(part) == 2), "")
    if not region:
        return name
    place = PLACES.get(region)
    return f"{name} ({QCoreApplication.translate('Languages', place) if place else region})"
