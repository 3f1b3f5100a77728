"""A server that speaks the OSV protocol, and PyPI's JSON API, from a ZIP archive of OSV entries.

    osv_server.py ARCHIVE

It prints its port and serves until its standard input ends. The first two parts of a path say how it behaves and under
which key it counts: `/MODE/KEY/v1/querybatch`. `GET /log/KEY` has the requests under a key. Modes:

    ok          as the protocol has it
    error       HTTP status 500
    busy        503 with `Retry-After: 7` twice for each request, then as it should
    late        429 with a date in `Retry-After` once for each request, then as it should
    hang        never answers
    drop        closes the connection without an answer
    truncated   closes the connection in the middle of the body
    half        half of the body, as if it were whole
    pages       one entry a page
    loop        a page that leads to itself
    lost        entries are not found, except the first
    other       entries are of another id
    extra       every entry about a package concerns every version, says the service
    stamped     every stamp is later than that of the entry
    fewer       one result less than there were queries
    broken      the first try of the queries is answered, entries are answered with 500
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import osv_rules as rules

ENTRIES = {}
BY_PACKAGE = {}
LOG = {}
LOCK = threading.Lock()


def fill(path):
    for entry in rules.load(path):
        ENTRIES[entry["id"]] = entry
        for name in {rules.normalized(p["package"]["name"]) for p in entry["affected"]}:
            BY_PACKAGE.setdefault(name, []).append(entry)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.serve(self.rfile.read(int(self.headers["Content-Length"])))

    def do_GET(self):
        self.serve(None)

    def serve(self, body):
        mode, key, path = (self.path.lstrip("/").split("/", 2) + [""])[:3]
        if mode == "log":
            return self.answer(LOG.get(key, []))
        with LOCK:
            log = LOG.setdefault(key, [])
            line = f"{self.command} /{path}"
            log.append(line)
            count = log.count(line)
        if mode == "error" or (mode == "broken" and path.startswith("v1/vulns")):
            return self.answer({"code": 13, "message": "internal"}, 500)
        if mode == "busy" and count <= 2:
            return self.answer({}, 503, {"Retry-After": "7"})
        if mode == "late" and count <= 1:
            return self.answer({}, 429, {"Retry-After": "Tue, 01 Dec 2026 12:00:09 GMT"})
        if mode == "hang":
            time.sleep(3600)
        if mode == "drop":
            self.close_connection = True
            return None
        self.mode = mode
        return self.answer(*self.route(path, body))

    def route(self, path, body):
        parts = path.split("/")
        if path == "v1/querybatch":
            results = [self.query(query) for query in json.loads(body)["queries"]]
            return ({"results": results[:-1] if self.mode == "fewer" else results},)
        if parts[:2] == ["v1", "vulns"] and parts[2] in ENTRIES:
            if self.mode == "lost" and parts[2] != min(ENTRIES):
                return {"code": 5, "message": "Bug not found."}, 404
            entry = dict(ENTRIES[parts[2]])
            if self.mode == "other":
                entry["id"] = "OTHER-1"
            return (entry,)
        if parts[0] == "pypi" and parts[1] in BY_PACKAGE:
            return self.pypi(parts[1], parts[2])
        return {"code": 5, "message": "not found"}, 404

    def query(self, query):
        name = rules.normalized(query["package"]["name"])
        assert query["package"]["ecosystem"] == "PyPI"
        installed = rules.Version(query["version"])
        found = [
            {"id": e["id"], "modified": "2028-01-01T00:00:00Z" if self.mode == "stamped" else e["modified"]}
            for e in BY_PACKAGE.get(name, [])
            if "withdrawn" not in e and (self.mode == "extra" or rules.affects(e, name, installed))
        ]
        if self.mode == "loop" and found:
            return {"vulns": found[:1], "next_page_token": "again"}
        if self.mode == "pages" and found:
            at = int(query.get("page_token", "0"))
            result = {"vulns": found[at : at + 1]}
            if at + 1 < len(found):
                result["next_page_token"] = str(at + 1)
            return result
        return {"vulns": found} if found else {}

    def pypi(self, name, version):
        if version == "json":
            return ({"info": {"name": name}},)
        installed = rules.version(version)
        listed = {v for e in BY_PACKAGE[name] for p in rules.parts_about(e, name) for v in p.get("versions", [])}
        if installed is None or installed not in {rules.version(v) for v in listed}:
            return {"message": "Not Found"}, 404
        found = [
            {
                "id": e["id"],
                "aliases": e.get("aliases", []),
                "details": e["details"],
                "summary": e.get("summary"),
                "fixed_in": [str(v) for v in rules.fixes(e, name)],
                "link": f"https://osv.dev/vulnerability/{e['id']}",
                "source": "osv",
                "withdrawn": e.get("withdrawn"),
            }
            for e in BY_PACKAGE[name]
            if rules.affects(e, name, installed)
        ]
        return ({"info": {"name": name, "version": version}, "vulnerabilities": found},)

    def answer(self, document, status=200, headers={}):
        body = json.dumps(document).encode()
        mode = getattr(self, "mode", "ok")
        if mode == "half":
            body = body[: len(body) // 2]
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if mode == "truncated":
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def main():
    fill(sys.argv[1])
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


main()
