"""Make the package's model from a folder, by its offline road. Imports torch and TTS."""

from __future__ import annotations

from typing import Any

from tokenizers import Tokenizer
from TTS.tts.configs.xtts_config import XttsConfig
from TTS.tts.models.xtts import Xtts

from core.converted import identity
from core.engines.base import JobContext, LoadOptions
from core.engines.checkpoints import naming
from core.engines.torch_support import take_weights, without_initialisation
from core.engines.xtts.files import XttsFiles, XttsSettings
from core.engines.xtts.half import halve
from core.engines.xtts.latents import LatentsCache
from core.engines.xtts.model import XttsModel, XttsParts
from core.engines.xtts.weights import read_speakers, read_weights
from core.model.need import HALF

_ENGINE = "xtts"


def load_model(files: XttsFiles, options: LoadOptions, cache: LatentsCache, job: JobContext) -> XttsModel:
    """Load the model: mapped from the file into the CPU's memory, then moved, unless it is to stay.

    Raises:
        JobCancelled: When the token says so.
        ModelBroken: When the weights do not load.
    """
    state = read_weights(files.weights)
    speakers = read_speakers(files.speakers) if files.speakers else {}
    job.report(0.6)
    job.cancel.check()
    device, stay = options.device, options.stay
    model = _make_model(files, state, stay=stay or device != "cpu")
    del state
    if options.precision == HALF:
        halve(model)
    job.report(0.9)
    job.cancel.check()
    if not stay:
        model = model.to(device)
    job.report(1.0)
    settings = files.settings
    name = (
        f"{identity(files.weights)}:{settings.gpt_cond_len_s}:{settings.gpt_cond_chunk_len_s}"
        f":{settings.max_ref_len_s}:{settings.sound_norm_refs}"
    )
    return XttsModel(XttsParts(model, settings, speakers, name, device), cache)


def _make_model(files: XttsFiles, state: dict[str, Any], *, stay: bool) -> Any:
    """Make the model by the package's own loader, which is handed the tensors instead of a file."""
    config = _config(files.settings)
    with naming(_ENGINE, files.vocabulary):
        Tokenizer.from_file(str(files.vocabulary))  # the loader's own error would not name the file
    with without_initialisation():
        model: Any = Xtts(config)
        model._load_checkpoint = lambda path: state
        model.load_state_dict = lambda found, strict: take_weights(model, found, stay=stay)
        try:
            with naming(_ENGINE, files.weights):
                model.load_checkpoint(
                    config,
                    checkpoint_path=str(files.weights),
                    vocab_path=str(files.vocabulary),
                    speaker_file_path="",
                    eval=True,
                    strict=True,
                )
        finally:
            del model._load_checkpoint, model.load_state_dict
    return model.requires_grad_(False)


def _config(settings: XttsSettings) -> Any:
    config: Any = XttsConfig()
    for name, value in settings.model_args.items():
        setattr(config.model_args, name, value)
    config.model_args.gpt_number_text_tokens = None  # counted from vocab.json, when the net is made
    config.languages = list(settings.languages)
    return config
