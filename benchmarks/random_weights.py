"""Write folders of random weights as large as asked for; it runs in environment `torch`.

    .environments/torch/bin/python benchmarks/random_weights.py ENGINE SIZE FOLDER

`full` is the size of the published models (F5TTS_v1_Base with Vocos, XTTS v2), `wide` as wide but of
fewer layers, `tiny` as in the tests. XTTS's speech is cut at so many tokens: random weights find no end.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.checkpoints.f5 import ARCH, VOCODER, build_f5
from tests.checkpoints.xtts import ARGS, build_xtts

F5_FULL = ARCH | {
    "dim": 1024,
    "depth": 22,
    "heads": 16,
    "dim_head": 64,
    "text_dim": 512,
    "conv_layers": 4,
}
VOCOS_FULL = VOCODER | {
    "backbone": VOCODER["backbone"]
    | {"init_args": {"input_channels": 100, "dim": 512, "intermediate_dim": 1536, "num_layers": 8}},
    "head": VOCODER["head"] | {"init_args": VOCODER["head"]["init_args"] | {"dim": 512}},
}
XTTS_FULL = ARGS | {
    "gpt_layers": 30,
    "gpt_n_model_channels": 1024,
    "gpt_n_heads": 16,
    "gpt_max_audio_tokens": 605,
    "decoder_input_dim": 1024,
}
XTTS_TOKENS = 6681
SPOKEN_TOKENS = {"full": 20, "wide": 14}


def make_xtts() -> Any:
    """Make XTTS v2 by its package, in full size, with whatever numbers the package begins with."""
    from TTS.tts.configs.xtts_config import XttsConfig
    from TTS.tts.models.xtts import Xtts

    config: Any = XttsConfig()
    for name, value in XTTS_FULL.items():
        setattr(config.model_args, name, value)
    config.model_args.gpt_number_text_tokens = XTTS_TOKENS
    config.model_args.gpt_start_text_token, config.model_args.gpt_stop_text_token = 3, 0
    net: Any = Xtts(config)
    net.eval()
    return net


def write(engine: str, size: str, folder: Path) -> None:
    """Write a folder that an engine loads from."""
    if engine == "f5":
        import core.engines.f5.loading  # it puts empty modules in the place of what only training needs

        assert core.engines.f5.loading
        sizes: dict[str, dict[str, Any]] = {
            "full": {"arch": F5_FULL, "vocoder": VOCOS_FULL, "own_vocabulary": False},
            "wide": {"arch": F5_FULL | {"depth": 2}, "vocoder": VOCOS_FULL, "own_vocabulary": False},
            "tiny": {},
        }
        build_f5(folder, **sizes[size])
    else:
        args = XTTS_FULL | {"gpt_max_audio_tokens": SPOKEN_TOKENS.get(size, 0)}
        sizes = {
            "full": {"args": args, "tokens": XTTS_TOKENS},
            "wide": {"args": args | {"gpt_layers": 4}, "tokens": XTTS_TOKENS},
            "tiny": {},
        }
        build_xtts(folder, **sizes[size])


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
