"""XTTS speaks: the package's real code on random weights. What it says is noise; the path is what counts."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.engines.base import Model
from core.engines.xtts.engine import XttsEngine
from core.errors import (
    JobCancelled,
    ReferenceNeeded,
    ReferenceTooShort,
    TextUnspeakable,
    VoiceUnknown,
)
from tests.checkpoints.jobs import Asker, CountingToken, speak
from tests.checkpoints.sounds import write_reference
from tests.checkpoints.xtts import build_xtts, small_parts
from tests.core.engines.xtts.conftest import Ask, Load

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

LONG = "Good evening to all of you, and welcome to the long text. " * 6


def test_it_is_the_packages_own_inference(xtts: Model, ask: Ask) -> None:
    import torch

    from core.audio.read import read_reference

    request = ask()
    net = xtts._parts.net
    clip, _ = read_reference(request.reference, sample_rate_hz=22_050, minimum_s=1, maximum_s=30)
    audio = torch.from_numpy(clip.samples)[None]
    with torch.random.fork_rng(devices=[]):
        speaker = net.get_speaker_embedding(audio, 22_050)
        latents = net.get_gpt_cond_latents(audio, 22_050, length=6, chunk_length=4)
        torch.manual_seed(request.seed)
        bare = net.inference(request.text, "en", latents, speaker)["wav"]
    spoken = speak(xtts, request)
    assert len(spoken) == len(bare)
    assert np.abs(spoken - bare).max() < 1e-5


def test_the_same_request_gives_the_same_samples_and_another_seed_others(xtts: Model, ask: Ask) -> None:
    first = speak(xtts, ask(LONG))
    assert np.array_equal(first, speak(xtts, ask(LONG)))
    assert not np.array_equal(first, speak(xtts, ask(LONG, seed=8)))


def test_a_long_text_is_spoken_in_parts_with_progress(xtts: Model, ask: Ask) -> None:
    asker = Asker()
    job = asker.job
    assert len(list(xtts.synthesize(ask(LONG), job))) > 2
    assert job.done.count == 2
    assert asker.fractions == sorted(asker.fractions)
    assert asker.fractions[-1] == 1.0


def test_more_tokens_than_the_net_takes_are_cut_into_parts(xtts: Model, ask: Ask) -> None:
    """The package asserts under 402 text tokens; numbers grow many times when they become words."""
    samples = speak(xtts, ask("98765432109 " * 20))
    assert len(samples) > 24_000


def test_speech_that_ends_at_the_nets_limit_is_told(xtts: Model, ask: Ask) -> None:
    """Random weights never say stop."""
    asker = Asker()
    speak(xtts, ask(LONG), asker)
    assert asker.codes == ["speech_cut_short"]


@pytest.mark.parametrize(
    "text", ["Hi", "a", "One two", "42", "A B C", "100%", "line\nbreaks\tand tabs", "1" * 40]
)
def test_small_and_odd_texts_are_spoken(xtts: Model, ask: Ask, text: str) -> None:
    samples = speak(xtts, ask(text))
    assert np.isfinite(samples).all()
    assert samples.any()


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("pt-BR", "São 3 maçãs."),
        ("es", "Son 3 manzanas."),
        ("fr", "Il y a 3 pommes."),
        ("de", "Es sind 3 Äpfel."),
        ("cs", "To jsou 3 věci."),
        ("ru", "Это 3 яблока."),
        ("zh-CN", "有三个苹果 3。"),
        ("ja", "りんごが3つあります。"),
        ("ko", "사과 3개가 있습니다."),
        ("hu", "Ez 3 alma."),
    ],
)
def test_languages_with_their_numbers(xtts: Model, ask: Ask, tag: str, text: str) -> None:
    assert len(speak(xtts, ask(text, language=tag))) > 0


@pytest.mark.parametrize(
    ("changes", "handed"),
    [
        (
            {"language": "pt-BR", "text": "Ele disse: “Por quê?” E saiu. Fim."},
            "ele disse: por quê? e saiu . fim .",
        ),
        ({"text": 'She cried: "Stop!"'}, "she cried: stop!"),
    ],
)
def test_the_exact_text_that_the_net_is_handed(
    xtts: Model, ask: Ask, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], handed: str
) -> None:
    tokenizer = xtts._parts.net.tokenizer
    heard: list[str] = []
    encode = tokenizer.encode

    def listen(text: str, lang: str) -> list[int]:
        heard.append(text)
        return encode(text, lang)

    monkeypatch.setattr(tokenizer, "encode", listen)
    speak(xtts, ask(**changes))
    assert heard[-1] == handed


def test_what_has_no_token_is_told(xtts: Model, ask: Ask) -> None:
    asker = Asker()
    speak(xtts, ask("Good ☃ evening 🙂"), asker)
    assert asker.notices[0].code == "text_partly_unspoken"
    assert asker.notices[0].fields == {"count": 2, "sample": "☃🙂"}
    for text in ("🙂", "…!?"):
        with pytest.raises(TextUnspeakable):
            speak(xtts, ask(text))


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_it_clones_from_what_soundfile_reads(xtts: Model, ask: Ask, tmp_path: Path, ending: str) -> None:
    path = write_reference(tmp_path / f"voice.{ending}", 3.0, 44_100, channels=2, seed=3)
    assert len(speak(xtts, ask(reference=path))) > 0


def test_the_reference_decides_how_it_sounds(xtts: Model, ask: Ask, tmp_path: Path) -> None:
    other = write_reference(tmp_path / "other.wav", seed=4)
    assert not np.array_equal(speak(xtts, ask()), speak(xtts, ask(reference=other)))


def test_voices_that_come_with_the_model(xtts: Model, ask: Ask) -> None:
    ana = speak(xtts, ask(preset="Ana", reference=None))
    assert not np.array_equal(ana, speak(xtts, ask(preset="Bruno", reference=None)))
    with pytest.raises(VoiceUnknown) as caught:
        speak(xtts, ask(preset="Carla", reference=None))
    assert caught.value.known == "Ana, Bruno"


def test_what_it_needs_of_a_reference(xtts: Model, ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(ReferenceNeeded):
        speak(xtts, ask(reference=None))
    with pytest.raises(ReferenceTooShort):
        speak(xtts, ask(reference=write_reference(tmp_path / "short.wav", 0.3)))


def test_speed_and_parameters_reach_the_net(xtts: Model, ask: Ask) -> None:
    usual = speak(xtts, ask())
    assert len(speak(xtts, ask(speed=2.0))) == pytest.approx(len(usual) / 2, rel=0.05)
    for parameters in ({"temperature": 0.1}, {"top_k": 2.0}, {"top_p": 0.1}, {"repetition_penalty": 1.0}):
        assert not np.array_equal(speak(xtts, ask(parameters=parameters)), usual)


def test_a_reference_is_heard_once_and_again_after_a_release(
    xtts_folder: Path, load: Load, ask: Ask, tmp_path: Path
) -> None:
    engine = XttsEngine()
    first = load(xtts_folder, engine)
    asker, again = Asker(), Asker()
    expected = speak(first, ask(), asker)
    copy = tmp_path / "copy.wav"
    copy.write_bytes(ask().reference.read_bytes())
    assert np.array_equal(speak(first, ask(reference=copy), again), expected)
    assert again.token.looks < asker.token.looks
    first.close()
    later = Asker()
    assert np.array_equal(speak(load(xtts_folder, engine), ask(), later), expected)
    assert later.token.looks == again.token.looks


def test_all_references_of_a_voice_are_heard(xtts: Model, ask: Ask, tmp_path: Path) -> None:
    """Each as long as one alone would be: the text model's latents and the speaker's are means of theirs."""
    one, other = (read(write_reference(tmp_path / f"{seed}.wav", 4.0, 22_050, seed=seed)) for seed in (3, 4))
    alone = [xtts._hear([sound], Asker().job) for sound in (one, other)]
    both = xtts._hear([one, other], Asker().job)
    assert np.allclose(both.speaker, (alone[0].speaker + alone[1].speaker) / 2, atol=1e-6)
    assert np.allclose(both.gpt, (alone[0].gpt + alone[1].gpt) / 2, atol=1e-4)

    first, second = tmp_path / "3.wav", tmp_path / "4.wav"
    asker, again = Asker(), Asker()
    spoken = speak(xtts, ask(reference=first, more_references=(second,)), asker)
    assert not np.array_equal(spoken, speak(xtts, ask(reference=first)))
    assert np.array_equal(spoken, speak(xtts, ask(reference=first, more_references=(second,)), again))
    assert again.token.looks < asker.token.looks


def read(path: Path) -> np.ndarray:
    """Return a recording's samples, float32."""
    samples, _ = soundfile.read(path, dtype="float32")
    return samples


