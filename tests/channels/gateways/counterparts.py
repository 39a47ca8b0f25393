"""Whom each gateway speaks to in the shared tests, and what they all can be made to do."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from tests.fakes.africastalking import FakeAfricasTalking
from tests.fakes.aggregator import FakeAggregator, Say
from tests.fakes.kannel import FakeKannel
from tests.fakes.mail import MailServer
from tests.fakes.smsd import FilesSmsd
from tests.fakes.smsgate import FakePhone
from tests.fakes.smsgate import Refuse as NotTaken
from tests.fakes.twilio import FakeTwilio, Refuse

SECRETS = {
    "api_key",
    "auth_token",
    "callback_secret",
    "callback_token",
    "headers",
    "password",
    "signing_key",
    "token",
}
CHANGED = "changed-by-somebody-else"


class Counterpart:
    """One provider, while its ``with`` lasts."""

    def __init__(self, fake: Any) -> None:
        self.fake = fake

    def __enter__(self):
        self.fake.__enter__()
        return self

    def __exit__(self, *what: Any) -> None:
        self.fake.__exit__(*what)

    def settings(self) -> dict[str, object]:
        """What the gateway must be told."""
        raise NotImplementedError

    def refuse(self, number: str) -> None:
        """From now on it takes nothing to that number, and says it in its words."""
        raise NotImplementedError

    def lock_out(self) -> None:
        """From now on it does not know us."""
        raise NotImplementedError

    def taken(self) -> list[Any]:
        """Every message it took."""
        return self.fake.messages

    def asked(self) -> int:
        """How many requests would have sent something."""
        return len(self.fake.posts)

    def secrets(self) -> set[str]:
        """What of the settings nobody may see."""
        return {str(v) for k, v in self.settings().items() if k in SECRETS}


class Nobody(Counterpart):
    """For gateways that write files."""

    def __init__(self) -> None:
        super().__init__(None)

    def __enter__(self):
        return self

    def __exit__(self, *what: Any) -> None:
        pass

    def settings(self) -> dict[str, object]:
        return {}

    def lock_out(self) -> None:
        pass

    def taken(self) -> list[Any]:
        return []


class Twilio(Counterpart):
    def __init__(self) -> None:
        super().__init__(FakeTwilio())

    def settings(self) -> dict[str, object]:
        return {
            "account_sid": self.fake.account,
            "auth_token": self.fake.token,
            "sender": "AMANI",
            "base_url": self.fake.url,
        }

    def refuse(self, number: str) -> None:
        self.fake.always(
            number, Refuse(status=400, code=21211, message=f"'To' {number} is wrong")
        )

    def lock_out(self) -> None:
        self.fake.token = CHANGED


class Phone(Counterpart):
    def __init__(self) -> None:
        super().__init__(FakePhone())

    def settings(self) -> dict[str, object]:
        return {
            "base_url": self.fake.base_url,
            "user": self.fake.user,
            "password": self.fake.password,
            "signing_key": self.fake.signing_key,
        }

    def refuse(self, number: str) -> None:
        said = {"message": f"no route to {number}"}
        self.fake.always(number, NotTaken(status=422, body=said))

    def lock_out(self) -> None:
        self.fake.password = CHANGED


class AfricasTalking(Counterpart):
    def __init__(self) -> None:
        super().__init__(FakeAfricasTalking())

    def settings(self) -> dict[str, object]:
        return {
            "username": self.fake.username,
            "api_key": self.fake.key,
            "sender": "AMANI",
            "base_url": self.fake.url,
            "callback_token": "t" * 16,
        }

    def refuse(self, number: str) -> None:
        self.fake.always(number, 403)

    def lock_out(self) -> None:
        self.fake.key = CHANGED


class Aggregator(Counterpart):
    def __init__(self) -> None:
        super().__init__(FakeAggregator())

    def settings(self) -> dict[str, object]:
        return {
            "url": f"{self.fake.url}/send",
            "check_url": f"{self.fake.url}/balance",
            "headers": json.dumps({"X-Api-Key": self.fake.key}),
            "content_type": "application/json",
            "body": json.dumps({"to": "{to}", "text": "{text}", "ref": "{id}"}),
            "status_path": "status",
            "accepted": "queued|duplicate",
            "refused": "bad number",
            "id_path": "messages.0.id",
            "callback_secret": "s" * 16,
            "callback_id": "id",
            "callback_status": "status",
            "inbound_from": "from",
            "inbound_text": "text",
            "inbound_id": "id",
        }

    def refuse(self, number: str) -> None:
        self.fake.always(
            number, Say(text=json.dumps({"status": "bad number", "to": number}))
        )

    def lock_out(self) -> None:
        self.fake.key = CHANGED

    def asked(self) -> int:
        return len(self.fake.requests)

    def secrets(self) -> set[str]:
        return {*super().secrets(), self.fake.key}


class Kannel(Counterpart):
    def __init__(self) -> None:
        super().__init__(FakeKannel())

    def settings(self) -> dict[str, object]:
        return {
            "url": self.fake.sendsms,
            "username": self.fake.username,
            "password": self.fake.password,
            "token": "t" * 16,
            "sender": "20880",
        }

    def refuse(self, number: str) -> None:
        self.fake.always(number, (400, f"Number {number} is denied"))

    def lock_out(self) -> None:
        self.fake.password = CHANGED


class Modem(Counterpart):
    """gammu-smsd, with folders of its own."""

    def __init__(self) -> None:
        super().__init__(None)

    def __enter__(self):
        self._place = tempfile.TemporaryDirectory()
        self.fake = FilesSmsd(Path(self._place.name))
        return self

    def __exit__(self, *what: Any) -> None:
        self._place.cleanup()

    def settings(self) -> dict[str, object]:
        return self.fake.settings

    def lock_out(self) -> None:
        self.fake.ruin()

    def taken(self) -> list[Any]:
        return self.fake.waiting()


class Mail(Counterpart):
    def __init__(self) -> None:
        super().__init__(MailServer())

    def settings(self) -> dict[str, object]:
        return self.fake.settings()

    def lock_out(self) -> None:
        self.fake.password = CHANGED


#: Those that speak to somebody, by the gateway's name.
COUNTERPARTS: dict[str, Callable[[], AbstractContextManager[Counterpart]]] = {
    "africastalking": AfricasTalking,
    "email": Mail,
    "gammu": Modem,
    "http": Aggregator,
    "kannel": Kannel,
    "smsgate": Phone,
    "twilio": Twilio,
}
#: Those that send texts.
TEXTING = sorted(set(COUNTERPARTS) - {"email"})
#: Those of them that speak to a server.
SPEAKING = sorted(set(TEXTING) - {"gammu"})
