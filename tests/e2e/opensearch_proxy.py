"""A proxy between Rasd and OpenSearch, real HTTP on loopback, that has its moods."""

import base64
import contextlib
import http.client
import socket
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

JSON = "application/json"


class Proxy:
    """Forwards, but for the next answers that were put into `moods`: (status, body).

    `mood` is for as long as it stands: (path, body, forward) -> (status, body, content type).
    """

    def __init__(self, target, password=None, certificate=None):
        self.target = urlsplit(target).netloc
        self.login = password and "Basic " + base64.b64encode(f"rasd:{password}".encode()).decode()
        self.certificate = certificate
        self.mood = None
        self.moods = []
        self.largest = 10**9
        self.bulks = []
        self.port = 0
        self.server = None

    @property
    def url(self):
        return f"http{'s' if self.certificate else ''}://127.0.0.1:{self.port}"

    def up(self):
        """Listen, at the same port as before."""
        if self.server is None:
            self.server = _Server(("127.0.0.1", self.port), self._handler())
            self.port = self.server.server_address[1]
            if self.certificate:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self.certificate, self.certificate.with_suffix(".key"))
                self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.server.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
            self.server.thread.start()

    def down(self):
        """Refuse connections, and cut those that there are."""
        if self.server is not None:
            self.server.shutdown()
            self.server.thread.join()
            self.server.server_close()
            self.server.cut()
            self.server = None

    def reply(self, method, path, body, headers):
        if self.login and headers.get("Authorization") != self.login:
            return 401, b"Unauthorized", "text/plain"
        if path.startswith("/_bulk"):
            self.bulks.append(len(body))
            if self.moods:
                return *self.moods.pop(0), JSON
            if len(body) > self.largest:
                return 413, b"<html>Request Entity Too Large</html>", "text/html"

        def forward(other=body):
            return self.forward(method, path, other, headers.get("Content-Type") or JSON)

        return self.mood(path, body, forward) if self.mood else forward()

    def forward(self, method, path, body, kind):
        connection = http.client.HTTPConnection(self.target, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": kind})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get("Content-Type", JSON)
        finally:
            connection.close()

    def _handler(self):
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                try:
                    self.answer(*proxy.reply(self.command, self.path, body, self.headers))
                except (OSError, http.client.HTTPException):  # the one behind us, or the one before us, has gone
                    self.close_connection = True

            do_GET = do_POST = do_PUT = do_DELETE = handle_one

            def answer(self, status, body, kind):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        return Handler


class _Server(ThreadingHTTPServer):
    """Knows its connections."""

    def __init__(self, *arguments):
        self.connections = set()
        super().__init__(*arguments)

    def process_request(self, request, client_address):
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self.connections.discard(request)
        super().shutdown_request(request)

    def cut(self):
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request, client_address):
        """A client that goes away is no news."""


@contextmanager
def proxy_to(target, **options):
    """A running proxy."""
    proxy = Proxy(target, **options)
    proxy.up()
    try:
        yield proxy
    finally:
        proxy.down()
