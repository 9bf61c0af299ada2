"""Check the engines' memory on a real card, in independent stages: ok, failed, or SKIPPED with the reason.

    python3 packaging/bootstrap.py --engines f5,xtts python benchmarks/gpu_check.py [--device cuda:0]
    python3 benchmarks/gpu_check.py                                     with whatever this Python has

Where this Python has no torch and the checkout has environment `torch`, its Python goes on. Without
f5-tts or coqui-tts plain nets of the same sizes are loaded, which is said, and their peaks are not
compared. Random weights are written to a temporary folder (3.3 GB). It says "pass", and ends with 0, only
when every stage ran and was ok; 1 when one failed, 3 when one was skipped. ``--rehearse`` runs the
stages' code on the CPU with small nets; that is never a pass.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import importlib
import importlib.util
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import gpu_nets
from gpu_parked import parked_stage
from gpu_report import (
    INCOMPLETE_EXIT,
    MIB,
    Failed,
    Result,
    Skipped,
    against,
    kernel_for,
    leak_words,
    run_stage,
    table,
    verdict,
)

HERE = Path(__file__).resolve().parent
HALF_FROM = 7
METER_SLACK_BYTES = 64 * MIB
SWITCHES = 3


# --- the machine ------------------------------------------------------------------------------


def torch_or_skip() -> Any:
    """Import torch.

    Raises:
        Skipped: When it does not import.
    """
    try:
        return importlib.import_module("torch")
    except (ImportError, OSError, RuntimeError) as error:
        raise Skipped(f"torch does not import: {error}") from error


class _Memory(ctypes.Structure):
    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


class Driver:
    """The driver's own library, NVML, which needs neither torch nor a context."""

    def __init__(self) -> None:
        """Open it.

        Raises:
            Skipped: When there is none, or it sees no card.
        """
        name = "nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"
        try:
            self._nvml = ctypes.CDLL(name)
        except OSError as error:
            raise Skipped(f"no NVIDIA driver: {error}") from error
        if (code := self._nvml.nvmlInit_v2()) != 0:
            raise Skipped(f"the NVIDIA driver does not answer (NVML error {code})")
        count = ctypes.c_uint()
        if self._nvml.nvmlDeviceGetCount_v2(ctypes.byref(count)) != 0 or count.value == 0:
            raise Skipped("the NVIDIA driver sees no card")
        self.cards = count.value

    @property
    def version(self) -> str:
        """The driver's version."""
        text = ctypes.create_string_buffer(96)
        self._nvml.nvmlSystemGetDriverVersion(text, 96)
        return text.value.decode(errors="replace")

    def handle(self, bus_id: str = "") -> ctypes.c_void_p:
        """Return a card, by its PCI bus id, or the first."""
        handle = ctypes.c_void_p()
        if bus_id:
            code = self._nvml.nvmlDeviceGetHandleByPciBusId_v2(bus_id.encode(), ctypes.byref(handle))
        else:
            code = self._nvml.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(handle))
        if code != 0:
            raise Failed(f"NVML does not find the card {bus_id or '0'} (error {code})")
        return handle

    def name(self, handle: ctypes.c_void_p) -> str:
        """Return a card's name."""
        text = ctypes.create_string_buffer(96)
        self._nvml.nvmlDeviceGetName(handle, text, 96)
        return text.value.decode(errors="replace")

    def memory(self, handle: ctypes.c_void_p) -> _Memory:
        """Read a card's memory."""
        memory = _Memory()
        if (code := self._nvml.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory))) != 0:
            raise Failed(f"NVML does not tell the card's memory (error {code})")
        return memory


