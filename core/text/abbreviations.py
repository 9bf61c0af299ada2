"""Full stops that end no sentence: abbreviations, initials and ordinals of many languages.

A stop before a small letter ends no sentence anyway, so that only what stands before capitals and digits
needs a list; "etc." and the like, which may well end one, are in none. Words are without the last stop, in
small letters. A word that is common in another language is left out: a sentence too long by one is better
than one that is torn.
"""

from __future__ import annotations

import re


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_NAMES_BY_LANGUAGE = {
    "en": "mr mrs ms dr prof st rev capt lt sgt vs cf e.g i.e eg ie messrs mt ft jr",
    "pt": "sr sra srta dra profa profª exmo exma v.exa v.sa ilmo ilma sto sta p.ex av pça eng engª arq cel",
    "es": "srs sres dña ud uds vd vds p.ej avda lic ing fdo ee.uu ee cía ctra",
    "fr": "mme mmes mlle mlles mm ste bd apr av.j.-c c.-à-d",
    "it": "sig sig.ra sig.na dott dott.ssa prof.ssa avv egr gent spett",
    "de": "hr fr dipl z.b d.h u.a o.ä u.u z.t i.d.r v.a bzw vgl evtl ggf inkl exkl sog bspw geb gest hl",
    "nl": "dhr mevr mej drs bijv d.w.z o.a m.a.w",
    "sv da nb fi": "t.ex bl.a f.eks dvs d.v.s s.k s.k.a ifm fru frk hrr esim",
    "pl cs sk": "mgr inż hab np tzn tzw m.in ul św zob mudr judr phdr rndr např tj popř tzv nám sv doc",
    "hu ro tr": "özv ifj dl d-na d-l jud örn bkz sn doç yrd",
    "ru uk": "т.е т.к т.н им ул пр-т проф акад г-н г-жа гр см ср напр св тов вул ім",
    "el": "κ κα κος π.χ δηλ αγ",
    "id vi": "bpk sdr yth jl drg ths pgs",
}
_BEFORE_NAMES = _words(*_NAMES_BY_LANGUAGE.values())
"""What a name or an explanation follows, in whatever case it is written."""

_TITLES = _words("Hon Gen Col Pres Gov Sen Rep Ten Sgto Maj Adm Cmdr Me Pe Fr Ir Dom On Pr Ph")
"""The same where only a capital tells them from a word."""

_BEFORE_NUMBERS = _words(
    "no nos nr núm num nº n° fig figs vol vols p pp pág págs pag pagg ca approx art arts cap caps",
    "séc sek inc ed abb abs bd kap bl blz č čj str s sz стр гл рис табл ст п пп αρ σελ κεφ",
    "jan feb fev febr mar mrz apr abr mai jun jul aug ago ag sep sept set okt oct out nov dec dez dic déc",
    "ext lit par kl ul kb ch chap sec tel tfno tél op cl",
)

_GERMAN_LEADS = _words("am im zum vom beim der den dem die des ab bis seit und")
_MONTHS = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
)
"""Months that are written with a capital after "3."."""

_STARTERS = _words(
    "the a an he she it we they i you this that these those there here in on at but and so if when however",
    "his her its their our my for as what who how why no yes not then after before now with from by to",
    "o os ele ela eles elas isso mas e em na um uma para com eu nós este esta depois quando se não sim foi",
    "el la los las pero y un una yo ella ellos luego después cuando si sí fue su",
    "le les il elle ils mais et dans une nous vous ce cette puis der die das er sie es aber und wir",
    "il lo gli lei lui ma poi nel",
)
"""Common first words of a sentence: after "U.S." one of them begins a new one, a name does not."""

_EDGES = '\\s(\\[{"“”„«»‹›¿¡—–。！？，、：；「」『』（）\u3040-\u30ff\u3400-\u9fff'
_LAST_WORD = re.compile(f"(?:^|[{_EDGES}'‘’])([^{_EDGES}‘]{{1,14}})\\.$")
_LAST_PAIR = re.compile(f"(?:^|[{_EDGES}])(\\w{{1,2}}\\.)[ \u00a0](\\w{{1,3}})\\.$")
"""An abbreviation that is written with a blank: "p. ex.", "d. h."."""

_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_]){1,4}")
_SPACED = re.compile(r"[^\W\d_]{1,3}\.|Chr\b|J\.-C\b")
_ROMAN = re.compile(r"[IVXLCDM]+\b")
_ENUMERATOR = re.compile(r"(?:^|\n)[^\S\n]*\(?(?:\d{1,3}|[IVX]{1,5}|[^\W\d_])\.$")
_LEAD = re.compile(r"(\S+)\s+\(?\d{1,3}\.$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_REACH = 24
"""Characters before a stop that are looked at."""


def holds_on(text: str, stop: int, following: int) -> bool:
    """Say whether a full stop belongs to an abbreviation, an initial or an ordinal, and ends no sentence.

    Args:
        text: The whole text.
        stop: Where the stop stands.
        following: Where the text goes on after the blanks.
    """
    head = text[max(0, stop - _REACH) : stop + 1]
    if _ENUMERATOR.search(head) and (stop < _REACH or "\n" in head):
        return True
    match = _LAST_WORD.search(head)
    if match is None:
        return False
    word = match.group(1)
    if word.isdecimal():
        return _is_ordinal(head, text, following)
    pair = _LAST_PAIR.search(head)
    if pair is not None and "".join(pair.groups()).casefold() in _BEFORE_NAMES:
        return True
    if word.isupper() and _INITIALS.fullmatch(word):
        return not _starts_sentence(text, following)
    return _is_short(word, text, following)


def _is_short(word: str, text: str, following: int) -> bool:
    """Say whether a word before a stop is a letter, or an abbreviation in a list."""
    if len(word) == 1 and word.isalpha():
        initial = word.isupper() and (word != "I" or not _starts_sentence(text, following))
        if initial or _SPACED.match(text, following):
            return True
    low = word.casefold()
    if low in _BEFORE_NAMES or word in _TITLES:
        return True
    return (low in _BEFORE_NUMBERS or low.endswith("str")) and _is_number(text, following)


def _is_number(text: str, place: int) -> bool:
    return text[place : place + 1].isdigit() or _ROMAN.match(text, place) is not None


def _is_ordinal(head: str, text: str, following: int) -> bool:
    """Say whether a number with a stop is an ordinal, as in "am 3. Oktober" or "im 19. Jahrhundert"."""
    first = _FIRST_WORD.match(text, following)
    if first is None:
        return False
    if first.group().casefold() in _MONTHS:
        return True
    lead = _LEAD.search(head)
    if lead is None or lead.group(1).casefold() not in _GERMAN_LEADS:
        return False
    return not head[: lead.start()].rstrip().endswith("I")  # "I am 5. You are 6."


def _starts_sentence(text: str, place: int) -> bool:
    first = _FIRST_WORD.match(text, place)
    return first is None or first.group().casefold() in _STARTERS
