"""One frozen object from the environment; no setting is required.

A secret may stand in a file: ``NAME_FILE`` names it, as container secrets do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

#: Read as they are.
_TEXTS = (
    *("database_url", "timezone", "public_url", "log", "currency", "country", "paper"),
    *("office", "office_phones", "office_address", "focal_points"),
)
#: What an office is called that has not said its name.
UNNAMED = "Outreach"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class SettingError(Exception):
    """A setting has a value that can't be used; the sentence names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment says. Each field is documented in docs/reference/settings.md."""

    #: Where the database is: SQLite's file by default, or PostgreSQL.
    database_url: str = "sqlite:///outreach-data/outreach.db"
    #: The office's zone: for times given without one. Always shown.
    timezone: str = "UTC"
    #: Who we are, in answers to texts.
    office: str = UNNAMED
    #: What people can ring, as typed; a leaflet reads these three.
    office_phones: str = ""
    #: Where people can write to by post, as typed.
    office_address: str = ""
    #: Whom people can turn to, as typed.
    focal_points: str = ""
    #: Whether anybody may read the directory of those who agreed to be listed.
    public_directory: bool = False
    #: Days for which texts that came back are kept once they are done.
    inbound_days: int = 365
    #: Days after a broadcast's end for which its deliveries keep their addresses; 0: always.
    delivery_days: int = 730
    #: Days for which a number is kept that nobody wrote to or heard from; 0: always.
    addressee_days: int = 1095
    #: Days for which the address of somebody who opted out is kept; 0: always.
    withdrawn_days: int = 90
    #: Days after the last reading on which a station that has not answered is reminded; 0: never.
    reminder_days: int = 7
    #: How many people other than the author must approve a broadcast.
    approvals: int = 1
    #: The office's country: of listeners, where no station says theirs; None: not known.
    country: str | None = None
    #: What prices and the budget are in: ISO 4217.
    currency: str = "USD"
    #: What a broadcast may cost before it needs a second approver; None: whatever it costs.
    budget: Decimal | None = None
    #: What is printed on where neither addressee nor broadcast says: ``a4`` or ``letter``.
    paper: str = "a4"
    #: What a printed sheet of paper costs; None: not known.
    sheet_price: Decimal | None = None
    #: Where gateways that write files write them.
    out: Path = Path("out")
    #: Where providers and colleagues reach the server, without a trailing slash.
    public_url: str | None = None
    #: Where the server keeps its daily backups; None makes none.
    backup_dir: Path | None = None
    #: How many of them.
    backup_keep: int = 7
    #: When, on the office's clock.
    backup_at: time = time(2, 0)
    #: How the log is written: ``text`` for people, ``json`` for machines.
    log: str = "text"
    #: Folders with fonts for letters that ours lack.
    font_dirs: tuple[Path, ...] = ()
    #: Where a worker tells its figures, to its own machine only; None: nowhere.
    metrics_port: int | None = None
    #: Gateways by channel, each taking over from the one before it; a channel that is not
    #: named takes the first gateway that needs no settings and carries it.
    routes: Mapping[str, tuple[str, ...]]
    #: Everything that starts with OUTREACH_, secrets read from their files.
    values: Mapping[str, str]
    #: From, until, where an addressee lives; None: there are none.
    quiet_hours: tuple[time, time] | None = None
    #: Days on which nothing goes out there, 0 for Monday.
    rest_days: frozenset[int] = frozenset()

    @property
    def data_dir(self) -> Path:
        """The folder of the SQLite file, where lock, socket and secret key stand too."""
        _, found, path = self.database_url.partition("sqlite:///")
        return Path(path).parent if found else Path("outreach-data")

    def of_plugin(self, name: str) -> dict[str, str]:
        """The settings that start with ``OUTREACH_<NAME>_``, by the rest of the name."""
        prefix = f"OUTREACH_{name.upper().replace('-', '_')}_"
        return {
            key.removeprefix(prefix).lower(): value
            for key, value in self.values.items()
            if key.startswith(prefix)
        }


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises SettingError naming the first that can't be used."""
    values = _with_files(os.environ if environment is None else environment)
    given = {
        field: values[f"OUTREACH_{field.upper()}"]
        for field in _TEXTS
        if values.get(f"OUTREACH_{field.upper()}")
    }
    if "public_url" in given:
        given["public_url"] = given["public_url"].rstrip("/")
    return _checked(
        Settings(
            **given,
            inbound_days=_whole_number(values, "OUTREACH_INBOUND_DAYS", 365),
            delivery_days=_whole_number(values, "OUTREACH_DELIVERY_DAYS", 730),
            addressee_days=_whole_number(values, "OUTREACH_ADDRESSEE_DAYS", 1095),
            withdrawn_days=_whole_number(values, "OUTREACH_WITHDRAWN_DAYS", 90),
            reminder_days=_whole_number(values, "OUTREACH_REMINDER_DAYS", 7),
            public_directory=_truth(values, "OUTREACH_PUBLIC_DIRECTORY"),
            approvals=_whole_number(values, "OUTREACH_APPROVALS", 1),
            budget=_amount(values, "OUTREACH_BUDGET"),
            sheet_price=_amount(values, "OUTREACH_SHEET_PRICE"),
            out=Path(values.get("OUTREACH_OUT") or "out"),
            backup_dir=_folder(values, "OUTREACH_BACKUP_DIR"),
            font_dirs=_folders(values, "OUTREACH_FONT_DIRS"),
            backup_keep=_whole_number(values, "OUTREACH_BACKUP_KEEP", 7),
            metrics_port=_whole_number(values, "OUTREACH_METRICS_PORT", 0) or None,
            backup_at=_clock_time(values, "OUTREACH_BACKUP_AT", "02:00"),
            routes=_routes(values.get("OUTREACH_ROUTES", "")),
            values=values,
            quiet_hours=_quiet_hours(values.get("OUTREACH_QUIET_HOURS", "")),
            rest_days=_rest_days(values.get("OUTREACH_REST_DAYS", "")),
        )
    )


