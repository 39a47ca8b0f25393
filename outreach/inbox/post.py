"""The inbox at work: one process for all, one round after another."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from threading import Event, Thread

from outreach.dispatch import watch
from outreach.dispatch.clock import ServerClock
from outreach.dispatch.engine import working_gateways
from outreach.inbox.handling import handle_new
from outreach.inbox.polling import Polling
from outreach.inbox.reminding import Reminding
from outreach.inbox.replying import Replying
from outreach.inbox.tidying import Tidying
from outreach.model.contracts import Gateway
from outreach.settings import Settings
from outreach.store import Store, Unavailable, duties, in_a_line

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

DUTY = "inbox"
#: Seconds for which a silent process keeps the duty: longer than a slow gateway takes.
LEASE = 90
#: Seconds between rounds when nothing came, and while the database is away.
REST, AGAIN = 3.0, 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What the inbox works with. Its gateways are its own: each is called by one thread."""

    settings: Settings
    store: Store
    gateways: Mapping[str, Gateway]
    clock: Clock
    #: Of this process, where there may be others.
    name: str = "office"
    polling: Polling = field(default_factory=Polling)
    replying: Replying = field(default_factory=Replying)
    tidying: Tidying = field(default_factory=Tidying)
    reminding: Reminding = field(default_factory=Reminding)
    stop: Event = field(default_factory=Event)

    @property
    def now(self) -> datetime:
        """The instant, with its zone."""
        return self.clock()


def make_post(settings: Settings, store: Store, clock: Clock) -> Post:
    """The inbox of this process; ``clock`` is this machine's."""
    return Post(
        settings=settings,
        store=store,
        gateways=working_gateways(settings, told=True),
        clock=clock if store.exclusive else ServerClock(store),
        name=f"{socket.gethostname()[:20]}-{os.getpid()}-{token_hex(3)}",
    )


def on_duty(post: Post) -> bool:
    """Take or keep the duty; False while another process has it."""
    if post.store.exclusive:  # there is no other, and an idle office writes nothing
        return True
    now = int(post.now.timestamp())
    with post.store.write() as connection:
        return duties.take(connection, DUTY, post.name, now, LEASE)


def work_once(post: Post) -> bool:
    """One round; whether there is more to do at once."""
    if not on_duty(post):
        return False
    more = False
    for name, gateway in post.gateways.items():
        if post.polling.asks(name, gateway, post.now):
            more |= post.polling.ask(post.store, name, gateway, post.now)
            on_duty(post)
    more |= handle_new(post.store, post.settings, post.now)
    more |= post.replying.send_due(post.store, post.settings, post.gateways, post.now)
    post.tidying.tidy(post.store, post.settings, post.now)
    post.reminding.remind(post.store, post.settings, post.now)
    return more


@contextmanager
def open_post(post: Post) -> Iterator[None]:
    """Let the inbox work in a thread until the block ends."""
    thread = Thread(target=_work, args=(post,), name="inbox")
    thread.start()
    try:
        yield
    finally:
        post.stop.set()
        thread.join()


def _work(post: Post) -> None:
    while not post.stop.is_set():
        rest = REST
        try:
            watch.beat("inbox")
            if work_once(post):
                rest = 0
        except Unavailable as error:
            log.warning("the inbox waits: %s", in_a_line(error))
            rest = AGAIN
        except Exception:  # a bulkhead: one fault must not end the inbox for good
            log.exception("inbox")
            rest = AGAIN
        post.stop.wait(rest)
    watch.ended("inbox")
    _lay_down(post)


def _lay_down(post: Post) -> None:
    if post.store.exclusive:
        return
    try:
        with post.store.write() as connection:
            duties.lay_down(connection, DUTY, post.name)
    except Unavailable as error:  # then the lease runs out
        log.warning("the inbox ends: %s", in_a_line(error))
