"""All hosts: one client an environment, and the way from an engine to its environment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from core.errors import EngineError, EngineNotInstalled, EngineUnknown
from core.host.board import Board
from core.host.card_lease import CardLease, card_bytes, engines_there, longest_idle_first, uses_card
from core.host.client import HostClient, OnEnded
from core.host.values import Hello, HostOptions
from core.install.environments import Environment, own_engine_ids
from core.model.cancel import CancelToken
from core.model.engine import EngineDescription
from core.model.events import MemorySample
from core.model.fit import Fit
from core.model.memory import merge_samples
from core.model.policy import LowVram
from core.model.request import SynthesisRequest


class HostPool:
    """One client for each environment; hosts start when they are first needed.

    Every environment holds this distribution, so more than one may know an engine by name. The engine
    belongs to the one that its description names, else to the first whose host offers it. This
    distribution's engines that no environment holds are known too: they are not installed.
    """

    def __init__(
        self,
        environments: Sequence[Environment],
        options: HostOptions,
        on_memory: Callable[[MemorySample], None] | None = None,
        on_ended: OnEnded | None = None,
        on_none: Callable[[], None] | None = None,
    ) -> None:
        """Start nothing yet.

        Args:
            environments: The running one first.
            options: For all hosts; each logs beside ``options.log_file``, as ``host-ENVIRONMENT.log``.
            on_memory: Takes the memory of all hosts as one picture, on threads of theirs.
            on_ended: Takes environment and reason when an idle host ends that should not, on a thread of its
                own.
            on_none: Called, on any thread, when the last host that told figures has ended, and none are left.
        """
        self._on_none = on_none
        self._card_lease = CardLease()
        self._board = Board(options.cards_folder, options.program)
        self._on_memory = on_memory
        self._on_ended = on_ended
        self._samples: dict[str, MemorySample] = {}
        self._clients: dict[str, HostClient] = {}
        self._environments = {environment.name: environment for environment in environments}
        self._homes: dict[str, str] = {}
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._ended: set[str] = set()
        self._options = options
        for environment in self._environments.values():
            self._clients[environment.name] = self._client(environment)

    def adopt(self, environments: Sequence[Environment]) -> list[str]:
        """Take in environments that were made meanwhile; the hosts that run are left alone.

        Returns:
            Their names.
        """
        with self._lock:
            new = [one for one in environments if one.name not in self._environments]
            self._clients = {**self._clients, **{one.name: self._client(one) for one in new}}
            self._environments = {**self._environments, **{one.name: one for one in new}}
        return [one.name for one in new]

    def dismiss(self, name: str) -> None:
        """End the host of an environment that is to be removed, and forget the environment.

        A job in progress raises ``JobCancelled``. ``adopt`` takes the environment in again, should it stay.
        """
        with self._lock:
            client = self._clients.get(name)
            self._clients = {one: kept for one, kept in self._clients.items() if one != name}
            self._environments = {one: kept for one, kept in self._environments.items() if one != name}
            self._homes = {engine: home for engine, home in self._homes.items() if home != name}
        if client is not None:
            client.close()
            self._tell_end(name, "")

    def is_busy(self, name: str) -> bool:
        """Tell whether the host of an environment has a job."""
        client = self._clients.get(name)
        return client is not None and client.busy

    def _client(self, environment: Environment) -> HostClient:
        file = self._options.log_file
        own = replace(self._options, log_file=file and file.with_name(f"host-{environment.name}.log"))
        watch = partial(self._take_sample, environment.name)
        return HostClient(environment, own, watch, self._tell_end)

    def engine_ids(self) -> list[str]:
        """Return the engines' ids in the environments' order, without starting a host."""
        ids = (engine for one in self._environments.values() for engine in one.engine_ids)
        return list(dict.fromkeys(ids))

    def environment_names(self) -> tuple[str, ...]:
        """Return the environments' names, without starting a host."""
        return tuple(self._environments)

    def hello_all(self) -> list[Hello]:
        """Return each host's introduction, with the engines that belong to it; starts what does not run.

        A host that cannot be started hurts no other: its introduction has process id 0, and all its
        engines are broken for that reason.
        """
        hellos = []
        for name, client in self._clients.items():
            hello = self._hello(name, client)
            engines = tuple(one for one in hello.engines if self._home(one.id) == name)
            broken = {engine: why for engine, why in hello.broken.items() if self._home(engine) == name}
            hellos.append(replace(hello, engines=engines, broken=broken))
        return hellos

    def describe(self, engine: str, cancel: CancelToken | None = None) -> EngineDescription:
        """Return an engine's description; starts its host.

        Args:
            engine: The engine's id.
            cancel: Ends the wait for the host when set.

        Raises:
            JobCancelled: When it was cancelled.
            EngineUnknown: When there is none of that name.
            EngineNotInstalled: When it cannot be used; without a reason: its environment is not there.
            EngineError: When the host cannot be started.
        """
        hello = self.client_for(engine, cancel).hello(cancel)
        for description in hello.engines:
            if description.id == engine:
                return description
        raise EngineNotInstalled(engine=engine, reason=hello.broken.get(engine, ""))

    def not_installed(self, hellos: Sequence[Hello]) -> list[str]:
        """Return the ids of this distribution's engines that no host has.

        Args:
            hellos: Of all hosts.
        """
        there = {one.id for hello in hellos for one in hello.engines}
        there.update(engine for hello in hellos for engine in hello.broken)
        return [engine for engine in own_engine_ids() if engine not in there]

    def client_for(self, engine: str, cancel: CancelToken | None = None) -> HostClient:
        """Return the client of an engine's environment.

        Args:
            engine: The engine's id.
            cancel: Ends the wait for the hosts of several environments that may have it.

        Raises:
            JobCancelled: When it was cancelled.
            EngineUnknown: When there is none of that name.
            EngineNotInstalled: When no environment holds it.
        """
        home = self._home(engine, cancel)
        if home is None:
            self.check_known(engine)
            raise EngineNotInstalled(engine=engine, reason="")
        return self._clients[home]

    def check_known(self, engine: str) -> None:
        """Look for an engine's name; starts no host.

        Raises:
            EngineUnknown: When there is none of that name.
            EngineNotInstalled: When no environment holds it.
        """
        known = self.engine_ids()
        if engine in known:
            return
        if engine in own_engine_ids():
            raise EngineNotInstalled(engine=engine, reason="")
        raise EngineUnknown(engine=engine[:60], known=", ".join(known))

    def card_total_bytes(self) -> int | None:
        """Return the memory of the card that the hosts which run have found, or None; starts none."""
        hellos = [client.last_hello for client in self._clients.values()]
        return max((hello.card_total_bytes or 0 for hello in hellos if hello is not None), default=0) or None

    def known(self, engine: str) -> tuple[EngineDescription, Hello] | None:
        """Return what a host that has introduced itself says of an engine, and its hello; starts none."""
        with self._lock:
            home = self._homes.get(engine)
        for name, client in self._clients.items():
            hello = client.last_hello
            if hello is None or home not in (None, name):
                continue
            for description in hello.engines:
                if description.id == engine:
                    return description, hello
        return None

    def forecast(self, request: SynthesisRequest, low_vram: LowVram) -> Fit | None:
        """Say what a request would meet now; no host is started or disturbed for it.

        Args:
            request: What would be spoken.
            low_vram: The mode in force.

        Returns:
            The answer, or None where the engine's host does not run, or does not answer.

        Raises:
            SottovoceError: When the request could not be put anywhere.
        """
        client = self._running(request.engine)
        if client is None:
            return None
        others = [one for one in longest_idle_first(self.clients()) if one is not client]
        freeable_bytes = sum(map(card_bytes, others))
        fit = client.forecast(request, low_vram, freeable_bytes)
        if fit is None or not fit.beyond_bytes:
            return fit
        leaving, missing_bytes = list(fit.leaving), fit.beyond_bytes
        for other in others:
            if missing_bytes > 0:
                leaving += [one.engine for one in engines_there(other)]
                missing_bytes -= card_bytes(other)
        return replace(fit, leaving=tuple(leaving))

    @contextmanager
    def card_lease(
        self, request: SynthesisRequest, low_vram: LowVram, cancel: CancelToken
    ) -> Iterator[tuple[str, ...]]:
        """Let a request's host use the card for a block, if it may want to; the others make room for it.

        Args:
            request: What will be spoken.
            low_vram: The mode in force.
            cancel: Ends the wait for the card when set.

        Yields:
            The engines of other hosts that left for want of room.

        Raises:
            JobCancelled: When the token says so.
            EngineError: When the engine's host cannot be started.
        """
        client = self.client_for(request.engine)
        engine = self.describe(request.engine, cancel)
        if not uses_card(engine, request.device, client.hello(cancel)):
            yield ()
            return
        with self._card_lease.hold(client, self.clients(), request, low_vram, cancel) as left:
            yield left

    def clients(self) -> list[HostClient]:
        """Return all clients, in the environments' order."""
        return list(self._clients.values())

    def close(self) -> None:
        """End all hosts. May be called again."""
        for client in self._clients.values():
            client.close()
        self._board.close()

    def _take_sample(self, name: str, sample: MemorySample) -> None:
        """Take a host's sample, and tell what all hosts hold together.

        One that comes after its host's end was told says nothing any more.
        """
        with self._lock:
            client = self._clients.get(name)
            if name in self._ended and (client is None or not client.running):
                return
            self._ended.discard(name)
            self._samples[name] = sample
        self._tell_memory(name)

    def _tell_end(self, name: str, reason: str) -> None:
        """Tell that an idle host has ended where that is a fault, then what the others hold."""
        if self._on_ended is not None and reason:
            self._on_ended(name, reason)
        with self._lock:
            self._ended.add(name)
            self._samples.pop(name, None)
        self._tell_memory()

    def _tell_memory(self, newest: str = "") -> None:
        """Tell what all hosts hold; what one thread has seen later is told later."""
        with self._telling:
            self._tell_what_is_held(newest)

    def _tell_what_is_held(self, newest: str) -> None:
        with self._lock:
            running = {other for other, client in self._clients.items() if client.running}
            self._samples = {
                one: kept for one, kept in self._samples.items() if one == newest or one in running
            }
            hosts = dict(self._samples)
            samples = [self._samples[one] for one in self._environments if one in self._samples]
        self._board.show(hosts)
        if self._on_memory is not None and samples:
            self._on_memory(merge_samples(samples))
        elif self._on_none is not None and not samples:
            self._on_none()

    def _running(self, engine: str) -> HostClient | None:
        """Return the client of an engine's host where that runs; starts none."""
        with self._lock:
            home = self._homes.get(engine)
        homes = [name for name, one in self._environments.items() if engine in one.engine_ids]
        if home is None and len(homes) == 1:
            home = homes[0]
        client = self._clients.get(home) if home is not None else None
        return client if client is not None and client.running else None

    def _hello(self, name: str, client: HostClient, cancel: CancelToken | None = None) -> Hello:
        try:
            return client.hello(cancel)
        except EngineError as error:
            environment = self._environments.get(name)
            engines = environment.engine_ids if environment is not None else ()
            return Hello(protocol_version=0, version="", pid=0, broken=dict.fromkeys(engines, str(error)))

    def _home(self, engine: str, cancel: CancelToken | None = None) -> str | None:
        """Return the name of the environment that an engine belongs to, or None."""
        with self._lock:
            known = self._homes.get(engine)
        if known is not None:
            return known
        names = [name for name, one in self._environments.items() if engine in one.engine_ids]
        home = names[0] if len(names) == 1 else self._offered_by(engine, names, cancel)
        if home is not None:
            with self._lock:
                self._homes[engine] = home
        return home

    def _offered_by(self, engine: str, names: Sequence[str], cancel: CancelToken | None) -> str | None:
        """Return which of several environments an engine belongs to; starts their hosts."""
        broken = None
        for name in names:
            hello = self._hello(name, self._clients[name], cancel)
            for one in hello.engines:
                if one.id == engine:
                    return one.environment if one.environment in names else name
            if engine in hello.broken and broken is None:
                broken = name
        return broken
