"""One server for all processes of a session: the first that needs it has it started."""

import queue
import secrets
import threading
from multiprocessing.connection import Client, Listener, answer_challenge, deliver_challenge

from ._control import RepriseError

_PAUSE_SECONDS = 0.1
_HANDSHAKE_SECONDS = 30
_URL_SECONDS = 150  # longer than a server may take to start


class OwnServer:
    """Starts the server when its URL is first asked for. All threads may ask."""

    def __init__(self, start):
        self._start = start
        self._lock = threading.Lock()
        self._server = None
        self._failure = None

    def url(self):
        with self._lock:
            if self._failure is not None:
                raise RepriseError(self._failure)
            if self._server is None:
                try:
                    self._server = self._start()
                except RepriseError as failure:
                    self._failure = str(failure)
                    raise
            return self._server.url

    def close(self):
        with self._lock:
            if self._server is not None:
                self._server.stop()
                self._server = None


class Office:
    """Tells the URL to worker processes of pytest-xdist that ask for it."""

    def __init__(self, server):
        self._server = server
        self._secret = secrets.token_hex(16)
        self._listener = Listener(("127.0.0.1", 0), backlog=64)
        self._is_closed = threading.Event()
        threading.Thread(target=self._answer_all, daemon=True).start()

    def address(self):
        """What a worker needs to ask; plain values."""
        return [*self._listener.address, self._secret]

    def close(self):
        self._is_closed.set()
        self._listener.close()

    def _answer_all(self):
        while not self._is_closed.is_set():
            try:
                connection = self._listener.accept()
            except OSError:  # closed, or a peer that has gone already
                self._is_closed.wait(_PAUSE_SECONDS)
                continue
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        with connection:
            if not self._knows_secret(connection):
                return
            try:
                answer = "url " + self._server.url()
            except Exception as failure:
                answer = "error " + str(failure)
            try:
                connection.send_bytes(answer.encode("utf-8"))
            except OSError:
                pass  # the worker is gone

    def _knows_secret(self, connection):
        """Waits in the thread of one peer, so a silent one keeps no other waiting."""
        secret = self._secret.encode("ascii")
        try:
            deliver_challenge(connection, secret)
            answer_challenge(connection, secret)
            return True
        except Exception:  # a peer that speaks something else causes errors of many kinds
            return False


class AskedServer:
    """The server that the controlling process of pytest-xdist starts.

    otherwise: a server for this worker alone, if that process cannot be reached, such as on another machine.
    """

    def __init__(self, address, otherwise):
        self._host, self._port, self._secret = address
        self._otherwise = otherwise
        self._url = None
        self._failure = None
        self._is_reached = True

    def url(self):
        if self._failure is not None:
            raise RepriseError(self._failure)
        if self._url is None and self._is_reached:
            self._take(self._answer())
        return self._url if self._is_reached else self._otherwise.url()

    def _answer(self):
        """`url …` or `error …`; None if that process does not answer in time."""
        said = queue.Queue()
        threading.Thread(target=self._ask, args=(said,), daemon=True).start()
        try:
            return said.get(timeout=_HANDSHAKE_SECONDS) and said.get(timeout=_URL_SECONDS)
        except queue.Empty:
            return None

    def _ask(self, said):
        """Puts `met` when the secret is right, and then the answer; None where something goes wrong."""
        try:
            with Client((self._host, self._port), authkey=self._secret.encode("ascii")) as connection:
                said.put("met")
                said.put(connection.recv_bytes().decode("utf-8"))
        except Exception:  # nobody there, or somebody who speaks something else
            said.put(None)

    def _take(self, answer):
        if answer is None:
            self._is_reached = False
            return
        kind, _, text = answer.partition(" ")
        if kind == "error":
            self._failure = text
            raise RepriseError(text)
        self._url = text

    def close(self):
        self._otherwise.close()


class GivenServer:
    """A server that runs already: REPRISE_URL."""

    def __init__(self, url):
        self._url = url.strip().rstrip("/")

    def url(self):
        return self._url

    def close(self):
        pass
