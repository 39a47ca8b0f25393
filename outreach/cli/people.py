"""Commands on users."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import click

from outreach.cli.handoff import Office, act, do
from outreach.model.errors import InputError
from outreach.settings import read_settings
from outreach.store import Connection
from outreach.store import users as staff
from outreach.store.audit import record

LINK_LIFETIME = timedelta(hours=24)


@click.group()
def users() -> None:
    """Who may sign in."""


@users.command("add")
@click.argument("login")
@click.option("--name", help="As screens show it; else the login.")
@click.option(
    "--role", type=click.Choice(staff.ROLES), default="author", show_default=True
)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)
def users_add(login: str, name: str | None, role: str, password_stdin: bool) -> None:
    """Add a user; prints a one-time link to sign in with."""
    password = _password() if password_stdin else None
    values = {"login": login, "name": name or login, "role": role, "password": password}
    click.echo(do(read_settings(), "add_user", **values))


@users.command("reset")
@click.argument("login")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)
def users_reset(login: str, password_stdin: bool) -> None:
    """End a user's sessions; prints a new one-time link to sign in with."""
    password = _password() if password_stdin else None
    click.echo(do(read_settings(), "reset_user", login=login, password=password))


@act
def add_user(office: Office, values: Mapping[str, Any]) -> str:
    """Add a user; the link to sign in with."""
    with office.store.write() as connection:
        user = staff.add_user(connection, **values, now=office.now)
        record(connection, None, office.now, "add user", user.login, role=user.role)
        link = sign_in_link(office, connection, user.id)
    return f"Added {user.login} ({user.role}). Sign in within a day, once: {link}"


@act
def reset_user(office: Office, values: Mapping[str, Any]) -> str:
    """End a user's sessions; a new link to sign in with."""
    with office.store.write() as connection:
        user = staff.user_by_login(connection, values["login"])
        if user is None:
            raise InputError(f"There is no user “{values['login']}”.")
        staff.set_password(connection, user.id, values["password"])
        record(connection, None, office.now, "reset user", user.login)
        link = sign_in_link(office, connection, user.id)
    return f"Sign in within a day, once: {link}"


def sign_in_link(office: Office, connection: Connection, user_id: int) -> str:
    """A one-time link that signs a user in."""
    secret = staff.issue_token(connection, "link", user_id, LINK_LIFETIME, office.now)
    return f"{office.settings.public_url or office.address}/sign-in/link/{secret}"


def _password() -> str:
    from outreach.web.passwords import hashed

    return hashed(sys.stdin.readline().rstrip("\n"))
