"""What an environment's installers are told to fetch on this machine."""

from __future__ import annotations

from dataclasses import dataclass

from core.install.failures import InstallFailed
from core.install.hardware import Machine, this_machine
from core.install.locks import without
from core.install.sets import EnvironmentSet
from core.install.torch_index import TorchIndex, index_of_environment
from core.install.torch_plan import Plan, plan


@dataclass(frozen=True)
class Packages:
    """Packages to install.

    Attributes:
        locked: Text of a file of locked requirements; installed without dependencies.
        from_index: Requirements that come from ``index_url`` after that, with dependencies.
        index_url: Their index; None where there are none.
        build: Name of PyTorch's build; empty where there is none.
    """

    locked: str
    from_index: tuple[str, ...] = ()
    index_url: str | None = None
    build: str = ""


def torch_plan_here(machine: Machine | None = None, index: TorchIndex | None = None) -> Plan:
    """Return the build of PyTorch that a machine gets, this one by default.

    Args:
        machine: Its facts.
        index: Where builds come from; None: what the environment variable says.

    Raises:
        WrongIndex: When that is no package index.
    """
    index = index_of_environment() if index is None else index
    return plan(this_machine() if machine is None else machine, torch_index=index.value)


def packages_for(
    environment: EnvironmentSet, machine: Machine | None = None, index: TorchIndex | None = None
) -> Packages:
    """Return what an environment holds on a machine, this one by default; see ``torch_plan_here``.

    Raises:
        InstallFailed: When PyTorch is not to be had for it.
    """
    if not environment.torch:
        return Packages(environment.text())
    chosen = torch_plan_here(machine, index)
    if chosen.build is None:
        remedies = [problem.remedy for problem in chosen.problems if problem.remedy]
        raise InstallFailed(
            f"The environment for {environment.about} cannot be made on this machine.",
            chosen.reason,
            " ".join(remedies) or "The other engines run here.",
            "unsupported",
        )
    files = (environment.requirements.with_name(chosen.lock), *environment.more)
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    return Packages(without(text, chosen.left_out), chosen.requirements, chosen.index_url, build=chosen.build)
