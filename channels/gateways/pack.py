"""The pack: one ZIP of documents for each station or partner, to carry or to post."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Collection, Sequence, Set
from pathlib import Path
from typing import ClassVar

from channels.gateways.disk import (
    check_folder,
    checked,
    locked,
    made_folder,
    needs_a_person,
    sync_folder,
    told,
)
from channels.gateways.packing import cue_sheet, listed, listed_for, manifest, without
from outreach.model.contracts import (
    Capabilities,
    Fate,
    GatewayError,
    GatewaySettings,
    Outgoing,
    Receipt,
)
from outreach.model.packing import (
    MANIFEST,
    Document,
    add_to,
    documents,
    enclosures,
    with_sums,
)
from outreach.model.states import Outcome


class PackGateway:
    """Writes ``<out>/pack-<broadcast>/<delivery>.zip`` and ``manifest.csv`` beside them.

    The same delivery gives the same bytes under the same name, and the name appears
    only when the file is whole: so packing again does no harm.
    """

    settings_type: ClassVar[type[GatewaySettings]] = GatewaySettings
    name: str = "pack"
    label: str = "Parcels of documents (ZIP)"
    capabilities: Capabilities = Capabilities(
        freight=frozenset({"files"}),
        window=20,
        fate=Fate.IDEMPOTENT,
        own_id=True,
        receipts="none",
    )

    def __init__(self, settings: GatewaySettings) -> None:
        self._out = settings.out

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Pack each delivery; all are on the disk when this returns."""
        if not window:
            return []
        ids = [delivery.id for delivery in window]
        try:
            checked(f"pack-{window[0].broadcast}", *ids)
        except GatewayError as error:
            raise GatewayError(str(error), unwritten=ids, permanent=True) from None
        folder = self._out / f"pack-{window[0].broadcast}"
        try:
            return self._pack(folder, window)
        except OSError as error:
            # A parcel that was finished is packed again, byte for byte.
            raise GatewayError(
                told(error, folder), unwritten=ids, permanent=needs_a_person(error)
            ) from None

    def forget(self, addresses: Collection[str]) -> int:
        """Remove the parcels for them, and their rows of the index."""
        folders = sorted(self._out.glob("pack-*/"))
        try:
            return sum(_removed(folder, frozenset(addresses)) for folder in folders)
        except OSError as error:
            raise GatewayError(told(error, self._out)) from None

    def check(self) -> None:
        """Whether the folder can be written. Raises GatewayError."""
        check_folder(self._out)

    def _pack(self, folder: Path, window: Sequence[Outgoing]) -> list[Receipt]:
        made_folder(folder)
        contents = [documents(delivery.bundle) for delivery in window]
        with locked(folder / ".lock"):
            hashes = [
                _write(folder / f"{delivery.id}.zip", _files(delivery, found))
                for delivery, found in zip(window, contents, strict=True)
                if found
            ]
            packed = [d for d, found in zip(window, contents, strict=True) if found]
            index = listed(folder / "manifest.csv", packed, hashes)
            _replace(folder / "manifest.csv", index)
            sync_folder(folder)
        return [_receipt(d, found) for d, found in zip(window, contents, strict=True)]


def _files(delivery: Outgoing, found: Sequence[Document]) -> dict[str, bytes]:
    """Everything in the parcel by its path there, in the order of the ZIP."""
    packed = [*found, *enclosures(delivery)]
    files = {MANIFEST: manifest(delivery, packed), **cue_sheet(delivery, found)}
    return with_sums(files | {document.path: document.data for document in packed})


def _write(target: Path, files: dict[str, bytes]) -> str:
    """Write the ZIP whole or not at all; its SHA-256."""
    part = target.with_suffix(".zip.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as parcel:
        for path, data in files.items():
            add_to(parcel, path, data)
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    part.replace(target)
    return digest


def _removed(folder: Path, addresses: Set[str]) -> int:
    with locked(folder / ".lock"):
        index = folder / "manifest.csv"
        names = listed_for(index, addresses)
        for name in names:
            (folder / name).unlink(missing_ok=True)
        if names:
            _replace(index, without(index, names))
            sync_folder(folder)
    return len(names)


def _replace(target: Path, data: bytes) -> None:
    part = target.with_suffix(".csv.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)


def _receipt(delivery: Outgoing, found: Sequence[Document]) -> Receipt:
    if found:
        return Receipt(delivery=delivery.id, outcome=Outcome.ACCEPTED)
    return Receipt(
        delivery=delivery.id,
        outcome=Outcome.REFUSED,
        detail="There is no document to pack.",
    )