def _with_files(environment: Mapping[str, str]) -> dict[str, str]:
    values = {}
    for name, value in environment.items():
        if not name.startswith("OUTREACH_"):
            continue
        if name.endswith("_FILE"):
            try:
                values[name.removesuffix("_FILE")] = Path(value).read_text().strip()
            except OSError as error:
                raise SettingError(
                    f"{name}: can't read {value} ({error.strerror})."
                ) from None
        else:
            values.setdefault(name, value)
    return values


def _checked(settings: Settings) -> Settings:
    try:
        ZoneInfo(settings.timezone)
    except (KeyError, ValueError, OSError):
        raise SettingError(
            f"OUTREACH_TIMEZONE: “{settings.timezone}” is not a time zone. "
            "Use a name such as Africa/Nairobi."
        ) from None
    if settings.log not in ("text", "json"):
        raise SettingError(f"OUTREACH_LOG: “{settings.log}” is neither text nor json.")
    if settings.paper not in ("a4", "letter"):
        raise SettingError(
            f"OUTREACH_PAPER: “{settings.paper}” is neither a4 nor letter."
        )
    if not _is_currency(settings.currency):
        raise SettingError(
            f"OUTREACH_CURRENCY: “{settings.currency}” is not a currency code. "
            "Use three capital letters such as KES."
        )
    if settings.country and not _is_country(settings.country):
        raise SettingError(
            f"OUTREACH_COUNTRY: “{settings.country}” is not a country code. "
            "Use two capital letters such as KE."
        )
    if settings.backup_keep < 1:
        raise SettingError("OUTREACH_BACKUP_KEEP: keep 1 backup or more.")
    if settings.inbound_days < 1:
        raise SettingError("OUTREACH_INBOUND_DAYS: keep texts for 1 day or more.")
    return settings


def _is_currency(code: str) -> bool:
    if code == "USD":
        return True
    from babel.numbers import list_currencies  # it takes longer than all of the rest

    return code in list_currencies()


def _is_country(code: str) -> bool:
    from babel import Locale  # as above

    return bool(re.fullmatch("[A-Z]{2}", code)) and code in Locale("en").territories


def _whole_number(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdecimal():
        raise SettingError(f"{name}: “{text}” is not a whole number.")
    return int(text)


def _truth(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "").strip().lower() or "no"
    if text not in ("yes", "no"):
        raise SettingError(f"{name}: “{values[name]}” is neither yes nor no.")
    return text == "yes"


def _amount(values: Mapping[str, str], name: str) -> Decimal | None:
    text = values.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text):
        raise SettingError(f"{name}: “{text}” is not an amount. Write it as 250.00.")
    return Decimal(text)


def _folder(values: Mapping[str, str], name: str) -> Path | None:
    return Path(values[name]) if values.get(name) else None


def _folders(values: Mapping[str, str], name: str) -> tuple[Path, ...]:
    """Folders as ``PATH`` lists them. Raises SettingError naming one that is not there."""
    found = [Path(part) for part in values.get(name, "").split(os.pathsep) if part]
    for folder in found:
        if not folder.is_dir():
            raise SettingError(f"{name}: there is no folder {folder}.")
    return tuple(found)


def _clock_time(values: Mapping[str, str], name: str, default: str) -> time:
    text = values.get(name) or default
    try:
        return time.fromisoformat(text if re.fullmatch(r"\d\d:\d\d", text) else "")
    except ValueError:
        raise SettingError(
            f"{name}: “{text}” is not a time of day. Write it as 02:00."
        ) from None


def _routes(text: str) -> dict[str, tuple[str, ...]]:
    routes = {}
    for pair in text.split():
        channel, found, gateways = pair.partition("=")
        names = tuple(gateways.split(","))
        if not (channel and found and all(names)):
            raise SettingError(
                f"OUTREACH_ROUTES: “{pair}” is not of the form channel=gateway."
            )
        if len(set(names)) < len(names):
            raise SettingError(f"OUTREACH_ROUTES: “{pair}” names a gateway twice.")
        routes[channel] = names
    return routes


def _quiet_hours(text: str) -> tuple[time, time] | None:
    if not text.strip():
        return None
    clocks = re.fullmatch(r"\s*(\d\d:\d\d)\s*-\s*(\d\d:\d\d)\s*", text)
    try:
        start, end = map(time.fromisoformat, clocks.groups() if clocks else ())
    except ValueError:
        raise SettingError(
            f"OUTREACH_QUIET_HOURS: “{text}” is not from when until when. "
            "Write 21:00-07:00, or nothing for none."
        ) from None
    if start == end:
        raise SettingError(
            f"OUTREACH_QUIET_HOURS: “{text}” is the whole day, so nothing would ever go "
            "out. Write 21:00-07:00, or nothing for none."
        )
    return start, end


def _rest_days(text: str) -> frozenset[int]:
    names = text.lower().replace(",", " ").split()
    for name in names:
        if name not in _DAYS:
            raise SettingError(
                f"OUTREACH_REST_DAYS: “{name}” is not a day. "
                f"Write some of {', '.join(_DAYS)}, such as fri,sat."
            )
    days = frozenset(map(_DAYS.index, names))
    if len(days) == len(_DAYS):
        raise SettingError(
            "OUTREACH_REST_DAYS: it names all seven days, so nothing would ever go out. "
            "Leave out a day."
        )
    return days
