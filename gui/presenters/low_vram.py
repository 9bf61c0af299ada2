"""Low VRAM in the window's words: what is in force, who set it, what it does here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.model.policy import LowVram
from core.services.low_vram import describe_low_vram
from gui.i18n import gigabytes
from gui.messages import translated


def pill_text(low_vram: LowVram) -> str:
    """Say what is in force, such as ``Low VRAM on``."""
    if low_vram.value:
        return QCoreApplication.translate("LowVram", "Low VRAM on")
    return QCoreApplication.translate("LowVram", "Low VRAM off")


def source_text(low_vram: LowVram) -> str:
    """Say what is in force and who set it, such as ``Low VRAM: on (environment LOW_VRAM)``."""
    template = QCoreApplication.translate("LowVram", "Low VRAM: {mode}")
    return template.format(mode=describe_low_vram(low_vram, translated, gigabytes))


def explanation(*, has_card: bool | None) -> str:
    """Say in one line what Low VRAM does on this machine; None: it is not known yet whether it has a card."""
    if has_card is None:
        return QCoreApplication.translate("LowVram", "If on, engines leave memory after each job.")
    if has_card:
        return QCoreApplication.translate(
            "LowVram", "If on: one engine on the card at a time; it leaves after its job."
        )
    return QCoreApplication.translate(
        "LowVram", "No graphics card. If on, engines leave memory after each job."
    )
