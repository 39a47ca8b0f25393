"""Who is asking: sessions, roles, and the token that every form carries."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from outreach.inbox.clerk import Clerk
from outreach.store import Connection, users
from outreach.store.audit import Actor, record
from outreach.store.users import Role, User, may
from outreach.web.desk import AtDesk, Desk, Fields, SentFields, one

#: A working day: a form that was left open over lunch still goes through.
LIFETIME = timedelta(hours=12)


class SignedOut(Exception):
    """Nobody is signed in."""


class NotAllowed(Exception):
    """The signed-in person's role does not reach."""


class Forged(Exception):
    """The form's token is not of this session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of a signed-in person."""

    user: User
    #: The session's secret.
    session: str
    #: Where the request came from: an IP address.
    origin: str
    #: The office's key.
    key: bytes

    @property
    def actor(self) -> Actor:
        """The person as the one who acts."""
        return self.user.acting_from(self.origin)

    @property
    def token(self) -> str:
        """A form token. Each is another text, so that compressed pages don't betray it."""
        return self._token(secrets.token_hex(8))

    def knows(self, token: str) -> bool:
        """Whether a form's token is of this session."""
        return hmac.compare_digest(
            self._token(token[:16]).encode(), token.encode("utf-8", "replace")
        )

    def signature(self, *values: str) -> str:
        """Ties values in a form to this person."""
        return _keyed(self.key, "value", str(self.user.id), *values)

    def may(self, role: Role) -> bool:
        """Whether the person reaches ``role``."""
        return may(self.user.role, role)

    def _token(self, nonce: str) -> str:
        return nonce + _keyed(self.key, "form", self.session, nonce)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A form that a signed-in person sent."""

    visit: Visit
    fields: Fields
    #: Whether the form carries a token of this session.
    genuine: bool


def visiting(role: Role) -> Callable[..., Visit]:
    """A dependency: a signed-in person who reaches ``role``."""

    def visit(request: Request, desk: AtDesk) -> Visit:
        secret = request.cookies.get(cookie_name(desk), "")
        with desk.store.read() as connection:
            user = users.session_user(connection, secret, desk.now) if secret else None
        if user is None:
            raise SignedOut
        request.state.visit = found = Visit(
            user=user, session=secret, origin=origin_of(request), key=desk.store.secret
        )
        if not found.may(role):
            raise NotAllowed
        return found

    return visit


def acting(role: Role, *, kept: bool = False) -> Callable[..., Act]:
    """A dependency: a form from a person who reaches ``role``.

    ``kept``: a form with an old token is handed on, not refused, so that what was typed
    can be shown again. The route must look at ``genuine``.
    """

    # Not Annotated: its text could not see ``role``, and FastAPI would look in the query.
    def act(fields: SentFields, visit: Visit = Depends(visiting(role))) -> Act:  # noqa: B008
        genuine = visit.knows(one(fields, "token"))
        if not genuine and not kept:
            raise Forged
        return Act(visit=visit, fields=fields, genuine=genuine)

    return act


Viewer = Annotated[Visit, Depends(visiting("viewer"))]
Author = Annotated[Visit, Depends(visiting("author"))]
Administrator = Annotated[Visit, Depends(visiting("administrator"))]
ViewerActs = Annotated[Act, Depends(acting("viewer"))]
AuthorActs = Annotated[Act, Depends(acting("author"))]
AuthorTypes = Annotated[Act, Depends(acting("author", kept=True))]
ApproverActs = Annotated[Act, Depends(acting("approver"))]
AdministratorActs = Annotated[Act, Depends(acting("administrator"))]


def clerk_at(desk: Desk, connection: Connection, visit: Visit) -> Clerk:
    """Whoever is signed in, at work on what came back."""
    return Clerk(
        connection=connection,
        settings=desk.settings,
        secret=desk.store.secret,
        actor=visit.actor,
        now=desk.now,
    )


def begin(desk: Desk, user: User, origin: str, how: str, response: Response) -> None:
    """Start a session for ``user``; the cookie goes with ``response``."""
    with desk.store.write() as connection:
        secret = users.issue_token(connection, "session", user.id, LIFETIME, desk.now)
        record(
            connection,
            user.acting_from(origin),
            desk.now,
            "sign in",
            user.login,
            how=how,
        )
    response.set_cookie(
        cookie_name(desk),
        secret,
        max_age=int(LIFETIME.total_seconds()),
        secure=desk.secure,
        httponly=True,
        samesite="lax",
    )


def end(desk: Desk, visit: Visit, response: Response) -> None:
    """End the session."""
    with desk.store.write() as connection:
        users.end_session(connection, visit.session)
        record(connection, visit.actor, desk.now, "sign out", visit.user.login)
    response.delete_cookie(
        cookie_name(desk), secure=desk.secure, httponly=True, samesite="lax"
    )


def cookie_name(desk: Desk) -> str:
    """With https the browser itself holds the cookie to this host."""
    return "__Host-outreach" if desk.secure else "outreach"


def origin_of(request: Request) -> str:
    """The address a request came from, as the audit log keeps it."""
    return (request.client.host if request.client else "unknown")[:100]


def _keyed(key: bytes, *values: str) -> str:
    text = "\n".join(values).encode("utf-8", "replace")
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]
