"""Print which build of PyTorch this machine would get, and install nothing.

python -m core.install.torch_dry_run [--json] [--torch-index INDEX]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from core.install.hardware import Machine, this_machine
from core.install.torch_builds import load_table
from core.install.torch_index import TorchIndex, index_of_environment
from core.install.torch_plan import Plan, card_words, dotted, plan
from core.model.package_index import parse_index


def as_json(machine: Machine, chosen: Plan, index: TorchIndex) -> dict[str, object]:
    """Return machine, plan, and the index in force, as values for JSON."""
    return {
        "machine": asdict(machine) | {"platform": machine.platform},
        "plan": asdict(chosen),
        "index": index.as_json(load_table().index),
    }


def as_text(machine: Machine, chosen: Plan, index: TorchIndex) -> str:
    """Return the plan for people."""
    lines = [f"machine    {machine.platform}{', inside Windows (WSL)' if machine.wsl else ''}"]
    for card in machine.nvidia.cards:
        memory = f", {card.memory_bytes / 1024**3:.1f} GiB" if card.memory_bytes else ""
        lines.append(f"card       {card_words(card)}{memory}, driver {dotted(machine.nvidia.driver)}")
    lines.append(f"build      {chosen.build or 'none'}{f', PyTorch {chosen.torch}' if chosen.torch else ''}")
    lines.append(f"locked     {chosen.lock or 'nothing'}")
    if chosen.requirements:
        lines.append(f"           but for {', '.join(chosen.left_out)}")
        lines.append(f"instead    {', '.join(chosen.requirements)}")
        lines.append(f"from       {chosen.index_url}")
    lines.append(f"index      {index.as_text(load_table().index)}")
    lines.append(f"runs on    {chosen.device or 'nothing'}")
    lines.append(f"because    {chosen.reason}")
    for problem in chosen.problems:
        lines += [f"problem    {problem.what}", *([f"           {problem.remedy}"] if problem.remedy else [])]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the plan for this machine; 1 when there is none."""
    parser = argparse.ArgumentParser(prog="core.install.torch_dry_run", description="Plan PyTorch's build.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--torch-index", type=parse_index, metavar="INDEX")
    options = parser.parse_args(arguments)
    machine = this_machine()
    said = options.torch_index is not None
    index = (
        TorchIndex(options.torch_index, "command_line", "--torch-index") if said else index_of_environment()
    )
    chosen = plan(machine, torch_index=index.value)
    facts = as_json(machine, chosen, index)
    text = json.dumps(facts, indent=2) + "\n" if options.json else as_text(machine, chosen, index)
    sys.stdout.write(text)
    return 0 if chosen.build else 1


if __name__ == "__main__":
    sys.exit(main())
