"""Callbacks: what providers tell us. No session; each gateway checks who is calling."""

from __future__ import annotations

from threading import Lock

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from outreach.model.contracts import HasCallbacks
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest
from outreach.store.news import store_each
from outreach.web.desk import AtDesk, Desk

router = APIRouter()

#: A gateway is called from one thread at a time.
_ONE = Lock()


@router.api_route("/callbacks/{gateway}", methods=["GET", "POST"])
@router.api_route("/callbacks/{gateway}/{secret}", methods=["GET", "POST"])
async def callback(request: Request, desk: AtDesk, gateway: str) -> Response:
    """Store what a provider tells; 200, or 403 where it is not from the provider.

    Some sign nothing, and can only be told an address that nobody else knows.
    """
    body = await request.body()
    told = CallbackRequest(
        method=request.method,
        url=_public(request, desk),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
    )
    return await run_in_threadpool(_hear, desk, gateway, told)


def _hear(desk: Desk, name: str, told: CallbackRequest) -> Response:
    gateway = desk.gateways.get(name)
    if not isinstance(gateway, HasCallbacks):
        return Response(status_code=404)
    if desk.settings.public_url is None:  # then nobody can have signed our address
        return Response(status_code=403)
    try:
        with _ONE:
            news = gateway.parse_callback(told)
    except CallbackRefused:
        return Response(status_code=403)
    if not store_each(desk.store, name, news, desk.now):
        return Response(status_code=500)  # most providers then tell it again
    # Kannel takes 204 for a failure and tells everything again.
    return Response(status_code=200)


def _public(request: Request, desk: Desk) -> str:
    """The address as the provider was told it: a proxy's inner name is not signed."""
    path = request.scope.get("raw_path") or request.url.path.encode()
    query = request.scope.get("query_string", b"")
    tail = path + (b"?" + query if query else b"")
    return f"{desk.settings.public_url or ''}{tail.decode('latin-1')}"
