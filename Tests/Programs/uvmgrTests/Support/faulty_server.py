"""An OSV service and a package index on 127.0.0.1 that behave as the first part of the path says.

    faulty_server.py

It prints its port and serves until its standard input ends. `GET /log` has the number of requests so far. Modes:

    ok          h11 0.14.0 has one critical vulnerability, everything else has none; the index is empty
    error       HTTP status 500
    hang        never answers
    truncated   closes the connection in the middle of the body
    half        half of the JSON document, as if it were whole
    garbage     a page of HTML with status 200
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ENTRY = {
    "schema_version": "1.6.0",
    "id": "GHSA-vqfr-h8mv-ghfj",
    "modified": "2025-04-24T16:03:12Z",
    "published": "2025-04-24T16:03:12Z",
    "aliases": ["CVE-2025-43859"],
    "summary": "h11 accepts some malformed chunked-encoding bodies",
    "details": "",
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N"}],
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "h11"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "0.16.0"}]}],
        }
    ],
}
COUNT = [0]


def concerned(query):
    return query["package"]["name"] == "h11" and query["version"] == "0.14.0"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.serve(self.rfile.read(int(self.headers["Content-Length"])))

    def do_GET(self):
        self.serve(None)

    do_HEAD = do_GET

    def serve(self, body):
        mode, path = (self.path.lstrip("/").split("/", 1) + [""])[:2]
        if mode == "log":
            return self.answer(COUNT[0])
        COUNT[0] += 1
        if mode == "error":
            return self.answer({"code": 13, "message": "internal"}, 500)
        if mode == "hang":
            time.sleep(3600)
        if mode == "garbage":
            return self.send(b"<!doctype html><title>Please log in</title>", 200, "text/html")
        document, status = self.route(path, body)
        return self.answer(document, status, mode)

    def route(self, path, body):
        if path == "v1/querybatch":
            named = {"vulns": [{"id": ENTRY["id"], "modified": ENTRY["modified"]}]}
            return {"results": [named if concerned(q) else {} for q in json.loads(body)["queries"]]}, 200
        if path == "v1/vulns/" + ENTRY["id"]:
            return ENTRY, 200
        if path.startswith("simple/"):
            name = path.split("/")[1]
            return {"meta": {"api-version": "1.0"}, "name": name, "files": []}, 200
        return {"code": 5, "message": "not found"}, 404

    def answer(self, document, status=200, mode="ok"):
        kind = "application/vnd.pypi.simple.v1+json" if "/simple/" in self.path else "application/json"
        self.send(json.dumps(document).encode(), status, kind, mode)

    def send(self, body, status, kind, mode="ok"):
        if mode == "half":
            body = body[: len(body) // 2]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if mode == "truncated":
            body = body[: len(body) // 2]
            self.close_connection = True
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def main():
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


main()
