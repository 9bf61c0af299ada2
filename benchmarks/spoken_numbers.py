"""How well numbers, dates and money are heard: as written, and written out in words by hand.

    .environments/test/bin/python -m benchmarks.spoken_numbers [en] [pt]

Each of 50 lines a language is spoken three times, by the starter voice in English and by Kokoro in Brazilian
Portuguese: as it is written, through the product; the same in words, written out by hand; and as written,
with ``normalise`` off. Whisper base writes down what it hears, and what it got wrong is counted against the
words by hand. Whisper writes digits as it likes ("R$ 1.250", "mil duzentos"), so that both sides are brought
to digits first, by packages that have nothing to do with how the product makes words of them:
whisper-normalizer in English, text2num in Portuguese.
"""

from __future__ import annotations

import re
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jiwer
import soxr
from text_to_num import alpha2digit
from whisper_normalizer.basic import BasicTextNormalizer
from whisper_normalizer.english import EnglishTextNormalizer

from core.install.environments import find_environments
from core.model.cancel import CancelToken
from core.model.voice import Voice
from core.paths import Paths
from core.services.app import Services
from core.services.catalogue import own_engines
from core.services.choices import Choices
from core.services.lines import LinePlan, Planner
from core.services.speak_line import speak_line
from core.settings import Settings
from core.text.lexicon import Lexicon
from tests.audio_fixtures import _recogniser as recogniser
from tests.audio_fixtures import join_weights
from tests.kokoro_weights import kokoro_weights

DATA = Path(__file__).with_suffix(".toml")
ROADS = ("as written", "by hand", "normalise off")

_ENGLISH = EnglishTextNormalizer()
_BASIC = BasicTextNormalizer()


@dataclass
class Road:
    """What was heard on one road: errors, and each line that was not heard right."""

    errors: int = 0
    words: int = 0
    misheard: dict[int, str] = field(default_factory=dict)

    @property
    def wer(self) -> float:
        """Word errors in percent."""
        return 100 * self.errors / self.words


_NUMERALS = {"II": "2", "IV": "4", "VIII": "8", "XIV": "14"}


def plain_english(text: str) -> str:
    """Return words with all numbers in digits; times, ordinals, heights and web addresses in one form."""
    text = re.sub(r"(?<![\d,.$£€])(\d\d?)[:.](\d\d)(?!\d)", r"\1\2", text)
    text = re.sub(r"(?<!\d)(?<!\d-)(\d)[-–](\d)(?![\d-])", r"\1 to \2", text)
    for numeral, number in _NUMERALS.items():
        text = re.sub(rf"\b{numeral}\b", number, text)
    text = text.replace("etc.", "et cetera")
    text = re.sub(r"(\d)'(\d+)\"?", r"\1 foot \2", text)
    text = re.sub(r"(?<=\d) ?(?:km/h|kph)", " kilometers per hour", text)
    text = re.sub(r"(?i)\bw ?w ?w(?: dot |\.)", "www dot ", text)
    text = re.sub(r"(?<=\w)@(?=\w)", " at ", re.sub(r"(?<=[a-z])\.(?=(?:com|org|example)\b)", " dot ", text))
    text = re.sub(r"(?i)\b([ap])\.m\b\.?", r"\1m", text).replace("°C", " degrees Celsius")
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", _ENGLISH(text))
    text = re.sub(r"\b(henry|louis) the (?=\d)", r"\1 ", text)
    text = re.sub(r"(\d)\.0\b", r"\1", re.sub(r"\b0+(?=\d)", "", text))
    return re.sub(r"(?<=\d)[ -]+(?=\d)", "", text)


_SUMS = re.compile(r"(R|US)\$ ?([\d.]+)(?:,(\d\d))?( milh(?:ão|ões))?")
_COINS = {"R": "reais", "US": "dólares"}


def plain_portuguese(text: str) -> str:
    """Return words with all numbers in digits, signs in words."""

    def sum_in_words(match: re.Match[str]) -> str:
        of = f"{match[4]} de" if match[4] else ""
        return f"{match[2]}{of} {_COINS[match[1]]}" + (f" e {match[3]} centavos" if match[3] else "")

    text = _SUMS.sub(sum_in_words, text)
    text = re.sub(r"(?<=\d)[.](?=\d{3}(?!\d))", "", text)
    for pattern, words in {
        r"(?<=\d) ?h ?(\d\d)": r" horas e \1",
        r"(\d)h\b": r"\1 horas",
        r"(\d\d?):00\b": r"\1 horas",
        r"(\d\d?):(\d\d)": r"\1 horas e \2",
        r" ?%": " por cento",
        r"(?<=\d) ?kg\b": " quilos",
        r"(?<=\d) ?km/h\b": " quilômetros por hora",
        r" ?m²": " metros quadrados",
        r"(?<=\d) ?° ?C\b": " graus celsius",
        r"(?<=\d) ?m\b": " metros",
        r"\bnº ": "número ",
        r"@": " arroba ",
        r"(?<=\w)\.(?=com\b)": " ponto ",
        r"\bDr\. ": "doutor ",
        r"\bDra\. ": "doutora ",
        r"\bSr\. ": "senhor ",
        r"\bSra\. ": "senhora ",
        r"\bAv\. ": "avenida ",
        r"\bquatorze\b": "catorze",
        r"\betc\.": "etcétera",
        r"(?<!\S)[-−](?=\d)": "menos ",
        r"(?<=\d)/(?=\d)": " ",
        r"(\d+) milh(?:ão|ões)": r"\g<1>000000",
        r"\bIBGE\b": "i bê gê é",
        r"\bXIX\b": "19",
        r"\bII\b": "2",
        r"\bIV\b": "4",
    }.items():
        text = re.sub(pattern, words, text)
    text = alpha2digit(text.lower(), "pt", 0)
    text = re.sub(r"(?<=\d),(?=\d)", "v", text).replace("por 100", "por cento").replace("reais", "real")
    text = re.sub(r"(\d+)[ºªᵃᵒ]ˢ?", r"\1", text)
    text = re.sub(r"(?<=\d)[ ,.-]+(?=\d)", "", text)
    return str(_BASIC(text)).replace("-", " ")


