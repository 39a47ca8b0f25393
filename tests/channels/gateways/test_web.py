"""Requests over HTTP: written once, answered once, and never followed elsewhere."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gateways.web import Answer, CutOff, Line, NotWritten, Web, form

FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"


@contextmanager
def server(answer: Callable[[int], bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """A server that gives ``answer(n)`` to the request number n, then hangs up if empty."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection, suppress(ConnectionError):
                    while request := connection.recv(65_536):
                        came.append(request)
                        said = answer(len(came))
                        connection.sendall(said)
                        if not said:
                            break

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", came
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def asked(url: str, method: str = "POST", times: int = 1, timeout: float = 5) -> Answer:
    """The last of so many answers, on one set of connections."""

    async def ask() -> Answer:
        web = Web(timeout, 2)
        try:
            for _ in range(times):
                answer = await web.request(method, url, data="a=1")
            return answer
        finally:
            await web.close()

    return asyncio.run(ask())


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_request_whose_connection_was_cut_is_not_written_again(method: str) -> None:
    """The library would repeat a GET or PUT on a new connection: a text sent twice."""
    answers = server(lambda n: FINE if n == 1 else b"")
    with answers as (url, came), pytest.raises(CutOff):
        asked(url, method, times=2)

    assert len(came) == 2


def test_what_could_not_leave_was_not_written() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(NotWritten, match="refused"):
        asked(f"http://127.0.0.1:{port}")


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"
    with server(lambda _: moved) as (url, came):
        assert asked(url).status == 302

    assert len(came) == 1


def test_an_answer_without_end_is_cut_off() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    endless = head + (b"100000\r\n" + b"x" * 0x100000 + b"\r\n") * 17
    with server(lambda _: endless) as (url, _), pytest.raises(CutOff):
        asked(url, timeout=20)


def test_an_address_goes_out_as_it_was_encoded() -> None:
    with server(lambda _: FINE) as (url, came):
        asked(f"{url}/send%2Fx?text=a%26b%3D%C3%A9")

    assert came[0].startswith(b"POST /send%2Fx?text=a%26b%3D%C3%A9 HTTP/1.1\r\n")


def test_a_line_ends_with_its_owner_or_when_it_is_closed() -> None:
    class Owner:
        pass

    owner = Owner()
    line = Line("the line under test", Web(1, 1), owner)
    assert line.run(asyncio.sleep(0, "done")) == "done"
    del owner

    names = {thread.name for thread in threading.enumerate()}
    assert "the line under test" not in names
    line.close()


def in_threads(*calls: Callable[[], object]) -> list[object]:
    """What each gives, all called at once; one that does not end is left out."""
    given: list[object] = []
    start = threading.Barrier(len(calls))

    def call(one: Callable[[], object]) -> None:
        start.wait(5)
        given.append(one())

    threads = [threading.Thread(target=call, args=(c,), daemon=True) for c in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    return given


def test_two_threads_that_open_a_line_at_once_share_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A second loop would live for ever, and share connections with the first."""
    made = asyncio.new_event_loop

    def slowly() -> asyncio.AbstractEventLoop:
        time.sleep(0.2)
        return made()

    monkeypatch.setattr(asyncio, "new_event_loop", slowly)
    line = Line("the shared line", Web(1, 1), lambda: None)
    threads = in_threads(*(lambda: line.run(current_thread()) for _ in range(2)))
    line.close()

    assert len(threads) == 2
    assert len(set(threads)) == 1


def test_a_line_is_closed_once_the_work_of_other_threads_is_done() -> None:
    line = Line("the closed line", Web(1, 1), lambda: None)
    begun = threading.Event()

    async def work() -> str:
        begun.set()
        await asyncio.sleep(0.2)
        return "done"

    def close() -> str:
        begun.wait(5)
        line.close()
        return "closed"

    assert set(in_threads(lambda: line.run(work()), close)) == {"done", "closed"}


async def current_thread() -> threading.Thread:
    return threading.current_thread()


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_a_form_holds_each_value_whole(fields: dict[str, str]) -> None:
    sent = form(fields)

    assert sent.isascii()
    assert parse_qsl(sent, keep_blank_values=True) == list(fields.items())