def test_latents_of_other_weights_and_of_a_changed_recording_are_not_taken(
    xtts_folder: Path, load: Load, ask: Ask, tmp_path: Path
) -> None:
    engine = XttsEngine()
    with small_parts():
        other = build_xtts(tmp_path / "model", seed=2)
    speak(load(xtts_folder, engine), ask())
    assert np.array_equal(speak(load(other, engine), ask()), speak(load(other), ask()))
    path = write_reference(tmp_path / "voice.wav", seed=1)
    model = load(xtts_folder, engine)
    before = speak(model, ask(reference=path))
    write_reference(path, seed=2)
    assert not np.array_equal(speak(model, ask(reference=path)), before)


def test_a_cancel_is_answered_at_every_token_and_inside_the_vocoder(xtts: Model, ask: Ask) -> None:
    asker = Asker()
    speak(xtts, ask(), asker)
    speak(xtts, ask(), asker := Asker())
    tokens = xtts._parts.net.gpt.max_gen_mel_tokens
    assert asker.token.looks > 2 * tokens
    for look in (1, 2, tokens, asker.token.looks - 5, asker.token.looks):
        token = CountingToken(cancel_at=look)
        with pytest.raises(JobCancelled):
            speak(xtts, ask(), Asker(token))
        assert token.looks == look


