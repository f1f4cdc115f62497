"""A proxy between Rasd and OpenSearch, real HTTP on loopback, that has its moods."""

import base64
import http.client
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Proxy:
    """Forwards, but for the next answers that were put into `moods`: (status, body)."""

    def __init__(self, target, password=None, certificate=None):
        self.target = urlsplit(target).netloc
        self.login = password and "Basic " + base64.b64encode(f"rasd:{password}".encode()).decode()
        self.moods = []
        self.largest = 10**9
        self.bulks = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.answer(*proxy.reply(self.command, self.path, body, self.headers))

            do_GET = do_POST = do_PUT = do_DELETE = handle_one

            def answer(self, status, body, kind):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, certificate.with_suffix(".key"))
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self.server.server_address[1]}"

    def reply(self, method, path, body, headers):
        if self.login and headers.get("Authorization") != self.login:
            return 401, b"Unauthorized", "text/plain"
        if path.startswith("/_bulk"):
            self.bulks.append(len(body))
            if self.moods:
                return *self.moods.pop(0), "application/json"
            if len(body) > self.largest:
                return 413, b"<html>Request Entity Too Large</html>", "text/html"
        connection = http.client.HTTPConnection(self.target, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": headers.get("Content-Type") or "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get("Content-Type", "application/json")
        finally:
            connection.close()


@contextmanager
def proxy_to(target, **options):
    """A running proxy."""
    proxy = Proxy(target, **options)
    thread = threading.Thread(target=proxy.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.server.shutdown()
        thread.join()
        proxy.server.server_close()
