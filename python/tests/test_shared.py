import contextlib
import socket
import struct
import sys
import threading

import pytest
from conftest import SOURCES

sys.path.insert(0, str(SOURCES))

from reprise_pytest import _shared  # noqa: E402


class Fixed:
    def __init__(self, url):
        self._url = url

    def url(self):
        return self._url

    def close(self):
        pass


@pytest.fixture
def office():
    one = _shared.Office(Fixed("http://127.0.0.1:1"))
    yield one
    one.close()


def _asked(address):
    return _shared.AskedServer(address, Fixed("otherwise")).url()


def _connected(office):
    host, port, _ = office.address()
    return socket.create_connection((host, port), timeout=20)


def test_a_peer_that_resets_its_connection_ends_nothing(office):
    for _ in range(3):
        peer = _connected(office)
        peer.recv(1)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()

    assert _asked(office.address()) == "http://127.0.0.1:1"


def test_a_peer_that_says_nothing_keeps_nobody_waiting(office):
    with _connected(office):
        assert _asked(office.address()) == "http://127.0.0.1:1"


def test_a_peer_that_says_something_else_ends_nothing(office):
    with _connected(office) as peer:
        peer.sendall(b"GET / HTTP/1.1\r\n\r\n")
    with _connected(office) as peer:
        peer.sendall(b"\0\0\0\3abc")

    assert _asked(office.address()) == "http://127.0.0.1:1"


def test_nobody_gets_the_url_without_the_secret(office):
    host, port, _ = office.address()

    assert _asked([host, port, "wrong"]) == "otherwise"


@pytest.mark.parametrize("says", [b"", b"SSH-2.0-OpenSSH\r\n", b"\0\0\0\3abc", b"\0\0"])
def test_a_worker_does_not_wait_for_ever(monkeypatch, says):
    monkeypatch.setattr(_shared, "_HANDSHAKE_SECONDS", 0.2)
    monkeypatch.setattr(_shared, "_URL_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as other:
        worker = _shared.AskedServer([*other.getsockname(), "secret"], Fixed("otherwise"))
        if says:
            threading.Thread(target=_say, args=(other, says), daemon=True).start()
        assert worker.url() == "otherwise"


def _say(listener, text):
    connection, _ = listener.accept()
    with connection, contextlib.suppress(OSError):
        connection.sendall(text)
        connection.recv(1000)