@dataclass
class Check:
    """One run: where, and what stages leave for later ones.

    Attributes:
        device: ``cuda``, ``cuda:1``, or ``cpu`` in a rehearsal.
        rehearsal: On the CPU with small nets.
        folder: For random weights.
        peaks: Net → its peak above the weights in bytes, or why there is none.
        folders: Engine → its folder of random weights.
    """

    device: str
    rehearsal: bool
    folder: Path
    peaks: dict[str, int | str] = field(default_factory=dict)
    folders: dict[str, Path] = field(default_factory=dict)

    def torch(self) -> Any:
        """Return torch, where it can use the device.

        Raises:
            Skipped: When it cannot.
        """
        torch = torch_or_skip()
        if not self.rehearsal and not torch.cuda.is_available():
            raise Skipped(f"no CUDA device for torch {torch.__version__}")
        return torch

    def allocated(self) -> int:
        """Return the bytes of live tensors on the device."""
        if self.rehearsal:
            audit: Any = importlib.import_module("core.vram.audit")
            return int(audit.live_tensor_bytes())
        return int(self.torch().cuda.memory_allocated(self.device))

    def give_back(self) -> None:
        """Free what nobody holds."""
        gc.collect()
        if not self.rehearsal:
            cuda = self.torch().cuda
            cuda.synchronize(self.device)
            cuda.empty_cache()
            cuda.ipc_collect()

    def bus_id(self) -> str:
        """Return the card's PCI bus id as NVML takes it; empty where torch does not tell."""
        facts = self.torch().cuda.get_device_properties(self.device)
        if not hasattr(facts, "pci_bus_id"):
            return ""
        return f"{facts.pci_domain_id:08x}:{facts.pci_bus_id:02x}:{facts.pci_device_id:02x}.0"

    def engine_folder(self, engine: str) -> Path:
        """Return the engine's random weights, written once."""
        if engine not in self.folders:
            size = "tiny" if self.rehearsal else "full"
            self.folders[engine] = gpu_nets.write_folder(engine, size, self.folder / engine)
        return self.folders[engine]

    def net(self, engine: str, *, half: bool) -> tuple[gpu_nets.Net, str]:
        """Load an engine's net; return it with words on whose it is."""
        trouble = gpu_nets.package_trouble(engine)
        if not trouble:
            return gpu_nets.PackageNet(engine, self.engine_folder(engine), self.device, half=half), "package"
        share = 0.04 if self.rehearsal else 1.0
        return gpu_nets.PlainNet(engine, self.device, half=half, share=share), f"PLAIN NET ({trouble})"


# --- stages -----------------------------------------------------------------------------------


def driver_stage(check: Check) -> str:
    """Name the card and its driver."""
    driver = Driver()
    torch = None if importlib.util.find_spec("torch") is None else torch_or_skip()
    known = torch is not None and torch.cuda.is_available() and not check.rehearsal
    handle = driver.handle(check.bus_id() if known else "")
    memory = driver.memory(handle)
    return (
        f"{driver.name(handle)}, driver {driver.version}, {memory.total / MIB:,.0f} MiB,"
        f" {memory.free / MIB:,.0f} free, {driver.cards} card(s)"
    )


def build_stage(check: Check) -> str:
    """Name torch's build and what of the engines' packages is there."""
    torch = torch_or_skip()
    packages = {
        name: gpu_nets.package_trouble(engine) or "there"
        for engine, name in (("f5", "f5-tts"), ("xtts", "coqui-tts"))
    }
    words = ", ".join(f"{name}: {state}" for name, state in packages.items())
    cuda = torch.version.cuda or getattr(torch.version, "hip", None) or "none"
    return f"torch {torch.__version__}, CUDA {cuda}, Python {platform.python_version()}; {words}"


def kernels_stage(check: Check) -> str:
    """Compare the build's kernels with the card, and the product's opinion with ours."""
    torch = check.torch()
    if check.rehearsal:
        raise Skipped("a rehearsal has no card")
    capability = tuple(torch.cuda.get_device_capability(check.device))
    architectures = torch.cuda.get_arch_list()
    kernel = kernel_for(capability, architectures)
    words = f"capability {capability[0]}.{capability[1]}, build has {' '.join(architectures)}"
    try:
        support: Any = importlib.import_module("core.engines.torch_support")
    except ImportError as error:
        raise Skipped(
            f"{words}: {kernel or 'none fits'}; the product's opinion needs {error.name}"
        ) from error
    if support.has_kernels(capability, architectures) != bool(kernel):
        raise Failed(f"{words}: the product thinks otherwise than {kernel or 'none fits'}")
    if not kernel:
        raise Failed(f"{words}: none fits")
    return f"{words}: {kernel} fits"


