"""What the engine says of itself, and what it says when weights are missing; nothing of it imports Kokoro."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.engines.base import JobContext, LoadOptions
from core.engines.kokoro.engine import MODEL_NAME, VOICES_NAME, KokoroEngine, make_engine
from core.engines.kokoro.presets import ESPEAK_VOICES, PRESETS, language_for, preset_for
from core.errors import DeviceMissing, JobCancelled, ModelMissing
from core.model.cancel import CancelToken

DORA = next(preset for preset in PRESETS if preset.id == "pf_dora")
EMMA = next(preset for preset in PRESETS if preset.id == "bf_emma")


def silent_job() -> JobContext:
    return JobContext(CancelToken(), lambda fraction: None, lambda notice: None)


def test_it_describes_itself_and_imports_nothing_for_it():
    code = (
        "import sys\n"
        "from core.engines.kokoro.engine import make_engine\n"
        "before = set(sys.modules)\n"
        "description = make_engine().description\n"
        "names = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "heavy = {'onnxruntime', 'kokoro_onnx', 'phonemizer'} & set(sys.modules)\n"
        "print(sorted(names - set(sys.stdlib_module_names)), sorted(heavy), description.id)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "[] [] kokoro\n"


@pytest.mark.engines
def test_loading_it_sends_nothing_and_leaves_no_identity(tmp_path: Path):
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from core.engines.base import JobContext, LoadOptions\n"
        "from core.engines.kokoro.engine import MODEL_NAME, VOICES_NAME, make_engine\n"
        "from core.errors import ModelBroken\n"
        "from core.model.cancel import CancelToken\n"
        "folder = Path(sys.argv[1])\n"
        "for name in (MODEL_NAME, VOICES_NAME):\n"
        "    folder.joinpath(name).write_bytes(b'no weights')\n"
        "job = JobContext(CancelToken(), lambda fraction: None, lambda notice: None)\n"
        "try:\n"
        "    make_engine().load(LoadOptions('cpu', folder), job)\n"
        "except ModelBroken:\n"
        "    print('onnxruntime' in sys.modules)\n"
    )
    home, folder = tmp_path / "home", tmp_path / "weights"
    home.mkdir()
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code, folder],
        env={**os.environ, "HOME": str(home), "TMPDIR": str(home), "ORT_DISABLE_TELEMETRY": "0"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout == "True\n"
    assert list(home.iterdir()) == []


def test_it_is_an_engine_of_its_own_environment_with_presets_and_no_cloning():
    description = make_engine().description
    assert (description.id, description.environment) == ("kokoro", "kokoro")
    assert not description.clones
    assert description.takes_model_folder
    assert description.devices == ("cpu",)
    assert description.preset("pf_dora") == DORA
    assert {preset.language for preset in description.presets} == set(description.languages)
    assert "GPL" in description.code_licence.spdx
    assert description.weights_licence.spdx == "Apache-2.0"
    sizes = description.sizes
    assert min(sizes.download_bytes, sizes.weights_bytes, sizes.peak_bytes) > 90_000_000


@pytest.mark.parametrize(
    ("wanted", "preset", "language"),
    [
        ("", DORA, "pt-BR"),
        ("pt-BR", DORA, "pt-BR"),
        ("pt", DORA, "pt-BR"),
        ("pt-PT", DORA, "pt-BR"),
        ("en", EMMA, "en-GB"),
        ("en-US", EMMA, "en-US"),
        ("en", DORA, "en-US"),
        ("es-MX", DORA, "es"),
        ("ja", DORA, "pt-BR"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_voices_own(wanted, preset, language):
    assert language_for(wanted, preset) == language


def test_every_language_has_a_first_voice():
    assert [preset_for(tag).language for tag in ESPEAK_VOICES] == list(ESPEAK_VOICES)
    assert preset_for("").id == "af_heart"


def test_without_a_folder_the_model_is_missing():
    with pytest.raises(ModelMissing):
        KokoroEngine().load(LoadOptions("cpu"), silent_job())


@pytest.mark.parametrize("present", [[], [MODEL_NAME], [VOICES_NAME]])
def test_a_folder_without_a_file_names_what_is_missing(tmp_path: Path, present: list[str]):
    for name in present:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(ModelMissing) as caught:
        KokoroEngine().load(LoadOptions("cpu", tmp_path), silent_job())
    assert Path(caught.value.path) == tmp_path / (VOICES_NAME if MODEL_NAME in present else MODEL_NAME)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ModelMissing) as caught:
        KokoroEngine().load(LoadOptions("cpu", tmp_path / "gone"), silent_job())
    assert caught.value.path == str(tmp_path / "gone")


def test_it_takes_no_card(tmp_path: Path):
    with pytest.raises(DeviceMissing):
        KokoroEngine().load(LoadOptions("cuda", tmp_path), silent_job())


def test_a_cancelled_job_loads_nothing(tmp_path: Path):
    job = silent_job()
    job.cancel.cancel()
    with pytest.raises(JobCancelled):
        KokoroEngine().load(LoadOptions("cpu", tmp_path), job)
