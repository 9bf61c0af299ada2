"""``sottovoce models get|verify|remove|clean``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from core.cli.terminal import Terminal
from core.errors import LicenceNotAccepted, SettingInvalid, SottovoceError, WeightsDamaged
from core.model.cancel import CancelToken
from core.models.manifest import Manifest
from core.models.progress import Progress, Stage
from core.models.verify import GOOD, FileState
from core.services.adding import Added, Said, add_weights
from core.services.app import Services
from core.services.conversion import convert_fetched
from core.services.explain import explain
from core.services.table import table
from core.services.weights import Verified
from core.settings.table import parse_language

_YES = frozenset({"y", "yes", "s", "sim"})

_STAGES = {
    Stage.FETCHING: "fetching",
    Stage.COPYING: "copying",
    Stage.CHECKING: "checking",
    Stage.WAITING: "waiting for the server",
}


_STATES = {
    FileState.WHOLE: "good",
    FileState.FIRST_SEEN: "seen for the first time; it is compared from now on",
    FileState.MISSING: "missing",
    FileState.WRONG_SIZE: "of a wrong size",
    FileState.WRONG_HASH: "changed",
    FileState.UNREADABLE: "cannot be read",
}


def get(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """Fetch weights.

    Raises:
        WeightsError: When they cannot be had; what has come is kept.
        StorageError: When they cannot be written.
    """
    if arguments.progress_json:
        told_in_lines(lambda: _get(arguments, services, terminal), terminal)
    else:
        _get(arguments, services, terminal)


def _get(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    manifest = services.weights.catalogue().find(arguments.what)
    _accept(manifest, arguments, services, terminal)
    source = Path(arguments.source).absolute() if arguments.source is not None else None
    tell = _teller(manifest.id, terminal, lines=arguments.progress_json)
    place = services.weights.get(manifest, CancelToken(), tell, source)
    _convert(manifest.engine, place, services, terminal)
    fetched = {"id": manifest.id, "path": str(place), "size_bytes": manifest.size_bytes}
    if arguments.progress_json:
        terminal.json_line({"fetched": fetched})
    elif terminal.as_json:
        terminal.json_result({"fetched": fetched})
    else:
        terminal.result(f"{place}: {manifest.size_bytes / 1e6:.1f} MB, every file verified.")


def _convert(engine: str, place: Path, services: Services, terminal: Terminal) -> None:
    """Make safetensors of what was fetched, which load faster; without them it works as well."""
    try:
        convert_fetched(services.paths, services.hosts, engine, place)
    except SottovoceError as error:
        words = explain(error)
        terminal.info(f"The weights are here, and were not converted: {words.what} {words.why}")


def _accept(
    manifest: Manifest, arguments: argparse.Namespace, services: Services, terminal: Terminal
) -> None:
    """Have the licence accepted once: by the option, or by an answer on a terminal.

    Raises:
        LicenceNotAccepted: When it was not.
    """
    if services.weights.accepted(manifest) is not None:
        return
    if not arguments.accept_licence:
        licence = manifest.licence
        refused = LicenceNotAccepted(
            model=manifest.id, licence=licence.spdx, summary=licence.summary, url=licence.url
        )
        if terminal.as_json or arguments.progress_json or not _is_asked():
            raise refused
        size = f"{manifest.size_bytes / 1e6:.0f} MB"
        terminal.info(f"{manifest.name}, {size}. Licence of the weights: {licence.spdx}, {licence.summary}.")
        terminal.info(f"It can be read here: {licence.url}")
        if not _says_yes():
            raise refused
    services.weights.accept(manifest)


def _is_asked() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()


def _says_yes() -> bool:
    sys.stderr.write("Do you accept it? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in _YES


def add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """Add weights from a folder.

    Raises:
        WeightsError: When they are not taken; nothing is left then.
        StorageError: When they cannot be written.
    """
    if arguments.progress_json:
        told_in_lines(lambda: _add(arguments, services, terminal), terminal)
    else:
        _add(arguments, services, terminal)


def _add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    folder = Path(arguments.folder)
    known = Said(_languages(arguments.languages), arguments.f5_v0)
    added = add_weights(services.paths, services.hosts, folder, arguments.name or "", known)
    said = {**asdict(added), "place": str(added.place)}
    if arguments.progress_json:
        terminal.json_line({"added": said})
    elif terminal.as_json:
        terminal.json_result({"added": said})
    else:
        terminal.result("\n".join(_added_lines(added)))


def _languages(given: Sequence[str]) -> tuple[str, ...]:
    """Return language tags, each once.

    Raises:
        SettingInvalid: When one can be none.
    """
    for tag in given:
        try:
            parse_language(tag)
        except ValueError:
            allowed = "a language tag such as pt-BR"
            raise SettingInvalid(origin=f"--language={tag[:80]}", value=tag[:80], allowed=allowed) from None
    return tuple(dict.fromkeys(tag.strip() for tag in given if tag.strip()))


def _added_lines(added: Added) -> list[str]:
    how = "linked, so that they take no room of their own" if added.linked else "copied"
    lines = [
        f"{added.engine}/{added.name}: {how}; --engine {added.engine} --model {added.name} speaks with them."
    ]
    if added.borrowed:
        lines.append(f"Taken from other weights of the engine: {', '.join(added.borrowed)}")
    if not added.checked:
        lines.append("They are pickles, and the engine is not installed: their shapes were not looked at.")
    return lines


def verify(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """Look at every byte of weights.

    Raises:
        WeightsDamaged: When a file is not what it should be.
    """
    if arguments.progress_json:
        told_in_lines(lambda: _verify(arguments, services, terminal), terminal)
    else:
        _verify(arguments, services, terminal)


def _verify(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    tell = _teller(arguments.what, terminal, lines=arguments.progress_json)
    found = services.weights.verify(arguments.what, CancelToken(), tell)
    if arguments.progress_json:
        terminal.json_line({"verified": [_verified_json(one) for one in found]})
    elif terminal.as_json and all(one.good for one in found):
        terminal.json_result({"verified": [_verified_json(one) for one in found]})
    elif not terminal.as_json:
        terminal.result("\n".join(line for one in found for line in _verified_lines(one)))
    for one in found:
        wrong = [file.path for file in one.files if file.state not in GOOD]
        if wrong:
            raise WeightsDamaged(model=one.model, path=str(one.folder), files=", ".join(wrong))


def _verified_json(one: Verified) -> dict[str, object]:
    files = [{"path": file.path, "state": str(file.state), "sha256": file.sha256} for file in one.files]
    return {"model": one.model, "path": str(one.folder), "files": files}


def _verified_lines(one: Verified) -> list[str]:
    rows = [(f"  {file.path}", _STATES[file.state]) for file in one.files]
    return [f"{one.model}: {'good' if one.good else 'damaged'}", *table(rows)]


def remove(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """Remove weights.

    Raises:
        ModelUnknown: When nothing of that name is on the disk.
        DownloadBusy: When another process is at it.
        StorageError: When the system refuses.
    """
    gone = services.weights.remove(arguments.what)
    if terminal.as_json:
        terminal.json_result({"removed": [str(place) for place in gone]})
    else:
        terminal.result("\n".join(f"Removed {place}" for place in gone))


def clean(services: Services, terminal: Terminal) -> None:
    """Delete what can go without a loss.

    Raises:
        StorageError: When the system refuses.
    """
    gone = services.weights.clean()
    if terminal.as_json:
        items = [{"kind": one.kind, "path": str(one.path), "size_bytes": one.size_bytes} for one in gone]
        terminal.json_result({"removed": items})
    elif gone:
        terminal.result("\n".join(f"Removed {one.path}: {one.size_bytes / 1e6:.1f} MB" for one in gone))
    else:
        terminal.result("There was nothing to clean up.")


def _teller(name: str, terminal: Terminal, *, lines: bool = False) -> Callable[[Progress], None]:
    if lines:
        return lambda progress: terminal.json_line({"progress": _progress_json(progress)})
    return lambda progress: terminal.progress(f"{name}: {_progress_text(progress)}")


def _progress_json(progress: Progress) -> dict[str, object]:
    left_s = progress.left_s
    return {
        "stage": str(progress.stage),
        "file": progress.file,
        "done_bytes": progress.done_bytes,
        "total_bytes": progress.total_bytes,
        "bytes_per_s": round(progress.bytes_per_s),
        "left_s": None if left_s is None else round(left_s, 1),
    }


def _progress_text(progress: Progress) -> str:
    done = f"{progress.done_bytes / 1e6:.0f} of {progress.total_bytes / 1e6:.0f} MB"
    speed = f", {progress.bytes_per_s / 1e6:.1f} MB/s" if progress.bytes_per_s else ""
    left = f", {_time(progress.left_s)} left" if progress.left_s is not None else ""
    return f"{_STAGES[progress.stage]} {progress.file}: {done}{speed}{left}"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def told_in_lines(work: Callable[[], None], terminal: Terminal) -> None:
    """Do it, and say a failure with all its fields on a line of its own: another program words it."""
    try:
        work()
    except SottovoceError as error:
        words = explain(error)
        terminal.json_line(
            {"failed": {"code": error.code, "fields": error.fields(), "message": f"{words.what} {words.why}"}}
        )
        raise
