"""XTTS's text model in half precision: 0.8 GB less. Imports torch."""

from __future__ import annotations

from types import MethodType
from typing import Any

import torch

_KEPT = ("conditioning_encoder", "conditioning_perceiver")
"""Parts of the text model that hear the reference: small, and in full precision the latents stay the same."""


def halve(net: Any) -> Any:
    """Bring the net's text model to fp16, in place; vocoder and what hears the reference stay in fp32.

    The package hands fp32 to it, which is brought over where it passes.

    Args:
        net: The package's ``Xtts``, made for inference (``eval`` was called).
    """
    gpt = net.gpt
    for name, part in gpt.named_children():
        if name not in _KEPT:
            part.half()
    gpt.gpt.wpe = _no_positions
    gpt.compute_embeddings = MethodType(_compute_embeddings, gpt)
    return net


def _no_positions(positions: Any) -> Any:
    """Return zeros in half precision, which add to any width; the package's own would lift all to fp32."""
    return torch.zeros((*positions.shape, 1), dtype=torch.float16, device=positions.device)


def _compute_embeddings(self: Any, cond_latents: Any, text_inputs: Any) -> Any:
    return type(self).compute_embeddings(self, cond_latents.half(), text_inputs)
