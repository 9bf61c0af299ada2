"""Numbers in Hindi words; num2words has none. Each number below 100 has a word of its own."""

from __future__ import annotations

_WORDS = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ "
    "दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस "
    "बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस "
    "तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस "
    "चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास "
    "पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ "
    "साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर "
    "सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी "
    "अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी "
    "नब्बे इक्यानवे बानवे तिरानवे चौरानवे पंचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे"
)
_BELOW_100 = tuple(_WORDS.split())
_HUNDRED = "सौ"
_SCALES = (("खरब", 10**11), ("अरब", 10**9), ("करोड़", 10**7), ("लाख", 10**5), ("हज़ार", 10**3), (_HUNDRED, 100))
"""Above a thousand every two digits have a name."""


def hindi_number(number: int) -> str:
    """Return a whole number from 0 on in words: ``125000`` is एक लाख पच्चीस हज़ार."""
    if number < len(_BELOW_100):
        return _BELOW_100[number]
    words: list[str] = []
    for name, size in _SCALES:
        count, number = divmod(number, size)
        if count:
            words += [hindi_number(count), name]
    if number:
        words.append(_BELOW_100[number])
    return " ".join(words)


def hindi_year(number: int) -> str:
    """Return a year from 1100 to 1999 in hundreds: ``1947`` is उन्नीस सौ सैंतालीस."""
    hundreds, rest = divmod(number, 100)
    words = f"{_BELOW_100[hundreds]} {_HUNDRED}"
    return f"{words} {_BELOW_100[rest]}" if rest else words