def computations_stage(check: Check) -> str:
    """Run a product and a convolution in fp32 and, where valid, fp16, beside the CPU's results."""
    torch = check.torch()
    done = []
    for dtype in [torch.float32, *([torch.float16] if takes_half(check) else [])]:
        with torch.inference_mode():
            generator = torch.Generator().manual_seed(1)
            square = torch.randn(64, 64, generator=generator)
            kernel = torch.randn(64, 64, 3, generator=generator)
            right = (square @ square, torch.nn.functional.conv1d(square[None], kernel))
            there, weights = (one.to(check.device, dtype) for one in (square, kernel))
            found = (there @ there, torch.nn.functional.conv1d(there[None], weights))
        for name, ours, theirs in zip(("product", "convolution"), found, right, strict=True):
            far = float((ours.float().cpu() - theirs).abs().max() / theirs.abs().max())
            if not far < 0.01:
                raise Failed(f"the {name} in {dtype} is off by {far:.2%}")
        done.append(str(dtype).removeprefix("torch."))
    check.give_back()
    return f"product and convolution right in {' and '.join(done)}"


def takes_half(check: Check) -> bool:
    """Tell whether half precision is valid there: capability 7.0 on, as F5's package has it."""
    if check.rehearsal:
        return False
    return int(check.torch().cuda.get_device_capability(check.device)[0]) >= HALF_FROM


def net_stage(check: Check, engine: str, *, half: bool) -> str:
    """Load a net, speak, release it: size against the description, peak for a later stage, the leak check."""
    torch = check.torch()
    name = net_name(engine, half=half)
    check.peaks[name] = "the net was not loaded"
    sizes = gpu_nets.description_of(engine).sizes
    if not check.rehearsal:
        free, _ = torch.cuda.mem_get_info(check.device)
        if free < sizes.weights_bytes + sizes.peak_bytes:
            raise Skipped(f"it needs {sizes.need_bytes / MIB:.0f} MiB, {free / MIB:.0f} are free")
    check.give_back()
    before = check.allocated()
    begin = time.perf_counter()
    net, whose = check.net(engine, half=half)
    try:
        load_s = time.perf_counter() - begin
        held = check.allocated() - before
        if held < net.weights_bytes * 0.99:
            raise Failed(f"{held / MIB:.0f} MiB are on the device, the net has {net.weights_bytes / MIB:.0f}")
        if not check.rehearsal:
            torch.cuda.reset_peak_memory_stats(check.device)
        begin = time.perf_counter()
        spoken_s = net.speak()
        speak_s = time.perf_counter() - begin
        if check.rehearsal:
            check.peaks[name] = "a rehearsal has no peaks"
        elif whose == "package":
            check.peaks[name] = int(torch.cuda.max_memory_allocated(check.device)) - before - held
        else:
            check.peaks[name] = "a plain net was loaded, whose peak is not the package's"
    finally:
        begin = time.perf_counter()
        net.close()
        del net
        check.give_back()
        release_s = time.perf_counter() - begin
    said = sizes.weights_bytes // (2 if half else 1) + (52 * MIB // 2 if half else 0)
    size = f"{held / MIB:.0f} MiB" if check.rehearsal else against(held, said, "weights")
    left = leak_words(before, check.allocated())
    return (
        f"{whose}; load {load_s:.2f} s, {size}, {speak_s:.2f} s for {spoken_s:.1f} s of speech,"
        f" release {release_s:.2f} s, {left}"
    )


def net_name(engine: str, *, half: bool) -> str:
    """Return a net's name."""
    return f"{engine} in {'fp16' if half else 'fp32'}"


def peak_stage(check: Check, engine: str, *, half: bool) -> str:
    """Compare the peak above the weights with the description."""
    found = check.peaks.get(net_name(engine, half=half), "its stage did not run")
    if isinstance(found, str):
        raise Skipped(found)
    return against(found, gpu_nets.description_of(engine).sizes.peak_bytes, "peak above the weights")


