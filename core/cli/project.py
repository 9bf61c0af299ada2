"""``sottovoce project new|info|check|rescue|export-text``."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from core.cli.terminal import Terminal, binary_stdout, stdout_errors
from core.errors import ProjectDamaged, UsageError
from core.projects.check import check
from core.projects.project import Project
from core.projects.rescue import rescue
from core.services.app import Services
from core.services.models import check_named
from core.services.projects import exported_text, new_project, project_info, settings_of
from core.services.table import table


def project(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """Make a project, say what is in one, look it through, rescue it, or write out its text.

    Raises:
        ProjectError: When it cannot be read, is damaged, or is in use.
        TextError: When a text cannot be read.
        StorageError: When a file, or standard output, cannot be written.
        UsageError: When a name is empty.
    """
    if "" in (arguments.project, getattr(arguments, "target", None), getattr(arguments, "file", None)):
        raise UsageError(reason="the name of a file is empty")
    path = Path(arguments.project)
    match arguments.action:
        case "new":
            _new(path, arguments, services, terminal)
        case "info":
            _info(path, services, terminal)
        case "check":
            _check(path, terminal)
        case "rescue":
            _rescue(path, Path(arguments.target), terminal)
        case _:
            _export_text(path)


def _new(path: Path, arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    from core.cli.wishes import read_choices

    choices, notices = read_choices(arguments, services)
    check_named(services.paths, choices.engine, choices.model)
    state, text_notices = new_project(path, Path(arguments.file), settings_of(choices))
    for notice in (*notices, *text_notices):
        terminal.warning(notice)
    lines = sum(not line.is_blank for line in state.script.lines)
    if terminal.as_json:
        terminal.json_result({"path": str(path), "lines": lines})
    else:
        terminal.info(f"{path} was made: {lines} lines")


def _info(path: Path, services: Services, terminal: Terminal) -> None:
    info = project_info(path, services)
    if terminal.as_json:
        terminal.json_result({"path": str(path), **asdict(info)})
        return
    rows = [
        ("title", info.title),
        ("lines", f"{info.lines}: {info.rendered} spoken, {info.todo} to do"),
        ("takes", str(info.takes)),
        ("length", f"{info.audio_s:.1f} s of takes that stand"),
        ("engine", info.engine or "-"),
        ("voice", info.voice or "-"),
        ("language", info.language or "-"),
        ("voices inside", str(info.voices_inside)),
        ("size", f"{info.size_bytes / 1e6:.1f} MB"),
    ]
    if info.stale or info.failed:
        rows.insert(2, ("", f"{info.stale} changed since they were spoken, {info.failed} failed"))
    if info.used_by:
        rows.append(("used by", info.used_by))
    terminal.result("\n".join(table(rows)))


def _check(path: Path, terminal: Terminal) -> None:
    report = check(path)
    if report.problems:
        raise ProjectDamaged(path=str(path), reason="; ".join(report.problems))
    if terminal.as_json:
        terminal.json_result({"path": str(path), "whole": True, **asdict(report)})
    else:
        terminal.result(f"{path} is whole: all {report.takes} takes are as they were stored")


def _rescue(path: Path, target: Path, terminal: Terminal) -> None:
    report = rescue(path, target)
    if terminal.as_json:
        terminal.json_result({"path": str(target), "whole": report.whole, **asdict(report)})
        return
    before = "" if report.lines_before is None else f" of {report.lines_before}"
    rows = [
        (
            "lines",
            f"{report.lines}{before}" + (f"; {report.lines_mended} mended" if report.lines_mended else ""),
        ),
        ("takes", f"{report.takes}" + (f"; {report.takes_lost} are lost" if report.takes_lost else "")),
        ("settings", "all" if report.settings else "lost: choose voice and engine anew"),
        ("pronunciations", "all" if report.pronunciations else "lost"),
        ("voices inside", str(report.voices)),
    ]
    if report.cut_short:
        rows.append(("file", "its end is missing, and with it whatever was there"))
    terminal.result("\n".join([f"{target} holds what could be read:", *table(rows)]))


def _export_text(path: Path) -> None:
    opened = Project.open(path, read_only=True)
    try:
        data = exported_text(opened.state)
    finally:
        opened.close()
    out = binary_stdout()
    with stdout_errors():
        out.write(data)
        out.flush()
