"""A webhook receiver on this machine: answers challenges and keeps what it is sent."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

CHALLENGE = "songbang.endpoint.challenge"


class Receiver:
    """Where it is, and every delivery in the order of arrival."""

    def __init__(self) -> None:
        self.url = ""
        self.deliveries: list[dict[str, Any]] = []

    def ids(self) -> list[str]:
        return [each["id"] for each in self.deliveries]

    def titled(self, title: str) -> list[str]:
        return [each["id"] for each in self.deliveries if each["data"].get("title") == title]

    @contextmanager
    def serving(self) -> Iterator[Self]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                document = json.loads(self.rfile.read(int(self.headers["content-length"])))
                answer = b"{}"
                if document["type"] == CHALLENGE:
                    answer = json.dumps({"challenge": document["data"]["challenge"]}).encode()
                else:
                    receiver.deliveries.append(document)
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.url = f"http://127.0.0.1:{server.server_port}/hook"
            yield self
            server.shutdown()
