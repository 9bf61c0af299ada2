"""Numbers that change before the noun they count: "veintiuna casas", "un libro", "ein Buch"."""

from __future__ import annotations

import re


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_NOUN = re.compile(r"[ \u00a0]([^\W\d_]{2,})")
_NO_NOUNS = {
    "es": _words("de del al en por con para que es son más menos se la las el los le les lo su sus ni sin"),
    "it": _words("di del della al alla in per con che da si la le il lo gli più meno su tra fra ed"),
    "fr": _words("de du des au aux en pour avec que est et sur par dans ou se la le les plus"),
}
_FEMININE = {
    "es": re.compile(
        r".*(?:as?|ción|ciones|sión|siones|dad(?:es)?|tud(?:es)?)|ve(?:z|ces)|noches?|mujer(?:es)?|manos?"
    ),
    "it": re.compile(r".*(?:a|zione|sione|tà)|notte|mano|parte|volta|persone|case"),
    "fr": re.compile(
        r"fois|heures?|minutes?|secondes?|années?|semaines?|pages?|personnes?|femmes?|filles?|maisons?|.*tions?"
    ),
}
_MASCULINE = {
    "es": _words(
        "día días mapa mapas problema problemas sistema sistemas programa programas tema temas idioma"
    ),
    "it": _words("problema sistema programma tema clima poeta papa"),
    "fr": frozenset(("bastion",)),
}
_GERMAN_FEMININE = re.compile(r".*(?:ung|heit|keit|schaft|ion|tät|ei|[^e]e|ur|in)$")
_GERMAN_OTHERS = _words(
    "Name Käse Junge Auge Ende Gebäude Interesse Termin Medikament Ei Kind Bein Stein Wein"
)


def agreeing(code: str, words: str, text: str, end: int) -> str:
    """Return a number as it is said before the word that follows it.

    Args:
        code: First part of the language's tag.
        words: The number.
        text: What it stands in.
        end: Where the text goes on after the number.
    """
    match = _NOUN.match(text, end)
    if match is None or code not in ("es", "it", "fr", "de"):
        return words
    noun = match[1]
    if code == "de":
        feminine = _GERMAN_FEMININE.fullmatch(noun) is not None and noun not in _GERMAN_OTHERS
        return (("eine" if feminine else "ein") if noun[0].isupper() else words) if words == "eins" else words
    noun = noun.lower()
    if noun in _NO_NOUNS[code]:
        return words
    feminine = noun not in _MASCULINE[code] and _FEMININE[code].fullmatch(noun) is not None
    return {"es": _spanish, "it": _italian, "fr": _french}[code](words, noun, feminine=feminine)


def _spanish(words: str, _noun: str, *, feminine: bool) -> str:
    if feminine:
        return re.sub(r"uno$", "una", re.sub(r"(cient|quinient)os\b", r"\1as", words))
    return re.sub(r"uno$", "un", words.replace("veintiuno", "veintiún"))


def _italian(words: str, noun: str, *, feminine: bool) -> str:
    if words != "uno":
        return words
    if feminine:
        return "una"
    return "uno" if re.match(r"s[^aeiou]|z|gn|ps|y", noun) else "un"


def _french(words: str, _noun: str, *, feminine: bool) -> str:
    return re.sub(r"\bun$", "une", words) if feminine else words
