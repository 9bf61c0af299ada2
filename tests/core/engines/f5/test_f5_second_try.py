"""F5 speaks once more after lack of memory: it goes on where it was, down to the cross-fade."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.engines.base import Model
from tests.checkpoints.jobs import Asker
from tests.core.engines.f5.conftest import Ask

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

LONG = "Good evening to all of you, and welcome to the long text. " * 8


def test_a_second_try_goes_on_after_the_parts_that_are_done(f5: Model, ask: Ask) -> None:
    import torch

    request = ask(LONG, parameters={"steps": 4})
    whole = np.concatenate(list(f5.synthesize(request, Asker().job)))
    heard = []
    job = Asker().job
    net, calls = f5._parts.flow.transformer, []

    def run_out(module: object, inputs: object) -> None:
        calls.append(module)
        if len(calls) == 6:  # in the second part, after four steps of the first
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")

    hook = net.time_embed.register_forward_pre_hook(run_out)
    with pytest.raises(torch.cuda.OutOfMemoryError):
        heard.extend(f5.synthesize(request, job))
    hook.remove()
    assert job.done.count == 1
    assert heard
    heard += f5.synthesize(request, replace(Asker().job, done=job.done))
    assert np.array_equal(np.concatenate(heard), whole)
