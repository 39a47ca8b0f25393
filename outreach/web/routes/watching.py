"""For watchdogs: whether the server lives, whether it can work, and what it has counted."""

from __future__ import annotations

import ipaddress
import secrets

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, PlainTextResponse, Response

from outreach.dispatch import watch
from outreach.store import checkup
from outreach.store.backup import kept_in
from outreach.web.desk import AtDesk, Desk

router = APIRouter()

_SILENT = {
    "dispatch": "The thread that sends has done nothing for {} seconds: restart the server.",
    "ticker": "No schedule has been looked at for {} seconds: the server's log says why.",
    "inbox": "No text that came back was looked at for {} seconds: restart the server.",
}
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@router.get("/health")
def health(desk: AtDesk) -> JSONResponse:
    """200 where the process lives and can read its database, else 503."""
    return _verdict(checkup.reading_fault(desk.store))


@router.get("/ready")
def ready(desk: AtDesk) -> JSONResponse:
    """200 where it can also write, send and follow its schedules, else 503."""
    return _verdict(
        checkup.reading_fault(desk.store)
        or checkup.tables_fault(desk.store)
        or checkup.writing_fault(desk.store)
        or _silence()
    )


@router.get("/metrics")
def metrics(request: Request, desk: AtDesk) -> Response:
    """The counts of this process, in Prometheus's text form."""
    if not _may_read_metrics(request, desk):
        return PlainTextResponse(
            "Send OUTREACH_METRICS_TOKEN as a bearer token. Without that setting only "
            "this machine may ask, and not through a proxy.\n",
            403,
        )
    with desk.store.read() as connection:
        chunks = checkup.open_chunks(connection)
    text = watch.exposition(chunks, _newest_backup(desk))
    return Response(text, media_type=CONTENT_TYPE_LATEST)


def _verdict(fault: str | None) -> JSONResponse:
    if fault is None:
        return JSONResponse({"status": "ok"})
    return JSONResponse({"status": "failing", "why": fault}, 503)


def _silence() -> str | None:
    found = watch.silent()
    return _SILENT[found[0][0]].format(found[0][1]) if found else None


def _newest_backup(desk: Desk) -> float:
    folder = desk.settings.backup_dir
    kept = kept_in(folder) if folder else []
    return kept[-1].made_at.timestamp() if kept else 0


def _may_read_metrics(request: Request, desk: Desk) -> bool:
    if token := desk.settings.values.get("OUTREACH_METRICS_TOKEN"):
        given = request.headers.get("authorization", "")
        return secrets.compare_digest(given.encode(), f"Bearer {token}".encode())
    # A proxy on this machine asks from loopback, too, for whoever asked it.
    if desk.settings.public_url or any(h in request.headers for h in _FORWARDED):
        return False
    return request.client is not None and _is_loopback(request.client.host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