# --- the product's manager: all use of core.vram is here --------------------------------------


class Product:
    """The VRAM manager with both engines, or plain nets in their place."""

    def __init__(self, check: Check) -> None:
        """Make it.

        Raises:
            Skipped: When what it needs does not import, or there is no card.
        """
        check.torch()
        try:
            cards: Any = importlib.import_module("core.vram.cards")
            managers: Any = importlib.import_module("core.vram.manager")
            policies: Any = importlib.import_module("core.model.policy")
            sourced: Any = importlib.import_module("core.model.sourced")
        except ImportError as error:
            raise Skipped(f"the manager needs {error.name}, which is not here") from error
        card = None if check.rehearsal else cards.find_card(None)
        if card is None and not check.rehearsal:
            raise Skipped("the product sees no card")
        policy = sourced.Sourced(policies.LowVramPolicy.ON, sourced.Source.COMMAND_LINE, "--low-vram")
        self._low_vram = policies.LowVram(True, policy)
        self._need = managers.Need
        self._check = check
        self.plain: list[str] = []
        loadables = {engine: self._loadable(managers, engine) for engine in ("f5", "xtts")}
        self.manager = managers.VramManager(card, loadables)

    def lease(self, engine: str) -> Any:
        """Lease an engine in Low VRAM on the device."""
        folder = None if engine in self.plain else self._check.engine_folder(engine)
        need = self._need(device=self._check.device, model_dir=folder, low_vram=self._low_vram)
        return self.manager.lease(engine, need)

    def _loadable(self, managers: Any, engine: str) -> Any:
        share = 0.04 if self._check.rehearsal else 1.0
        if gpu_nets.package_trouble(engine):
            self.plain.append(engine)
            return managers.Loadable(
                gpu_nets.description_of(engine),
                lambda device, model_dir, report: gpu_nets.PlainNet(engine, device, half=False, share=share),
            )
        made = importlib.import_module(f"core.engines.{engine}.engine").make_engine()
        bases: Any = importlib.import_module("core.engines.base")

        def load(device: str, model_dir: Path | None, report: object, *, stay: bool) -> Any:
            return made.load(bases.LoadOptions(device, model_dir, stay), gpu_nets._job())

        return managers.Loadable(made.description, partial(load, stay=False), partial(load, stay=True))


def switches_stage(check: Check) -> str:
    """Switch between the engines in Low VRAM, through the manager: times, and the leak check after each."""
    product = Product(check)
    check.give_back()
    before = check.allocated()
    times: dict[str, list[str]] = {"f5": [], "xtts": []}
    for _ in range(SWITCHES):
        for engine, found in times.items():
            with product.lease(engine) as leased:
                load_s = leased.load_s
                if leased.placement.device.partition(":")[0] != check.device.partition(":")[0]:
                    raise Failed(f"{engine} was put on {leased.placement}")
                del leased
                begin = time.perf_counter()
            found.append(f"{load_s:.2f}+{time.perf_counter() - begin:.2f}")
            left = leak_words(before, check.allocated())
    plain = f"; plain nets for {', '.join(product.plain)}" if product.plain else ""
    words = "; ".join(f"{engine}: {', '.join(found)} s" for engine, found in times.items())
    return f"load + release: {words}; {left}{plain}"


def parked(check: Check, engine: str) -> str:
    """Park an engine and bring it back, beside the naive road and one copy."""
    check.torch()
    trouble = gpu_nets.package_trouble(engine)
    if trouble:
        raise Skipped(f"{engine}: {trouble}")
    folder = check.engine_folder(engine)
    return parked_stage(engine, folder, check.device, rehearsal=check.rehearsal, job=gpu_nets._job())


