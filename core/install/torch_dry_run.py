"""Print which build of PyTorch this machine would get, and install nothing.

python -m core.install.torch_dry_run [--json] [--torch-index INDEX]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict

from core.install.hardware import Machine, this_machine
from core.install.torch_plan import INDEX_VARIABLE, Plan, card_words, dotted, plan


def as_json(machine: Machine, chosen: Plan) -> dict[str, object]:
    """Return machine and plan as values for JSON."""
    return {"machine": asdict(machine) | {"platform": machine.platform}, "plan": asdict(chosen)}


def as_text(machine: Machine, chosen: Plan) -> str:
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
    lines.append(f"runs on    {chosen.device or 'nothing'}")
    lines.append(f"because    {chosen.reason}")
    for problem in chosen.problems:
        lines += [f"problem    {problem.what}", *([f"           {problem.remedy}"] if problem.remedy else [])]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the plan for this machine; 1 when there is none."""
    parser = argparse.ArgumentParser(prog="core.install.torch_dry_run", description="Plan PyTorch's build.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--torch-index", default=os.environ.get(INDEX_VARIABLE, "").strip(), metavar="INDEX")
    options = parser.parse_args(arguments)
    machine = this_machine()
    chosen = plan(machine, torch_index=options.torch_index)
    text = json.dumps(as_json(machine, chosen), indent=2) + "\n" if options.json else as_text(machine, chosen)
    sys.stdout.write(text)
    return 0 if chosen.build else 1


if __name__ == "__main__":
    sys.exit(main())
