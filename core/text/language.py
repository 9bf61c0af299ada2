"""Guess which of six languages a text is in, from its commonest words."""

from __future__ import annotations

import re
from collections import Counter

_STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and of to is in that it was for with you this are have not but they from what we his her"
        " on as at be by an or which there their will would who been has had were i my your can do if so",
        "pt": "o a os as de do da dos das em no na nos nas um uma que não é e com por para mais mas como se"
        " eu você ele ela isso este esta seu sua são está foi ser tem ao à muito também já aqui meu minha",
        "es": "el la los las de del en un una que no es y con por para más pero como se yo tú él ella eso"
        " este esta su son está fue ser tiene al muy también ya aquí mi lo le hay cuando porque todo",
        "fr": "le la les des du de en un une que ne pas est et avec pour plus mais comme se je vous il elle"
        " ce cette son sa sont était être au aux très aussi déjà ici mon nous dans sur qui on ils leur",
        "de": "der die das den dem des ein eine einen und ist nicht mit für auf von zu im in es ich sie er"
        " wir dass auch wie aber oder nach bei aus noch nur war sind hat werden kann wenn über sein mehr",
        "it": "il lo la gli le di del della dei in un una che non è e con per più ma come si io tu lui lei"
        " questo questa suo sua sono era essere al alla molto anche già qui mio nel ho hai ha sul dove",
    }.items()
}
_LETTERS = {"ã": "pt", "õ": "pt", "ñ": "es", "¿": "es", "¡": "es", "ß": "de", "œ": "fr", "û": "fr", "ì": "it"}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 4000
_FEWEST_HITS = 2
_CLEAR_LEAD = 1.3


def guess_language(text: str) -> str | None:
    """Return ``en``, ``pt``, ``es``, ``fr``, ``de`` or ``it``, or None where it is not clear.

    Only the first 4,000 characters are looked at. A word that several languages share counts for each.
    """
    sample = text[:_SAMPLE_CHARS].casefold()
    words = _WORD.findall(sample)
    scores: Counter[str] = Counter()
    for word in words:
        for language, stop_words in _STOP_WORDS.items():
            scores[language] += word in stop_words
    for char, language in _LETTERS.items():
        scores[language] += min(3, sample.count(char))
    (first, best), (_, second) = scores.most_common(2)
    if best < _FEWEST_HITS or best < _CLEAR_LEAD * second or best < 0.12 * len(words):
        return None
    return first
