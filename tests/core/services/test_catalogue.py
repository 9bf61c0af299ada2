"""What is known of the program's engines without asking them is what they say."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

from core.engines.registry import load_engines
from core.install.environments import own_engine_ids
from core.services.catalogue import own_engines
from gui.engine_words import KNOWN

ROOT = Path(__file__).parents[3]


def test_the_catalogue_equals_the_descriptions() -> None:
    engines, broken = load_engines()
    assert not broken.keys() & set(own_engine_ids())
    told = {name: replace(engines[name].description, version="") for name in own_engine_ids()}
    assert {one.id: one for one in own_engines()} == told


def test_the_file_is_the_one_that_the_script_writes() -> None:
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "packaging" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.FILE.read_text("utf-8") == script.catalogue()


def test_the_least_demanding_engine_comes_first() -> None:
    needs = [one.sizes.need_bytes for one in own_engines()]
    assert needs == sorted(needs)
    assert own_engines()[0].id == "starter"


def test_the_window_can_translate_what_they_say() -> None:
    said = {one.weights_licence.summary for one in own_engines()}
    said |= {one.code_licence.summary for one in own_engines()}
    said |= {spec.label for one in own_engines() for spec in one.parameters}
    assert said <= set(KNOWN)