def test_a_cancel_while_it_hears_the_reference_keeps_nothing(xtts_folder: Path, load: Load, ask: Ask) -> None:
    engine = XttsEngine()
    model = load(xtts_folder, engine)
    with pytest.raises(JobCancelled):
        speak(model, ask(), Asker(CountingToken(cancel_at=5)))
    assert len(engine._latents) == 0
    assert np.array_equal(speak(model, ask()), speak(load(xtts_folder), ask()))


def test_after_a_cancel_the_next_job_is_unharmed(xtts: Model, ask: Ask) -> None:
    """The embedded prompt stays behind in a plain attribute."""
    expected = speak(xtts, ask("Another text altogether."))
    for look in (20, 60, 150):
        with pytest.raises(JobCancelled):
            speak(xtts, ask("This one is cancelled."), Asker(CountingToken(cancel_at=look)))
        assert xtts._parts.net.gpt.gpt_inference.cached_prefix_emb is None
        assert np.array_equal(speak(xtts, ask("Another text altogether.")), expected)


def test_the_process_wide_random_numbers_are_left_alone(xtts: Model, ask: Ask) -> None:
    import torch

    before = torch.random.get_rng_state()
    numbers = np.random.get_state()[1].copy()
    speak(xtts, ask())
    assert torch.equal(before, torch.random.get_rng_state())
    assert np.array_equal(numbers, np.random.get_state()[1])


def test_closing_gives_all_tensors_back(xtts_folder: Path, load: Load, ask: Ask) -> None:
    from core.vram.audit import live_tensor_bytes

    gc.collect()
    before = live_tensor_bytes()
    engine = XttsEngine()
    model = load(xtts_folder, engine)
    speak(model, ask())
    with pytest.raises(JobCancelled):
        speak(model, ask(), Asker(CountingToken(cancel_at=40)))
    assert live_tensor_bytes() > before + 2_000_000
    model.close()
    assert live_tensor_bytes() <= before
