"""One server for all processes of a session: the first that needs it has it started."""

import secrets
import threading
from multiprocessing.connection import Client, Listener

from ._control import RepriseError


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
        self._listener = Listener(("127.0.0.1", 0), backlog=64, authkey=self._secret.encode("ascii"))
        threading.Thread(target=self._answer_all, daemon=True).start()

    def address(self):
        """What a worker needs to ask; plain values."""
        return [*self._listener.address, self._secret]

    def close(self):
        self._listener.close()

    def _answer_all(self):
        while True:
            try:
                connection = self._listener.accept()
            except OSError:
                return
            except Exception:  # someone without the secret
                continue
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        with connection:
            try:
                answer = "url " + self._server.url()
            except Exception as failure:
                answer = "error " + str(failure)
            try:
                connection.send_bytes(answer.encode("utf-8"))
            except OSError:
                pass  # the worker is gone


class AskedServer:
    """The server that the controlling process of pytest-xdist starts.

    otherwise: a server for this worker alone, if that process cannot be reached, such as on another machine.
    """

    def __init__(self, address, otherwise):
        self._host, self._port, self._secret = address
        self._otherwise = otherwise
        self._url = None
        self._failure = None

    def url(self):
        if self._failure is not None:
            raise RepriseError(self._failure)
        if self._url is None:
            try:
                with Client((self._host, self._port), authkey=self._secret.encode("ascii")) as connection:
                    kind, _, text = connection.recv_bytes().decode("utf-8").partition(" ")
            except (OSError, EOFError):
                return self._otherwise.url()
            if kind == "error":
                self._failure = text
                raise RepriseError(text)
            self._url = text
        return self._url

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
