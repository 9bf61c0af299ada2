"""Errors of weights that are fetched, checked, added and removed."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors.base import SottovoceError


class WeightsError(SottovoceError):
    """Weights could not be brought here, or are not what they should be."""


@dataclass(eq=False)
class ModelUnknown(WeightsError):
    """There is no model of that name to fetch, and none on the disk."""

    code = "model_unknown"
    misuse = True
    model: str
    known: str


@dataclass(eq=False)
class ManifestBroken(WeightsError):
    """A description of weights cannot be understood."""

    code = "manifest_broken"
    path: str
    reason: str


@dataclass(eq=False)
class LicenceNotAccepted(WeightsError):
    """The licence of weights has to be accepted before they are fetched."""

    code = "licence_not_accepted"
    model: str
    licence: str
    summary: str
    url: str


@dataclass(eq=False)
class RoomMissing(WeightsError):
    """The disk has no room for weights; nothing was fetched."""

    code = "room_missing"
    model: str
    path: str
    need_bytes: int
    free_bytes: int


@dataclass(eq=False)
class DownloadFailed(WeightsError):
    """A file could not be fetched from any source; what came stays, to go on from there.

    Attributes:
        file: The file's path within the model.
        source: The last source: a host, or a folder.
        reason: What it said.
    """

    code = "download_failed"
    model: str
    file: str
    source: str
    reason: str


@dataclass(eq=False)
class HashWrong(WeightsError):
    """A file that was fetched is not the one that it should be; it was deleted."""

    code = "hash_wrong"
    model: str
    file: str
    source: str
    wanted: str
    found: str


@dataclass(eq=False)
class WeightsDamaged(WeightsError):
    """Files on the disk are not what they should be."""

    code = "weights_damaged"
    model: str
    path: str
    files: str


@dataclass(eq=False)
class DownloadBusy(WeightsError):
    """Another Sottovoce fetches, adds or removes the same weights."""

    code = "download_busy"
    model: str


@dataclass(eq=False)
class LayoutUnknown(WeightsError):
    """A folder is not laid out as any engine's weights."""

    code = "layout_unknown"
    path: str
    reason: str


@dataclass(eq=False)
class NameTaken(WeightsError):
    """There are weights of that name."""

    code = "model_name_taken"
    model: str
    path: str
