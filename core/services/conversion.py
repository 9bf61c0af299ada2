"""Make safetensors of weights in pickles, by the environment of the engine that they are for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.errors import EngineNotInstalled, EngineUnknown, ModelMissing
from core.host.conversion import Converted, convert_folder
from core.host.pool import HostPool
from core.paths import Paths, is_folder
from core.services.catalogue import own_engines
from core.services.installation import torch_engines
from core.services.model_list import has_pickles
from core.services.models import model_folders

PICKLE_ENDINGS = (".pt", ".pth", ".bin", ".ckpt")


def convert_models(
    paths: Paths, hosts: HostPool, what: str, on_begun: Callable[[Path], None]
) -> list[Converted]:
    """Convert an engine's folders, or one folder.

    Args:
        paths: Where the user's data are.
        hosts: All engines' hosts.
        what: An engine's id, or a path.
        on_begun: Told of each pickle.

    Returns:
        What was converted; empty when there was nothing to convert.

    Raises:
        EngineUnknown: When it is neither an engine nor a folder.
        EngineNotInstalled: When the environment that could do it is missing.
        ModelMissing: When there is no such folder, or nothing in it.
        SottovoceError: When a pickle is refused or a file cannot be written.
    """
    found = []
    for engine, folder in _folders(paths, hosts, what):
        environment = hosts.client_for(engine).environment
        found += convert_folder(environment, engine, folder, paths.converted_dir, on_begun)
    return found


def convert_fetched(paths: Paths, hosts: HostPool, engine: str, folder: Path) -> list[Converted]:
    """Convert what was fetched, once, where its engine is installed; elsewhere nothing.

    Raises:
        SottovoceError: When it did not succeed: the pickles can be loaded all the same.
    """
    described = next((one for one in own_engines() if one.id == engine), None)
    if described is None or not has_pickles(folder, described):
        return []
    try:
        environment = hosts.client_for(engine).environment
        return convert_folder(environment, engine, folder, paths.converted_dir, lambda path: None)
    except EngineNotInstalled:
        return []


def _folders(paths: Paths, hosts: HostPool, what: str) -> list[tuple[str, Path]]:
    """Return each folder to convert, with its engine."""
    try:
        hosts.check_known(what)
    except EngineUnknown:
        return _folder(hosts, what)
    hosts.describe(what)
    folders = model_folders(paths, what)
    if not folders:
        raise ModelMissing(engine=what, path=str(paths.models_dir / what))
    return [(what, folder) for folder in folders]


def _folder(hosts: HostPool, what: str) -> list[tuple[str, Path]]:
    folder = Path(what)
    if not is_folder(folder):
        if folder.name == what:
            hosts.check_known(what)
        raise ModelMissing(engine="", path=what)
    names = [path.suffix for path in folder.rglob("*")]
    if not names:
        raise ModelMissing(engine="", path=what)
    for hello in hosts.hello_all():
        for description in hello.engines:
            if has_pickles(folder, description):
                return [(description.id, folder)]
    if any(name in PICKLE_ENDINGS for name in names):
        for engine in torch_engines():
            hosts.describe(engine)  # one that is not installed might know this folder
    return []
