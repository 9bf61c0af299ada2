"""An ONNX session that can be stopped from another thread and gives its memory back after each run."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import onnxruntime

from core.errors import JobCancelled
from core.model.cancel import CancelToken

WATCH_S = 0.05
"""How often a running net looks whether it should stop."""

_SHRINK = "memory.enable_memory_arena_shrinkage"


class StoppableSession:
    """What kokoro-onnx takes for an ``onnxruntime.InferenceSession``; one thread runs it."""

    def __init__(self, path: Path) -> None:
        """Load a net on the CPU.

        Raises:
            Exception: onnxruntime's own, when it does not load.
        """
        self._session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        self._model_path = str(path)  # kokoro-onnx reads it
        self._options: onnxruntime.RunOptions | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def get_inputs(self) -> list[onnxruntime.NodeArg]:
        """Return what the net takes."""
        return list(self._session.get_inputs())

    def get_outputs(self) -> list[onnxruntime.NodeArg]:
        """Return what the net gives."""
        return list(self._session.get_outputs())

    def get_modelmeta(self) -> object:
        """Return what the net's file says about it."""
        return self._session.get_modelmeta()

    def run(self, names: Sequence[str] | None, inputs: Mapping[str, object]) -> Sequence[object]:
        """Run the net.

        Raises:
            JobCancelled: When it was stopped.
        """
        options = onnxruntime.RunOptions()
        options.add_run_config_entry(_SHRINK, "cpu:0")
        with self._lock:
            if self._stopped:
                raise JobCancelled
            self._options = options
        try:
            outputs: Sequence[object] = self._session.run(names, inputs, options)
        except Exception:
            if self._stopped:
                raise JobCancelled from None
            raise
        finally:
            with self._lock:
                self._options = None
        return outputs

    @contextmanager
    def stopped_by(self, cancel: CancelToken) -> Iterator[None]:
        """Stop whatever runs inside the ``with`` soon after somebody cancels."""
        over = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(cancel, over), name="kokoro-cancel", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()
            with self._lock:
                self._stopped = False

    def _watch(self, cancel: CancelToken, over: threading.Event) -> None:
        while not over.wait(WATCH_S):
            if cancel.cancelled:
                with self._lock:
                    self._stopped = True
                    if self._options is not None:
                        self._options.terminate = True
                return