def meter_stage(check: Check) -> str:
    """Compare the meter's figures with torch's and the driver's while a net is on the card."""
    product = Product(check)
    if check.rehearsal:
        with product.lease("f5"):
            product.manager.sample()
        raise Skipped("a rehearsal has no card to measure")
    driver, torch = Driver(), check.torch()
    handle = driver.handle(check.bus_id())
    with product.lease("f5"):
        torch.cuda.synchronize(check.device)
        sample, memory = product.manager.sample(), driver.memory(handle)
        allocated = int(torch.cuda.memory_allocated(check.device))
    words = (
        f"meter: {sample.total_bytes / MIB:.0f} MiB, {sample.free_bytes / MIB:.0f} free,"
        f" {sample.allocated_bytes / MIB:.0f} ours, {sample.other_bytes / MIB:.0f} others; NVML:"
        f" {memory.total / MIB:.0f}, {memory.free / MIB:.0f} free"
    )
    if abs(sample.free_bytes - memory.free) > METER_SLACK_BYTES:
        raise Failed(f"{words}: what is free differs by more than {METER_SLACK_BYTES / MIB:.0f} MiB")
    if abs(sample.total_bytes - memory.total) > 0.02 * memory.total:
        raise Failed(f"{words}: the totals differ")
    if sample.allocated_bytes != allocated:
        raise Failed(f"{words}: torch holds {allocated / MIB:.0f} MiB")
    if sample.free_bytes + sample.reserved_bytes + sample.other_bytes != sample.total_bytes:
        raise Failed(f"{words}: the segments do not add up")
    return words


# --- the run ----------------------------------------------------------------------------------


def stages(check: Check) -> list[tuple[str, Callable[[], str]]]:
    """Return all stages; fp16 is one only where it is valid."""
    found: list[tuple[str, Callable[[], str]]] = [
        ("driver and card", lambda: driver_stage(check)),
        ("torch's build", lambda: build_stage(check)),
        ("kernels for the card", lambda: kernels_stage(check)),
        ("small computations", lambda: computations_stage(check)),
    ]
    try:
        half = takes_half(check)
    except Skipped:
        half = True  # named among the stages that were skipped
    nets = [("f5", False), *([("f5", True)] if half else []), ("xtts", False)]
    for engine, in_half in nets:
        name = net_name(engine, half=in_half)
        found += [
            (f"{name}: load, speak, release", lambda e=engine, h=in_half: net_stage(check, e, half=h)),
            (f"{name}: peak", lambda e=engine, h=in_half: peak_stage(check, e, half=h)),
        ]
    return [
        *found,
        ("switches through the manager", lambda: switches_stage(check)),
        *((f"{engine}: parked and back", partial(parked, check, engine)) for engine in ("f5", "xtts")),
        ("meter against the driver", lambda: meter_stage(check)),
    ]


def run(check: Check) -> list[Result]:
    """Run all stages, telling each as it ends."""
    results = []
    for name, action in stages(check):
        result = run_stage(name, action)
        print(result.line(), file=sys.stderr, flush=True)
        results.append(result)
    return results


def other_python() -> Path | None:
    """Return the Python of environment `torch`, where this one has no torch and that one is there."""
    python = HERE.parent / ".environments" / "torch"
    python /= "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    return python if importlib.util.find_spec("torch") is None and python.exists() else None


def main() -> int:
    """Read the options, run the stages, print table and verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--rehearse", action="store_true")
    options = parser.parse_args()
    python = other_python()
    if python is not None:
        sys.stdout.flush()
        os.execv(python, [str(python), __file__, *sys.argv[1:]])
    with tempfile.TemporaryDirectory(prefix="sottovoce-gpu-check-") as folder:
        results = run(Check("cpu" if options.rehearse else options.device, options.rehearse, Path(folder)))
    words, code = verdict(results)
    half = (
        "" if any("fp16" in result.name for result in results) else " F5 in fp16 is not valid on this device."
    )
    print(f"\n### GPU check, {platform.system()} {platform.machine()}, Python {platform.python_version()}\n")
    print(table(results))
    print(f"\nXTTS has no fp16.{half}\n")
    if options.rehearse:
        words, code = f"A rehearsal on the CPU, no verdict on any card. {words}", code or INCOMPLETE_EXIT
    print(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
