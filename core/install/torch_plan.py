"""Which build of PyTorch a machine gets: a pure function of its facts and of one table of builds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.install.hardware import MACOS, Card, Machine
from core.install.torch_builds import Build, Table, load_table
from core.model.package_index import INDEX_VARIABLE, NO_INDEX, index_address


@dataclass(frozen=True)
class Problem:
    """Something that the user should know, with the step to take.

    Attributes:
        code: Stable name.
        what: What is wrong.
        remedy: What to do; empty where nothing can be done.
    """

    code: str
    what: str
    remedy: str = ""


@dataclass(frozen=True)
class Plan:
    """What is installed, and why.

    Attributes:
        build: The build's name; None: PyTorch is not to be had for this machine.
        torch: Its version, or empty.
        lock: File of locked packages in ``packaging/requirements``, or empty.
        left_out: Patterns of packages of the lock that are not installed from there.
        requirements: What is installed in their place, with dependencies; empty: nothing.
        index_url: Where these come from; None where there are none.
        device: What the engines can be expected to run on: ``cuda``, ``mps`` or ``cpu``; empty: nothing.
        cards: Names of the cards that it has kernels for.
        safe_pickles: Weights in pickles may be loaded (``weights_only``).
        reason: Why this one, for people.
        problems: What the user should know.
    """

    build: str | None
    torch: str
    lock: str
    left_out: tuple[str, ...]
    requirements: tuple[str, ...]
    index_url: str | None
    device: str
    cards: tuple[str, ...]
    safe_pickles: bool
    reason: str
    problems: tuple[Problem, ...] = ()


def plan(machine: Machine, table: Table | None = None, torch_index: str = "") -> Plan:
    """Choose the build for a machine.

    With several cards it is the build that opens the most memory; among equals, the first of the table.

    Args:
        machine: Its facts.
        table: The builds; None for the product's own.
        torch_index: Address or folder to use instead of the table's index; ``none``: only builds that the
            ordinary package index has. Empty: the table's.
    """
    table = load_table() if table is None else table
    here = [build for build in table.builds if machine.platform in build.platforms]
    plain = next((build for build in here if not build.cuda), None)
    if plain is None:
        return _unsupported(machine)
    reachable = [build for build in here if not build.folder or torch_index != NO_INDEX]
    ranked = sorted(
        (build for build in reachable if build.takes_driver(machine) and _served(build, machine)),
        key=lambda build: _memory(_served(build, machine)),
        reverse=True,
    )
    if not ranked:
        return _without_card(machine, plain, here, reachable)
    best = ranked[0]
    return Plan(
        build=best.name,
        torch=best.torch,
        lock=best.lock,
        left_out=table.replaced if best.requirements else (),
        requirements=best.requirements,
        index_url=_index_url(table, best, torch_index),
        device="cuda",
        cards=tuple(card.name for card in _served(best, machine)),
        safe_pickles=best.safe_pickles,
        reason=_reason(machine, best, here),
        problems=_problems_with_card(machine, best),
    )


def _served(build: Build, machine: Machine) -> list[Card]:
    return [card for card in machine.nvidia.cards if build.has_kernels_for(card)]


def _memory(cards: Sequence[Card]) -> tuple[int, int]:
    return sum(card.memory_bytes for card in cards), len(cards)


def _index_url(table: Table, build: Build, torch_index: str) -> str | None:
    if not build.folder:
        return None
    return index_address(torch_index or table.index, build.folder)


def _reason(machine: Machine, best: Build, here: Sequence[Build]) -> str:
    cards = _served(best, machine)
    names = " and ".join(card_words(card) for card in cards)
    text = f"PyTorch {best.torch} with CUDA {best.cuda} has kernels for {names}"
    newest = next(build for build in here if build.cuda)
    bare = [card for card in cards if not newest.has_kernels_for(card)]
    if bare:
        which = card_words(bare[0]) if len(cards) > 1 else "it"
        return f"{text}; the current build, with CUDA {newest.cuda}, has none for {which}."
    if not newest.takes_driver(machine):
        ours, oldest = dotted(machine.nvidia.driver), dotted(newest.driver[machine.driver_system])
        current = f"the current build, with CUDA {newest.cuda}, needs driver {oldest} or newer"
        return f"{text} and takes driver {ours}; {current}."
    return f"{text}."


def _problems_with_card(machine: Machine, best: Build) -> tuple[Problem, ...]:
    problems = [
        Problem(
            "card_left_out",
            f"{card_words(card)} cannot be used: PyTorch's {best.name} has no kernels for it.",
        )
        for card in machine.nvidia.cards
        if not best.has_kernels_for(card)
    ]
    if not best.safe_pickles:
        problems.append(
            Problem(
                "pickles_unsafe",
                f"PyTorch {best.torch} is not safe against harmful pickles: only known ones are loaded.",
                "Use weights in safetensors, or allow PyTorch's own package index and install again.",
            )
        )
    return tuple(problems)


def _without_card(machine: Machine, plain: Build, here: Sequence[Build], reachable: Sequence[Build]) -> Plan:
    if machine.system == MACOS:
        device, reason = "mps", "The plain package uses Apple's graphics processor."
    else:
        device, reason = (
            "cpu",
            "No NVIDIA card that PyTorch could use was found; the plain package is enough.",
        )
    return Plan(
        build=plain.name,
        torch=plain.torch,
        lock=plain.lock,
        left_out=(),
        requirements=(),
        index_url=None,
        device=device,
        cards=(),
        safe_pickles=plain.safe_pickles,
        reason=reason,
        problems=_problems_without_card(machine, here, reachable),
    )


def _problems_without_card(
    machine: Machine, here: Sequence[Build], reachable: Sequence[Build]
) -> tuple[Problem, ...]:
    nvidia = machine.nvidia
    if nvidia.failure:
        what = f"An NVIDIA driver is installed but does not answer: {nvidia.failure}"
        remedy = "Restart the computer, or install the driver anew; then install the engines again."
        return (Problem("driver_silent", what, remedy),)
    problems = [_why_not(card, machine, here, reachable) for card in nvidia.cards]
    return tuple(dict.fromkeys(problems))


def _why_not(card: Card, machine: Machine, here: Sequence[Build], reachable: Sequence[Build]) -> Problem:
    """Say why a card is not used."""
    builds = [build for build in here if build.cuda]
    if not builds:
        return Problem(
            "platform_without_cuda", f"{card_words(card)}: PyTorch has no CUDA build for this system."
        )
    fitting = builds if card.capability is None else [b for b in builds if b.has_kernels_for(card)]
    if not fitting:
        return Problem("card_too_old", f"{card_words(card)} is older than all that PyTorch has kernels for.")
    if not any(build.takes_driver(machine) for build in fitting):
        oldest = min(build.driver[machine.driver_system] for build in fitting)
        what = f"{card_words(card)}: its driver, {dotted(machine.nvidia.driver)}, is too old for PyTorch."
        remedy = f"Install NVIDIA driver {dotted(oldest)} or newer, if there is one for this card"
        return Problem("driver_too_old", what, f"{remedy}; then install the engines again.")
    if card.capability is None:
        return Problem("capability_unknown", f"{card_words(card)}: the driver does not tell what it can run.")
    return Problem(
        "index_refused",
        f"{card_words(card)} needs a build that only PyTorch's own index has, and that is turned off.",
        f"Unset {INDEX_VARIABLE} and the setting torch_index, or let them name a copy of that index; "
        "then install the engines again.",
    )


def _unsupported(machine: Machine) -> Plan:
    if machine.translated:
        what = "This Python is made for Intel processors; the Mac has Apple's."
        remedy = "Install Python for Apple silicon (arm64), and start Sottovoce with it."
        problem = Problem("python_translated", what, remedy)
    elif machine.platform == f"{MACOS}-x86_64":
        what = "PyTorch is no longer made for Macs with Intel processors; F5-TTS and XTTS cannot run here."
        problem = Problem("platform_unsupported", what, "The other engines run on this Mac.")
    else:
        what = f"PyTorch is not made for {machine.platform}; F5-TTS and XTTS cannot run here."
        problem = Problem("platform_unsupported", what)
    return Plan(None, "", "", (), (), None, "", (), False, problem.what, (problem,))


def card_words(card: Card) -> str:
    """Return a card's name, with its capability where that is known."""
    if card.capability is None:
        return card.name
    return f"{card.name} (capability {dotted(card.capability)})"


def dotted(version: Sequence[int] | None) -> str:
    """Write a version; empty for None."""
    return ".".join(str(number) for number in version or ())
