"""Reasons that the system or the end of a process gives are words of the user's language."""

from __future__ import annotations

import errno
import os

import pytest

from core.errors import EngineCrashed, HostNotStarted, OutputUnwritable
from core.services.explain import explain
from core.services.reasons import ENDS, SYSTEM

PORTUGUESE = {
    "Permission denied": "permissão negada",
    "killed by signal {signal}": "encerrado pelo sinal {signal}",
    "exit code {code}": "código de saída {code}",
    "no hello within {seconds} s": "sem resposta inicial em {seconds} s",
}


def translate(text: str) -> str:
    return PORTUGUESE.get(text, text)


@pytest.mark.parametrize("code", SYSTEM)
def test_what_the_system_says_is_known_by_its_number(code: int) -> None:
    seen: list[str] = []

    def note(text: str) -> str:
        seen.append(text)
        return text

    explain(OutputUnwritable(path="a.wav", reason=os.strerror(code)), note)
    assert SYSTEM[code] in seen


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (os.strerror(errno.EACCES), "permissão negada"),
        (f"/usr/bin/python: {os.strerror(errno.EACCES)}", "/usr/bin/python: permissão negada"),
        ("killed by signal SIGKILL (9)", "encerrado pelo sinal SIGKILL (9)"),
        ("exit code 1: No module named 'core'", "código de saída 1: No module named 'core'"),
        ("no hello within 30 s", "sem resposta inicial em 30 s"),
        ("a library's own words", "a library's own words"),
    ],
)
def test_reasons_are_translated(reason: str, said: str) -> None:
    assert explain(HostNotStarted(environment="torch", reason=reason), translate).why == f"Reason: {said}."


def test_the_end_of_a_process_is_told_as_the_host_tells_it() -> None:
    words = explain(EngineCrashed(engine="f5", reason="killed by signal SIGKILL (9)"), translate)
    assert words.why == "Its process is gone: encerrado pelo sinal SIGKILL (9)."
    assert "killed by signal {signal}" in ENDS
