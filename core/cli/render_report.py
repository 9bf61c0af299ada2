"""What ``render`` says: failed lines, what was written, and whether the target was met."""

from __future__ import annotations

import os

from core.cli.terminal import Terminal
from core.cli.warned import Warnings
from core.delivery.report import DeliveredFile, DeliveryReport
from core.services.explain import explain
from core.services.render_lines import FailedLine, RenderReport

_SHOWN_CHARS = 60
_SHOWN_LINES = 12

_WORDS = {
    "loudness": ("loudness", "LUFS"),
    "true_peak": ("true peak", "dBTP"),
    "rms": ("RMS level", "dB"),
    "noise": ("noise", "dB"),
    "sample_rate": ("sample rate", "Hz"),
    "duration": ("length", "s"),
}


def tell_failed(failed: FailedLine, terminal: Terminal) -> None:
    """Say on standard error that a line could not be spoken, and why."""
    text = failed.line.plan.written
    shown = text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}…"
    words = explain(failed.error)
    terminal.info(f'line {failed.line.number} failed ("{shown}"): {words.what} {words.why}')


def numbers_of(failed: tuple[FailedLine, ...]) -> str:
    """Return the numbers of failed lines for a sentence, the first dozen."""
    numbers = [str(one.line.number) for one in failed]
    more = len(numbers) - _SHOWN_LINES
    return ", ".join(numbers[:_SHOWN_LINES]) + (f" and {more} more" if more > 0 else "")


def report_render(
    spoken: RenderReport, delivered: DeliveryReport, terminal: Terminal, warnings: Warnings
) -> None:
    """Say what was made: one JSON object, or lines for people."""
    if terminal.as_json:
        terminal.json_result(_as_json(spoken, delivered, warnings))
        return
    for file in delivered.files:
        figures = file.figures
        terminal.info(
            f"{file.path}: {file.duration_s:.1f} s, {figures.loudness_lufs:.1f} LUFS, "
            f"true peak {figures.true_peak_dbtp:.1f} dBTP"
        )
        for demand in file.demands:
            if not demand.met:
                what, unit = _WORDS.get(demand.what, (demand.what, ""))
                terminal.info(f"  not met: {what} is {demand.value:.1f} {unit}")
    for path in delivered.extras:
        terminal.info(str(path))
    rtf = spoken.synthesis_s / spoken.speech_s if spoken.speech_s else 0.0
    pace = f" (RTF {rtf:.3f} on {', '.join(spoken.devices)})" if spoken.rendered else ""
    terminal.info(f"{spoken.rendered} lines were spoken{pace}, {spoken.kept} had their take already")


def _as_json(spoken: RenderReport, delivered: DeliveryReport, warnings: Warnings) -> dict[str, object]:
    return {
        "files": [_file_json(file) for file in delivered.files],
        "extras": [os.fspath(path.absolute()) for path in delivered.extras],
        "format": delivered.format.value,
        "loudness": delivered.loudness.value,
        "met": delivered.met,
        "duration_s": round(delivered.duration_s, 6),
        "lines": delivered.lines,
        "rendered": spoken.rendered,
        "kept": spoken.kept,
        "failed": [_failed_json(one) for one in spoken.failed],
        "rtf": round(spoken.synthesis_s / spoken.speech_s, 4) if spoken.speech_s else None,
        "devices": list(spoken.devices),
        "timings_s": {
            name: round(value, 4) for name, value in {**spoken.timings_s, **delivered.timings_s}.items()
        },
        "warnings": warnings.as_json(),
    }


def _file_json(file: DeliveredFile) -> dict[str, object]:
    figures = file.figures
    return {
        "path": os.fspath(file.path.absolute()),
        "duration_s": round(file.duration_s, 6),
        "sample_rate_hz": file.sample_rate_hz,
        "size_bytes": file.size_bytes,
        "loudness_lufs": round(figures.loudness_lufs, 2),
        "true_peak_dbtp": round(figures.true_peak_dbtp, 2),
        "rms_dbfs": round(figures.rms_dbfs, 2),
        "noise_dbfs": round(figures.noise_dbfs, 2),
        "demands": [
            {
                "what": demand.what,
                "value": round(demand.value, 2),
                "least": demand.least,
                "most": demand.most,
                "met": demand.met,
            }
            for demand in file.demands
        ],
    }


def _failed_json(failed: FailedLine) -> dict[str, object]:
    words = explain(failed.error)
    return {
        "line": failed.line.number,
        "text": failed.line.plan.written,
        "code": failed.error.code,
        "message": f"{words.what} {words.why}".strip(),
    }
