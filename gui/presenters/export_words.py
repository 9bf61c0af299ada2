"""What is said of finished files: targets, progress, and what was met and what was not."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.delivery.report import DeliveredFile, DeliveryProgress, DeliveryReport, Demand
from core.delivery.targets import TARGETS
from core.delivery.wishes import Loudness
from gui.i18n import duration_text, signed_text
from gui.presenters.export_state import ReportRow

_MOST_ROWS = 100
_UNHEARD_DB = -100.0


def loudness_note(loudness: Loudness) -> str:
    """Say what a target means."""
    target = TARGETS.get(loudness)
    if target is None:
        return QCoreApplication.translate("ExportWords", "Every line stays as loud as it was spoken.")
    if target.rms_range_dbfs is not None:
        return QCoreApplication.translate(
            "ExportWords",
            "Audiobook levels only: RMS −23 to −18 dB, peaks below −3 dB, noise below −60 dB, 44.1 kHz. "
            "ACX, the shop that asks for these levels, bars AI narration that it has not authorised.",
        )
    words = QCoreApplication.translate(
        "ExportWords", "Every line is brought to {loudness} LUFS; true peaks stay below {peak} dB."
    )
    return words.format(
        loudness=signed_text(target.loudness_lufs or 0.0, 0), peak=signed_text(target.true_peak_dbtp, 0)
    )


def progress_text(progress: DeliveryProgress) -> str:
    """Say how far it is."""
    stages = {
        "measuring": QCoreApplication.translate("ExportWords", "Measuring"),
        "writing": QCoreApplication.translate("ExportWords", "Writing"),
        "checking": QCoreApplication.translate("ExportWords", "Checking"),
    }
    words = QCoreApplication.translate("ExportWords", "{stage}… {percent} %")
    text = words.format(stage=stages.get(progress.stage, ""), percent=int(100 * progress.fraction))
    if progress.left_s is None or progress.left_s < 1:
        return text
    left = QCoreApplication.translate("ExportWords", "about {time} left")
    return f"{text} · {left.format(time=duration_text(progress.left_s))}"


def report_rows(report: DeliveryReport) -> tuple[ReportRow, ...]:
    """Say of each demand whether it was met, with figures; without demands, the figures alone.

    Of several files, what was not met comes first, then each file that is as it shall be.
    """
    if report.loudness is Loudness.NONE:
        return tuple(
            ReportRow(_figures(file, named=len(report.files) > 1)) for file in report.files[:_MOST_ROWS]
        )
    if len(report.files) == 1:
        return tuple(_row(demand) for demand in report.files[0].demands)
    missed = [
        ReportRow(f"{file.path.name}: {_row(demand).text}", met=False)
        for file in report.files
        for demand in file.demands
        if not demand.met
    ]
    met = [ReportRow(_figures(file, named=True), met=True) for file in report.files if file.met]
    good = len(met)
    words = QCoreApplication.translate("ExportWords", "{met} of {total} files meet the target")
    summary = ReportRow(words.format(met=good, total=len(report.files)), met=good == len(report.files))
    return (summary, *[*missed, *met][:_MOST_ROWS])


def missed_text(report: DeliveryReport) -> str:
    """Say what was not met, in one line; empty where all was."""
    rows = [row.text for row in report_rows(report) if row.met is False]
    return "; ".join(rows[:3])


def _figures(file: DeliveredFile, *, named: bool) -> str:
    figures = file.figures
    words = QCoreApplication.translate(
        "ExportWords", "{loudness} LUFS · true peak {peak} dB · mean level {rms} dB · noise {noise} dB"
    )
    text = words.format(
        loudness=_level(figures.loudness_lufs),
        peak=_level(figures.true_peak_dbtp),
        rms=_level(figures.rms_dbfs),
        noise=_level(figures.noise_dbfs),
    )
    return f"{file.path.name}: {text}" if named else text


def _row(demand: Demand) -> ReportRow:
    names = {
        "loudness": QCoreApplication.translate("ExportWords", "Loudness {value} LUFS"),
        "true_peak": QCoreApplication.translate("ExportWords", "True peak {value} dB"),
        "rms": QCoreApplication.translate("ExportWords", "Mean level (RMS) {value} dB"),
        "noise": QCoreApplication.translate("ExportWords", "Noise {value} dB"),
        "sample_rate": QCoreApplication.translate("ExportWords", "Sample rate {value} Hz"),
        "duration": QCoreApplication.translate("ExportWords", "Length {value}"),
    }
    if demand.least is None:
        asked = QCoreApplication.translate("ExportWords", "asked for: at most {most}")
    elif demand.least == demand.most:
        asked = QCoreApplication.translate("ExportWords", "asked for: {most}")
    else:
        asked = QCoreApplication.translate("ExportWords", "asked for: {least} to {most}")
    said = [_value(demand.what, value) for value in (demand.value, demand.least, demand.most)]
    text = names[demand.what].format(value=said[0])
    return ReportRow(f"{text} ({asked.format(least=said[1], most=said[2])})", demand.met)


def _value(what: str, value: float | None) -> str:
    if value is None:
        return ""
    if what == "duration":
        return duration_text(value)
    return signed_text(float(value), 0) if what == "sample_rate" else _level(float(value))


def _level(value: float) -> str:
    """Say a level; what is lower than any sound that is heard has no figure of its own."""
    return signed_text(value) if value > _UNHEARD_DB else f"≤ {signed_text(_UNHEARD_DB, 0)}"
