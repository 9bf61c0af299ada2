"""Kokoro's voices and languages: those that a recogniser hears right.

Japanese and Mandarin are nonsense when espeak-ng spells them, Hindi half right: they are left out.
"""

from __future__ import annotations

from core.model.engine import PresetVoice

ESPEAK_VOICES = {
    "en-US": "en-us",
    "en-GB": "en-gb",
    "pt-BR": "pt-br",
    "es": "es",
    "fr": "fr-fr",
    "it": "it",
}
"""espeak-ng's voice for each language, the default first."""

_VOICES = {
    "en-US": "af_heart af_alloy af_aoede af_bella af_jessica af_kore af_nicole af_nova af_river af_sarah"
    " af_sky am_adam am_echo am_eric am_fenrir am_liam am_michael am_onyx am_puck am_santa",
    "en-GB": "bf_alice bf_emma bf_isabella bf_lily bm_daniel bm_fable bm_george bm_lewis",
    "pt-BR": "pf_dora pm_alex pm_santa",
    "es": "ef_dora em_alex em_santa",
    "fr": "ff_siwis",
    "it": "if_sara im_nicola",
}
"""Ids in the voices file: language, f or m for the speaker, name."""

PRESETS = tuple(
    PresetVoice(id=voice, name=voice.partition("_")[2].capitalize(), language=language)
    for language, voices in _VOICES.items()
    for voice in voices.split()
)


def language_for(wanted: str, preset: PresetVoice) -> str:
    """Return the language to spell a text in: the one that is asked for, else the preset's.

    Args:
        wanted: BCP 47 tag, or empty. One without a region (``en``, ``pt``) is the preset's where it fits.
        preset: The voice that speaks.
    """
    if wanted in ESPEAK_VOICES:
        return wanted
    base = wanted.partition("-")[0].lower()
    if base == preset.language.partition("-")[0]:
        return preset.language
    return next((tag for tag in ESPEAK_VOICES if tag.partition("-")[0] == base), preset.language)


def preset_for(wanted: str) -> PresetVoice:
    """Return the first voice of a language, or the first of all."""
    language = language_for(wanted, PRESETS[0])
    return next(preset for preset in PRESETS if preset.language == language)
