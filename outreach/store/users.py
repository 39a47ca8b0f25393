"""Users, their sessions and their one-time sign-in links."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Row, func, insert, select, update

from outreach.model.errors import InputError, Problem
from outreach.store.audit import Actor
from outreach.store.rows import in_turn
from outreach.store.tables import tokens, users

Role = Literal["viewer", "author", "approver", "administrator"]
#: From least to most; each may do what those before it may.
ROLES: tuple[Role, ...] = ("viewer", "author", "approver", "administrator")
TokenKind = Literal["session", "link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A member of staff."""

    id: int
    login: str
    name: str
    role: str
    active: bool
    #: Argon2 hash, or None where only a link signs in.
    password: str | None

    def acting_from(self, origin: str) -> Actor:
        """The user as the one who acts."""
        return Actor(
            user_id=self.id,
            login=self.login,
            name=self.name,
            role=self.role,
            origin=origin,
        )


def may(role: str, needed: Role) -> bool:
    """Whether ``role`` reaches ``needed``."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)


#: As the columns are: PostgreSQL refuses more, and SQLite would not.
LONGEST = {"login": 120, "name": 200}


def add_user(
    connection: Connection,
    login: str,
    name: str,
    role: Role,
    password: str | None,
    now: datetime,
) -> User:
    """Add a user; ``password`` is already hashed. Raises InputError if the login is taken."""
    in_turn(connection, "users")
    if not login.strip():
        raise InputError([Problem("login", "is empty. Fill it in.")])
    for field, text in (("login", login), ("name", name)):
        if len(text) > LONGEST[field]:
            limit = f"is too long. It may have {LONGEST[field]} characters."
            raise InputError([Problem(field, limit)])
    if user_by_login(connection, login):
        raise InputError([Problem("login", f"“{login}” is taken. Choose another.")])
    connection.execute(
        insert(users).values(
            login=login.strip(),
            name=name,
            role=role,
            password=password,
            active=True,
            created_at=now,
        )
    )
    found = user_by_login(connection, login)
    assert found  # noqa: S101  # written in this transaction
    return found


def set_password(connection: Connection, user_id: int, password: str) -> None:
    """Store a new password hash and end every session of the user."""
    connection.execute(
        update(users).where(users.c.id == user_id).values(password=password)
    )
    connection.execute(tokens.delete().where(tokens.c.user_id == user_id))


def user_by_login(connection: Connection, login: str) -> User | None:
    """The user with this login, in any letter case."""
    wanted = func.lower(users.c.login) == login.strip().lower()
    row = connection.execute(select(users).where(wanted)).first()
    return _user(row) if row else None


def user_by_id(connection: Connection, key: int) -> User:
    """The user with that id."""
    return _user(connection.execute(select(users).where(users.c.id == key)).one())


def all_users(connection: Connection) -> list[User]:
    """Everybody, by login."""
    return [
        _user(row) for row in connection.execute(select(users).order_by(users.c.login))
    ]


def issue_token(
    connection: Connection,
    kind: TokenKind,
    user_id: int,
    lifetime: timedelta,
    now: datetime,
) -> str:
    """A new secret that stands for the user; only its hash is stored."""
    secret = secrets.token_urlsafe(32)
    connection.execute(
        insert(tokens).values(
            hash=_hash(secret), kind=kind, user_id=user_id, expires_at=now + lifetime
        )
    )
    return secret


def redeem_link(connection: Connection, secret: str, now: datetime) -> User | None:
    """The user of a sign-in link, once: the conditional update lets one caller through."""
    used = connection.execute(
        update(tokens)
        .where(
            tokens.c.hash == _hash(secret),
            tokens.c.kind == "link",
            tokens.c.used_at.is_(None),
            tokens.c.expires_at > now,
        )
        .values(used_at=now)
    )
    return _user_of(connection, secret) if used.rowcount == 1 else None


def session_user(connection: Connection, secret: str, now: datetime) -> User | None:
    """The active user of a session that has not ended."""
    live = connection.execute(
        select(tokens.c.hash).where(
            tokens.c.hash == _hash(secret),
            tokens.c.kind == "session",
            tokens.c.expires_at > now,
        )
    ).first()
    return _user_of(connection, secret) if live else None


def end_session(connection: Connection, secret: str) -> None:
    """Sign out."""
    connection.execute(tokens.delete().where(tokens.c.hash == _hash(secret)))


def _user_of(connection: Connection, secret: str) -> User | None:
    row = connection.execute(
        select(users)
        .join(tokens, tokens.c.user_id == users.c.id)
        .where(tokens.c.hash == _hash(secret), users.c.active)
    ).first()
    return _user(row) if row else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _user(row: Row[tuple[object, ...]]) -> User:
    return User(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,
        active=row.active,
        password=row.password,
    )
