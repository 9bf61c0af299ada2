"""Safetensors that are used where they lie: the library reads the same bits, a net takes them uncopied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models.safetensors_header import read_shapes

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

TYPES = ("bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64")
NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20).filter(
    lambda name: name != "__metadata__"
)
SHAPES = st.lists(st.integers(0, 17), max_size=3).map(tuple)


def make(shape: tuple[int, ...], type_name: str) -> Any:
    import torch

    if type_name.startswith(("float", "bfloat")):
        return torch.randn(shape).to(getattr(torch, type_name))
    return torch.randint(0, 2, shape).to(getattr(torch, type_name))


def same_bits(one: Any, other: Any) -> bool:
    import torch

    alike = one.dtype == other.dtype and one.shape == other.shape
    return alike and torch.equal(one.reshape(-1).view(torch.uint8), other.reshape(-1).view(torch.uint8))


@settings(max_examples=60, deadline=None)
@given(tensors=st.dictionaries(NAMES, st.tuples(SHAPES, st.sampled_from(TYPES)), min_size=1, max_size=12))
def test_the_library_reads_the_same_bits_and_what_is_even_lies_at_a_boundary(
    tmp_path_factory: pytest.TempPathFactory, tensors: dict[str, tuple[tuple[int, ...], str]]
) -> None:
    from safetensors.torch import load_file

    from core.engines.aligned import save_aligned

    written = {name: make(*what) for name, what in tensors.items()}
    path = tmp_path_factory.mktemp("aligned") / "some.safetensors"
    save_aligned(written, path)
    read = load_file(str(path))
    assert read.keys() == written.keys()
    assert all(same_bits(read[name], tensor) for name, tensor in written.items())
    assert read_shapes(path) == {name: tuple(tensor.shape) for name, tensor in written.items()}
    whole = [read[name] for name, tensor in written.items() if tensor.nbytes and tensor.nbytes % 64 == 0]
    assert [tensor.data_ptr() % 64 for tensor in whole] == [0] * len(whole)


def test_not_a_number_and_minus_zero_keep_their_bits(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    from core.engines.aligned import save_aligned

    odd = torch.tensor([float("nan"), -0.0, float("inf"), 1e-45], dtype=torch.float32)
    save_aligned({"odd": odd, "none": torch.tensor(-0.0)}, tmp_path / "odd.safetensors")
    read = load_file(str(tmp_path / "odd.safetensors"))
    assert same_bits(read["odd"], odd)
    assert same_bits(read["none"], torch.tensor(-0.0))


def test_what_the_format_names_and_is_rare_is_left_to_the_library(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    from core.engines.aligned import save_aligned

    rare = {"w": torch.ones(3).to(torch.float8_e4m3fn), "v": torch.ones(16)}
    save_aligned(rare, tmp_path / "rare.safetensors")
    read = load_file(str(tmp_path / "rare.safetensors"))
    assert all(same_bits(read[name], tensor) for name, tensor in rare.items())


def test_a_net_on_the_cpu_takes_what_was_converted_where_it_lies_in_the_file(tmp_path: Path) -> None:
    import torch

    from core.engines.torch_pickles import convert_pickle, load_safetensors
    from core.engines.torch_support import take_weights

    def make_net() -> Any:
        return torch.nn.Sequential(torch.nn.Linear(48, 5), torch.nn.Linear(5, 64), torch.nn.Linear(64, 64))

    net = make_net()
    convert_pickle("f5", tmp_path / "w.pt", tmp_path / "w.safetensors", net.state_dict())
    state = load_safetensors("f5", tmp_path / "w.safetensors")
    taken = make_net()
    take_weights(taken, state)
    mapped = [
        name for name, tensor in taken.state_dict().items() if tensor.data_ptr() == state[name].data_ptr()
    ]
    assert {"0.weight", "1.weight", "1.bias", "2.weight", "2.bias"} <= set(mapped)
    assert all(same_bits(tensor, net.state_dict()[name]) for name, tensor in taken.state_dict().items())
