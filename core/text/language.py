"""Guess which of six languages a text is in, from its commonest words."""

from __future__ import annotations

import re
from collections import Counter

_STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and of to is in that it was for with you this are have not but they from what we his her"
        " on as at be by an or which there their will would who been has had were i my your can do if so"
        " a he she no me its our about out up all one when then how why",
        "pt": "o a os as de do da dos das em no na nos nas um uma que não é e com por para mais mas como se"
        " eu você ele ela isso este esta seu sua são está foi ser tem ao à muito também já aqui meu minha"
        " olá bom boa bem obrigado obrigada hoje ontem amanhã agora onde quando sim nós eles elas tenho vai"
        " vou fazer pode até depois mesmo porque tudo",
        "es": "el la los las de del en un una que no es y con por para más pero como se yo tú él ella eso"
        " este esta su son está fue ser tiene al muy también ya aquí mi lo le hay cuando porque todo",
        "fr": "le la les des du de en un une que ne pas est et avec pour plus mais comme se je vous il elle"
        " ce cette son sa sont était être au aux très aussi déjà ici mon nous dans sur qui on ils leur",
        "de": "der die das den dem des ein eine einen und ist nicht mit für auf von zu im in es ich sie er"
        " wir dass auch wie aber oder nach bei aus noch nur war sind hat werden kann wenn über sein mehr",
        "it": "il lo la gli le di del della dei in un una che non è e con per più ma come si io tu lui lei"
        " questo questa suo sua sono era essere al alla molto anche già qui mio nel ho hai ha sul dove vai",
    }.items()
}
_LETTERS = {
    **dict.fromkeys("ãõ", ("pt", 2)),
    "ñ": ("es", 2),
    "ß": ("de", 2),
    **dict.fromkeys("¿¡", ("es", 1)),
    **dict.fromkeys("œû", ("fr", 1)),
    "ì": ("it", 1),
}
"""Letters and signs of one language among the six, and what each counts; two are as good as two words."""

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 4000
_FEWEST_HITS = 2
_CLEAR_LEAD = 1.3
_ENGLISH_SHARE = 0.25


def guess_language(text: str) -> str | None:
    """Return ``en``, ``pt``, ``es``, ``fr``, ``de`` or ``it``, or None where it is not clear.

    Only the first 4,000 characters are looked at. A word that several languages share counts for each.
    """
    sample = text[:_SAMPLE_CHARS].lower()
    words = _WORD.findall(sample)
    scores: Counter[str] = Counter(dict.fromkeys(_STOP_WORDS, 0))
    for word in words:
        for language, stop_words in _STOP_WORDS.items():
            scores[language] += word in stop_words
    if scores["en"] < _ENGLISH_SHARE * len(words):  # else a name among English words
        for char, (language, points) in _LETTERS.items():
            scores[language] += min(3 * points, sample.count(char) * points)
    (first, best), (_, second) = scores.most_common(2)
    if best < _FEWEST_HITS or best < _CLEAR_LEAD * second or best < 0.12 * len(words):
        return None
    return first


def letters_not_english(text: str) -> str:
    """Return the letters of a text that English does not use, each once, or none where it may be English.

    A name or a borrowed word among English ones ("São Paulo is big", "a café") is no reason. Only the
    first 4,000 characters are looked at.
    """
    sample = text[:_SAMPLE_CHARS].lower()
    words = _WORD.findall(sample)
    english = sum(word in _STOP_WORDS["en"] for word in words)
    if english >= _ENGLISH_SHARE * len(words):
        return ""
    return "".join(dict.fromkeys(char for char in sample if char.isalpha() and not char.isascii()))
