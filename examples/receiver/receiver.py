"""A receiver of Songbang's webhooks: verifies, answers the challenge, handles each event once, acknowledges.

python receiver.py <port> <file>    SONGBANG_WEBHOOK_SECRETS: secrets separated by spaces; events land in the file
"""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRETS = [base64.b64decode(s.removeprefix("whsec_")) for s in os.environ["SONGBANG_WEBHOOK_SECRETS"].split()]
TOLERANCE_SECONDS = 300


def is_genuine(headers, body):
    """Standard Webhooks 1.0: the time is near, and one signature is ours; compared in constant time."""
    id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent_at.isdigit() or abs(time.time() - int(sent_at)) > TOLERANCE_SECONDS:
        return False
    content = f"{id}.{sent_at}.".encode() + body
    ours = [b"v1," + base64.b64encode(hmac.digest(secret, content, hashlib.sha256)) for secret in SECRETS]
    theirs = headers.get("webhook-signature", "").encode().split()
    return any(hmac.compare_digest(one, other) for one in ours for other in theirs)


class Receiver(BaseHTTPRequestHandler):
    """One delivery."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        """Acknowledge only what is stored: a crash before that costs a repetition, never an event."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not is_genuine(self.headers, body):
            return self.answer(401, {"error": "signature"})
        event = json.loads(body)
        if event["type"] == "songbang.endpoint.challenge":
            return self.answer(200, {"challenge": event["data"]["challenge"]})
        with sqlite3.connect(sys.argv[2], timeout=10) as store:  # the id is the key, so a repetition changes nothing
            store.execute("CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, body BLOB, number INTEGER)")
            store.execute(
                "INSERT OR IGNORE INTO event SELECT ?, ?, count(*) FROM event", (self.headers["webhook-id"], body)
            )
        return self.answer(200, {"ok": True})

    def answer(self, status, document):
        """Answer with JSON."""
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
