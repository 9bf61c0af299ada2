"""torch is held to what a card has: its own functions take the cap, and on a card they keep to it."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from core.vram.cards import cap_fraction

pytestmark = pytest.mark.engines

GB = 1000**3

ON_A_CARD = """
import torch
from core.vram.cards import CudaCard, read_cards, visible_cards

card = CudaCard(visible_cards(read_cards()), spills=True)
card.look("cuda:0")
free, total = torch.cuda.mem_get_info(0)
card.cap("cuda:0")
fits = torch.empty(free // 2, dtype=torch.uint8, device="cuda:0")
try:
    torch.empty(free // 2, dtype=torch.uint8, device="cuda:0")
except torch.cuda.OutOfMemoryError as error:
    print("refused")
"""


def test_torch_takes_the_cap_as_it_is_given():
    import torch

    bound = inspect.signature(torch.cuda.set_per_process_memory_fraction).bind(cap_fraction(4 * GB, GB, 0), 0)
    assert bound.arguments["device"] == 0
    assert 0 < bound.arguments["fraction"] < 0.25


def test_on_a_card_what_is_above_the_cap_is_refused():
    import torch

    if not torch.cuda.is_available():
        pytest.skip("needs an NVIDIA card")
    run = subprocess.run([sys.executable, "-c", ON_A_CARD], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "refused"
