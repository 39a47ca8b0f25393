"""Who signs an act on the terminal."""

from __future__ import annotations

import getpass

from outreach.cli.handoff import Office
from outreach.model.errors import InputError
from outreach.store import Connection, users
from outreach.store.audit import Actor
from outreach.store.users import Role


def signer(
    connection: Connection, office: Office, login: str | None, needed: Role
) -> Actor:
    """The user who signs: ``--as``, else the one with the name of the machine's account.

    On a new database the account's owner becomes the first administrator: whoever can
    write the file could make one anyway. Raises InputError.
    """
    wanted = login or _account()
    user = users.user_by_login(connection, wanted)
    if user is None and login is None and not users.all_users(connection):
        user = users.add_user(
            connection, wanted, wanted, "administrator", None, office.now
        )
    if user is None or not user.active:
        hint = "" if login else " Say who signs with --as USER."
        raise InputError(f"There is no user “{wanted}”.{hint}")
    if not users.may(user.role, needed):
        raise InputError(f"“{wanted}” is {user.role}; this needs {needed} or more.")
    return user.acting_from("terminal")


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "office"