@dataclass(frozen=True)
class Language:
    """A language, and who speaks it."""

    code: str
    tag: str
    engine: str
    voice: Voice
    plain: Any


LANGUAGES = {
    "en": Language(
        "en", "en", "starter", Voice("starter:heart", "Heart", "en", "starter", "heart"), plain_english
    ),
    "pt": Language(
        "pt",
        "pt-BR",
        "kokoro",
        Voice("kokoro:pf_dora", "Dora", "pt-BR", "kokoro", "pf_dora"),
        plain_portuguese,
    ),
}


def lines_of(code: str) -> list[tuple[str, str]]:
    """Return what is written, and the same in words."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))[code]
    return [(written, words) for written, _, words in (row.partition(" | ") for row in rows)]


def measure(language: Language, services: Services, whisper: Any) -> dict[str, Road]:
    """Speak each line on each road, and count what was heard wrong."""
    roads = {name: Road() for name in ROADS}
    choices = Choices(engine=language.engine, voice=language.voice, language=language.tag, seed=7)
    described = {one.id: one for one in own_engines()}
    planners = {
        on: Planner([language.voice], Lexicon(), described.get, normalising=on) for on in (True, False)
    }
    heard_of: dict[str, str] = {}
    for number, (written, words) in enumerate(lines_of(language.code)):
        right = language.plain(words)
        for name, road in roads.items():
            text = words if name == "by hand" else written
            plan = planners[name != "normalise off"].plan(text, choices)
            if plan.spoken not in heard_of:
                heard_of[plan.spoken] = hear(plan, language, services, whisper)
            heard = heard_of[plan.spoken]
            outcome = jiwer.process_words(right, language.plain(heard))
            road.errors += outcome.substitutions + outcome.deletions + outcome.insertions
            road.words += outcome.hits + outcome.substitutions + outcome.deletions
            if outcome.wer:
                road.misheard[number] = f"{heard} [{language.plain(heard)}]" if SHOW_PLAIN else heard
    return roads


def hear(plan: LinePlan, language: Language, services: Services, whisper: Any) -> str:
    """Speak a line and write down what is heard; the same words by the same seed are the same sound."""
    rendering = speak_line(services.synthesizer, plan, on_event=lambda _: None, cancel=CancelToken())
    speech = soxr.resample(rendering.clip.samples, rendering.clip.sample_rate_hz, 16_000)
    segments, _ = whisper.transcribe(speech, language=language.code, beam_size=5)
    return " ".join(segment.text.strip() for segment in segments)


SHOW_PLAIN = "--plain" in sys.argv


def report(language: Language, roads: dict[str, Road]) -> None:
    """Print the table of a language."""
    print(f"\n{language.tag}, {language.engine}\n\n| | {' | '.join(ROADS)} |\n|---|{'---|' * len(ROADS)}")
    print("| word errors | " + " | ".join(f"{road.errors} of {road.words}" for road in roads.values()) + " |")
    print("| WER | " + " | ".join(f"{road.wer:.1f} %" for road in roads.values()) + " |")
    print("\n| line | as written: heard | by hand: heard |\n|---|---|---|")
    written, by_hand = roads["as written"].misheard, roads["by hand"].misheard
    for number, (line, _) in enumerate(lines_of(language.code)):
        if number in written or number in by_hand:
            print(f"| {line} | {written.get(number, '(right)')} | {by_hand.get(number, '(right)')} |")


def main() -> None:
    """Print the tables of the languages that were asked for."""
    wanted = [code for code in sys.argv[1:] if code in LANGUAGES] or list(LANGUAGES)
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths.find({"SOTTOVOCE_HOME": str(Path(folder) / "home")})
        paths.models_dir.mkdir(parents=True)
        (paths.models_dir / "kokoro").symlink_to(kokoro_weights())
        whisper = recogniser(join_weights(Path(folder)))
        studio = Path(sys.prefix).parent / "studio"
        services = Services.create(paths, Settings.load(paths), environments=find_environments(studio))
        try:
            for code in wanted:
                report(LANGUAGES[code], measure(LANGUAGES[code], services, whisper))
        finally:
            services.close()


if __name__ == "__main__":
    main()
