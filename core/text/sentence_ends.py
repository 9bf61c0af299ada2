"""Where sentences end, in whatever script."""

from __future__ import annotations

import re

from core.text.abbreviations import holds_on
from core.text.graphemes import is_boundary

BLANK = "[^\\S\u00a0\u202f\u2007]"
"""White space where a line may break: not the no-break spaces that hold number and unit together."""

CLOSERS = "\"'”’‘»›‹)\\]}」』）】〉》＂"
"""What may close right behind a stop."""

CLOSING = f"(?:[{CLOSERS}]|[“«](?!\\w))*"
"""A run of them; “ and « close in German."""

STOPS = ".!?…‽؟۔"
"""They end a sentence where a blank follows."""

_QUOTES = "\"'”’»›」』"

DENSE_STOPS = "。！？｡．।॥։።፧፨။។៕༎"
"""They end one without a blank too."""

DENSE = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Signs of scripts that put no blanks between words: Thai, Lao, Tibetan, Burmese, Khmer, kana, Han."""

_NOTE = "(?:\\[\\d{1,3}\\]|[\u00b9\u00b2\u00b3\u2070-\u2079]+)?"
_FAR_CLOSERS = "(?:[\u00a0\u202f ][»›](?=[\\s,.;:!?…]|$))?"
"""French guillemets, which stand apart."""

_ENDS = re.compile(  # a run of stops is entered at its start only, or long runs would take square time
    f"(?<![{STOPS}])(?P<stops>[{STOPS}]+){CLOSING}{_FAR_CLOSERS}{_NOTE}{BLANK}+"
    f"|[{DENSE_STOPS}](?<!\\d．(?=\\d))[{DENSE_STOPS}!?…]*{CLOSING}{BLANK}*"
    f"|(?<![!?])[!?]+{CLOSING}(?=[{DENSE}])"
    f"|(?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e]{CLOSING}{_FAR_CLOSERS}{BLANK}+"
    "|\n\\s*"
)
_OPENERS = re.compile("[\"'“”‘’„‚«»‹›(\\[{—–-]*\\s*[\"'“”‘’„‚«»‹›(\\[{]*")


def sentence_cuts(text: str) -> list[int]:
    """Return where the second and each further sentence begins, in order.

    A line break ends a sentence. A stop does not where a small letter follows, also behind quotes and
    dashes ("— Vens? — perguntou ela."), nor where it belongs to an abbreviation. Where
    a script has no capitals, what follows a closing quote goes on ("「行こう！」と言った。").
    """
    ends = (match for match in _ENDS.finditer(text) if match.end() < len(text))
    return [end.end() for end in ends if _ends_sentence(text, end) and is_boundary(text, end.end())]


def _has_case(letter: str) -> bool:
    """Say whether a letter is of a script that begins sentences with capitals (Georgian does not)."""
    return letter.lower() != letter.upper() and not "\u10a0" <= letter <= "\u10ff"


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Tell a sentence's end from a stop inside one."""
    mark = match.group()
    if "\n" in mark:
        return True
    following = match.end()
    if text[following].isalpha() and not _has_case(text[following]) and mark.rstrip()[-1] in _QUOTES:
        return False
    first = _first_letter(text, following)
    if first.islower() and _has_case(first):
        return False
    return mark.rstrip() != "." or not holds_on(text, match.start(), following)


def _first_letter(text: str, place: int) -> str:
    """Return the sign that follows, behind quotes, brackets and dashes."""
    openers = _OPENERS.match(text, place)
    behind = openers.end() if openers else place
    return text[behind : behind + 1]
