"""What Whisper hears of 20 Portuguese sentences: Kokoro through the product's engine, and the bare package.

    .environments/kokoro-test/bin/python -m benchmarks.kokoro_portuguese

It runs in the kokoro environment of the tests. Whisper base itself mishears homophones.
"""

from __future__ import annotations

import tempfile
import unicodedata
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jiwer
import soxr

from benchmarks.measure import Spread, interleaved, ratio, seconds
from core.engines.base import JobContext, LoadOptions
from core.engines.kokoro.engine import MODEL_NAME, VOICES_NAME, KokoroEngine
from core.model.audio import Samples
from core.model.cancel import CancelToken
from core.model.request import SynthesisRequest
from tests.audio_fixtures import _recogniser as recogniser
from tests.kokoro_weights import kokoro_weights

VOICE = "pf_dora"
RATE_HZ = 24_000

SENTENCES = (
    "A chuva começou de madrugada e só parou depois do almoço.",
    "Meu avô plantava café e milho no sítio perto da serra.",
    "Você pode me dizer onde fica a estação de metrô mais próxima?",
    "Os alunos entregaram os trabalhos na segunda-feira.",
    "Não esqueça de fechar as janelas antes de sair de casa.",
    "O trem para o interior parte da plataforma quatro.",
    "Ela comprou pão, queijo e duas garrafas de leite.",
    "Que saudade dos amigos que deixei na minha cidade!",
    "O médico recomendou repouso e muita água durante a semana.",
    "As crianças correram pela praia até o pôr do sol.",
    "Ninguém sabia explicar por que as luzes se apagaram.",
    "O jornal publicou uma longa reportagem sobre a floresta.",
    "Amanhã cedo vamos visitar a exposição no museu.",
    "Ele tocava violão na varanda enquanto a irmã cantava.",
    "A reunião foi adiada porque o diretor estava viajando.",
    "Para fazer o bolo, misture os ovos com o açúcar e a manteiga.",
    "O time jogou bem, mas perdeu no último minuto.",
    "O aluguel custa R$ 1.250,50 por mês.",
    "A consulta foi marcada para as 14h30 de quinta-feira.",
    "Cerca de 12,5 por cento dos moradores responderam à pesquisa.",
)

WRITTEN_OTHERWISE = {
    "O trem para o interior parte da plataforma quatro.": ("o trem para o interior parte da plataforma 4",),
    "O aluguel custa R$ 1.250,50 por mês.": (
        "o aluguel custa 1250 reais e 50 centavos por mês",
        "o aluguel custa mil duzentos e cinquenta reais e cinquenta centavos por mês",
    ),
    "A consulta foi marcada para as 14h30 de quinta-feira.": (
        "a consulta foi marcada para as 14 horas e 30 de quinta feira",
        "a consulta foi marcada para as quatorze horas e trinta de quinta feira",
        "a consulta foi marcada para as 14 e 30 de quinta feira",
    ),
    "Cerca de 12,5 por cento dos moradores responderam à pesquisa.": (
        "cerca de 12 vírgula 5 por cento dos moradores responderam à pesquisa",
        "cerca de doze vírgula cinco por cento dos moradores responderam à pesquisa",
        "cerca de 12,5% dos moradores responderam à pesquisa",
    ),
}
"""Right ways to write down what is to be heard, where there are several."""


@dataclass
class Way:
    """One way to speak: what was heard of each sentence, with word errors and words."""

    heard: list[str]
    errors: int = 0
    words: int = 0


def plain(text: str) -> str:
    """Return words in small letters; a point or comma inside a number is dropped."""
    text = unicodedata.normalize("NFC", text).casefold().replace("%", " por cento")
    joined = "".join(
        "" if char in ".," and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit() else char
        for i, char in enumerate(text)
    )
    return " ".join("".join(char if char.isalnum() else " " for char in joined).split())


def judge(way: Way, sentence: str, heard: str) -> None:
    """Count the errors against the nearest right way to write the sentence."""
    rights = [plain(right) for right in (sentence, *WRITTEN_OTHERWISE.get(sentence, ()))]
    outcomes = [jiwer.process_words(right, plain(heard)) for right in rights]
    best = min(outcomes, key=lambda outcome: outcome.wer)
    way.errors += best.substitutions + best.deletions + best.insertions
    way.words += best.hits + best.substitutions + best.deletions
    way.heard.append(heard if best.wer else "")


def main() -> None:
    """Print the tables."""
    from kokoro_onnx import Kokoro  # imports onnxruntime: after ``measure``, which keeps that quiet

    weights = kokoro_weights()
    job = JobContext(CancelToken(), lambda fraction: None, lambda notice: None)
    model = KokoroEngine().load(LoadOptions("cpu", weights), job)
    bare = Kokoro(str(weights / MODEL_NAME), str(weights / VOICES_NAME))
    said: dict[str, Samples] = {}

    def by_product(text: str) -> None:
        request = SynthesisRequest("kokoro", text, preset=VOICE, language="pt-BR")
        pieces = list(model.synthesize(request, job))
        assert len(pieces) == 1
        said["product"] = pieces[0]

    def by_bare(text: str) -> None:
        said["bare"] = bare.create(text, VOICE, lang="pt-br")[0]

    speak = {"product": by_product, "bare": by_bare}
    ways = {name: Way([]) for name in speak}
    rtf: dict[str, list[float]] = {name: [] for name in speak}
    with tempfile.TemporaryDirectory() as folder:
        whisper = recogniser(Path(folder))
        for say in speak.values():
            say(SENTENCES[0])  # the first run of each is slower
        for sentence in SENTENCES:
            actions = {name: partial(seconds, partial(say, sentence)) for name, say in speak.items()}
            for name, times_s in interleaved(actions, 1).items():
                rtf[name].append(times_s[0] / (len(said[name]) / RATE_HZ))
                speech = soxr.resample(said[name], RATE_HZ, 16_000)
                segments, _ = whisper.transcribe(speech, language="pt", beam_size=5)
                judge(ways[name], sentence, " ".join(segment.text.strip() for segment in segments))
    print("| | product | bare package |\n|---|---|---|")
    for label, value in {
        "word errors": lambda n: f"{ways[n].errors} of {ways[n].words}",
        "WER": lambda n: f"{100 * ways[n].errors / ways[n].words:.1f} %",
        "RTF, median (range)": lambda n: Spread.of(rtf[n]).text(),
    }.items():
        print(f"| {label} | {value('product')} | {value('bare')} |")
    print(f"| time by time, median of pairs | {ratio(rtf['product'], rtf['bare']):.3f} | 1 |\n")
    print("| sentence | product: misheard as | bare: misheard as |\n|---|---|---|")
    for sentence, ours, theirs in zip(SENTENCES, ways["product"].heard, ways["bare"].heard, strict=True):
        if ours or theirs:
            print(f"| {sentence} | {ours or '(right)'} | {theirs or '(right)'} |")


if __name__ == "__main__":
    main()
