"""A look of ``doctor --watch`` as JSON, as a table for a terminal, and as one line."""

from __future__ import annotations

import time
from dataclasses import asdict

from core.model.events import EngineMemory, MemoryMark, MemorySample
from core.model.memory import card_parts
from core.services.table import table
from core.services.watch import Look, WatchedHost

_MARKS = 3
"""So many of the last things that happened are shown in the table; JSON has all that are told."""


def as_json(seen: Look) -> dict[str, object]:
    """Return a look as JSON values."""
    return {
        "time_s": round(seen.time_s, 3),
        "ram": {"total_bytes": seen.ram_total_bytes, "used_bytes": seen.ram_used_bytes},
        "cards": [_card_json(card) for card in seen.cards],
        "hosts": [_host_json(host, seen.time_s) for host in seen.hosts],
    }


def as_lines(seen: Look) -> list[str]:
    """Return a look as lines for a terminal."""
    lines = [f"{_clock(seen.time_s)}  {_ram(seen)}"]
    for card in seen.cards:
        lines += ["", f"{_card_name(card)}: {_used(card)}", f"  {', '.join(_parts(card)) or 'nothing'}"]
        if card.peak_bytes:
            lines[-1] += f"; peak {_gb(card.peak_bytes)}"
    if not seen.cards:
        lines += ["", "no graphics card"]
    for host in seen.hosts:
        stale = _stale_words(host.sample, seen.time_s)
        lines += ["", f"{_program(host)}, {host.environment}{f' ({stale})' if stale else ''}"]
        lines += [f"  {line}" for line in _engine_rows(host.sample)]
        marks = [_mark(mark) for mark in host.sample.marks[-_MARKS:]]
        lines += [f"  last: {', '.join(marks)}"] if marks else []
    if not seen.hosts:
        lines += ["", "no Sottovoce has an engine host running"]
    return lines


def as_line(seen: Look) -> str:
    """Return a look as one line."""
    cards = [f"{_card_name(card)} {_used(card)}: {', '.join(_parts(card))}" for card in seen.cards]
    hosts = []
    for host in seen.hosts:
        engines = [_engine_words(one) for one in host.sample.engines if _is_there(one)]
        stale = _stale_words(host.sample, seen.time_s)
        words = [*engines, stale] if stale else engines
        hosts.append(f"{_program(host)}, {host.environment}: {', '.join(words) or 'holds nothing'}")
    return "; ".join([_clock(seen.time_s), *(cards or ["no graphics card"]), *hosts, _ram(seen)])


def _card_json(card: MemorySample) -> dict[str, object]:
    parts = [
        {"kind": part.kind, "size_bytes": part.size_bytes} | ({"engine": part.engine} if part.engine else {})
        for part in card_parts(card)
    ]
    return {
        "name": card.device,
        "simulated": card.simulated,
        "total_bytes": card.total_bytes,
        "free_bytes": card.free_bytes,
        "parts": parts,
    }


def _host_json(host: WatchedHost, now_s: float) -> dict[str, object]:
    sample = host.sample
    engines = [
        {
            "id": one.engine,
            "state": one.state,
            "weights_bytes": one.size_bytes,
            "activation_bytes": one.activation_bytes,
            "activation_peak_bytes": one.peak_bytes,
            "parked_bytes": one.parked_bytes,
        }
        for one in sample.engines
    ]
    return {
        "program": host.program,
        "pid": host.pid,
        "environment": host.environment,
        "device": sample.device,
        "device_kind": sample.device_kind,
        "simulated": sample.simulated,
        "age_s": round(now_s - sample.time_s, 3),
        "stale": sample.is_stale(now_s),
        "engines": engines,
        "context_bytes": sample.context_bytes,
        "cache_bytes": sample.cache_bytes,
        "allocated_bytes": sample.allocated_bytes,
        "reserved_bytes": sample.reserved_bytes,
        "peak_bytes": sample.peak_bytes,
        "host_rss_bytes": sample.host_rss_bytes,
        "marks": [asdict(mark) for mark in sample.marks],
    }


def _card_name(card: MemorySample) -> str:
    return f"{card.device}, not real" if card.simulated else card.device


def _used(card: MemorySample) -> str:
    return f"{_gb(card.total_bytes - card.free_bytes)} of {_gb(card.total_bytes)} GB"


def _parts(card: MemorySample) -> list[str]:
    words = {"other": "other programs"}
    return [
        f"{part.engine or words.get(part.kind, part.kind)} {_gb(part.size_bytes)}"
        for part in card_parts(card)
    ]


def _program(host: WatchedHost) -> str:
    return f"{host.program or 'another program'} (process {host.pid})"


def _stale_words(sample: MemorySample, now_s: float) -> str:
    return f"figures are old: {max(0.0, now_s - sample.time_s):.0f} s" if sample.is_stale(now_s) else ""


def _is_there(engine: EngineMemory) -> bool:
    return bool(engine.size_bytes or engine.parked_bytes) or engine.in_memory


def _engine_words(engine: EngineMemory) -> str:
    words = [f"{engine.engine} {engine.state} {_gb(engine.size_bytes)}"]
    if engine.activation_bytes:
        words.append(f"activations {_gb(engine.activation_bytes)}")
    if engine.parked_bytes:
        words.append(f"parked in RAM {_gb(engine.parked_bytes)}")
    return " + ".join(words)


def _engine_rows(sample: MemorySample) -> list[str]:
    """Return a host's engines in columns, then what is no engine's."""
    rows = [("GB", "", "weights", "activations", "at most", "parked in RAM")]
    rows += [
        (
            one.engine,
            one.state,
            _gb(one.size_bytes),
            _gb(one.activation_bytes),
            _gb(one.peak_bytes),
            _gb(one.parked_bytes),
        )
        for one in sample.engines
    ]
    rest = f"host's RAM {_gb(sample.host_rss_bytes)}"
    if sample.has_card:
        rest = f"context {_gb(sample.context_bytes)}, cache {_gb(sample.cache_bytes)}, {rest}"
    return [*table(rows, texts=2), rest]


def _ram(seen: Look) -> str:
    return f"RAM {_gb(seen.ram_used_bytes)} of {_gb(seen.ram_total_bytes)} GB"


def _mark(mark: MemoryMark) -> str:
    return f"{_clock(mark.time_s)} {mark.kind.replace('_', ' ')} {mark.engine}"


def _clock(time_s: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(time_s))


def _gb(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.2f}"
