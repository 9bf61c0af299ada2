"""From lines and their takes to the pieces that are delivered: what `render` and the window export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from core.delivery.wishes import Piece
from core.model.script import Take
from core.services.render_lines import RenderLine


def make_pieces(lines: Iterable[RenderLine], take_of: Callable[[RenderLine], Take | None]) -> Iterator[Piece]:
    """Yield the takes of lines for delivery, with the pauses that are written around them.

    Args:
        lines: All lines, in the script's order.
        take_of: The take that stands for a line that is not blank; None: the line is left out.
    """
    waiting: Piece | None = None
    head_s, at_head = None, True
    for line in lines:
        plan = line.plan
        head_s = _sum(head_s, plan.pause_before_s) if at_head else head_s
        waiting = _then_pause(waiting, plan.pause_before_s)
        take = None if plan.is_blank else take_of(line)
        if take is not None:
            if waiting is not None:
                yield waiting
            waiting = Piece(
                clip=take.clip,
                line=line.number,
                text=plan.written,
                voice=line.voice,
                voice_id=line.plan.recipe.voice,
                chapter=plan.written if plan.marked.heading else None,
                starts_paragraph=line.starts_paragraph,
                pause_before_s=head_s,
            )
            head_s = None
        at_head = at_head and plan.is_blank
        head_s = _sum(head_s, plan.pause_after_s) if at_head else head_s
        waiting = _then_pause(waiting, plan.pause_after_s)
    if waiting is not None:
        yield waiting


def _sum(pause_s: float | None, more_s: float | None) -> float | None:
    return pause_s if more_s is None else (pause_s or 0.0) + more_s


def _then_pause(piece: Piece | None, pause_s: float | None) -> Piece | None:
    if piece is None or pause_s is None:
        return piece
    return replace(piece, pause_after_s=_sum(piece.pause_after_s, pause_s))
