"""A server that fails in the ways that servers fail. Prints its port, then serves until it is killed.

usage: fault_server.py [CERTIFICATE KEY]
"""

import gzip
import socket
import ssl
import struct
import sys
import threading
import time
import zlib


hanging = []


def answer(body=b"", status="200 OK", headers=(), length=None):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def redirect(target, status="302 Found"):
    return answer(status=status, headers=[f"Location: {target}"])


def drip(connection, body, pause):
    connection.sendall(answer(length=len(body)))
    for byte in body:
        connection.sendall(bytes([byte]))
        time.sleep(pause)


def flood(connection, piece, count, headers):
    connection.sendall(("HTTP/1.1 200 OK\r\n" + headers + "Connection: close\r\n\r\n").encode())
    for _ in range(count):
        connection.sendall(piece)


def bomb(connection):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1 << 20)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
    for _ in range(4096):
        connection.sendall(packer.compress(zeros))


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def tunnel(connection, target):
    host, port = target.rsplit(":", 1)
    if host.endswith(".invalid"):
        host = "127.0.0.1"
    other = socket.create_connection((host, int(port)))
    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")

    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    back = threading.Thread(target=pump, args=(other, connection), daemon=True)
    back.start()
    pump(connection, other)
    back.join()


def request(stream):
    line = stream.readline().decode("latin-1").rstrip("\r\n")
    headers = {}
    while field := stream.readline().decode("latin-1").rstrip("\r\n"):
        name, _, value = field.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return line, headers, body


def echo(line, headers, body):
    fields = sorted(f"{name}: {value}" for name, value in headers.items())
    return answer("\n".join([line, *fields, "", ""]).encode() + body)


def respond(connection, line, headers, body):
    """Sends the answer; True if the connection may carry another."""
    method, _, rest = line.partition(" ")
    target = rest.rsplit(" ", 1)[0]
    if method == "CONNECT":
        if target.startswith("locked") and headers.get("proxy-authorization") != "Basic bWU6cHc=":
            connection.sendall(answer(status="407 Proxy Authentication Required"))
        elif target.startswith("forbidden"):
            connection.sendall(answer(status="403 Forbidden"))
        else:
            tunnel(connection, target)
        return False
    path, _, query = target.partition("?")
    kind, _, argument = path[1:].partition("/")
    port = connection.getsockname()[1]
    simple = {
        "ok": lambda: answer(b"hello"),
        "hanging": lambda: answer(str(len(hanging)).encode()),
        "echo": lambda: echo(line, headers, body),
        "empty": lambda: answer(status="204 No Content"),
        "repeated": lambda: answer(headers=["X-Part: a", "x-part: b"]),
        "status": lambda: answer(b"oops", status=f"{argument} Because"),
        "truncated": lambda: answer(b"hello", length=100, headers=["Connection: close"]),
        "chunk": lambda: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "garbage": lambda: b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "nothing": lambda: b"",
        "long": lambda: answer(length=1 << 40),
        "gzip": lambda: answer(gzip.compress(b"packed " * 1000), headers=["Content-Encoding: gzip"]),
        "cut": lambda: answer(gzip.compress(bytes(range(256)) * 99)[:-20], headers=["Content-Encoding: gzip"]),
        "lie": lambda: answer(b"not packed at all", headers=["Content-Encoding: gzip"]),
        "loop": lambda: redirect("/loop"),
        "count": lambda: redirect(f"/count/{int(argument) - 1}") if int(argument) > 0 else answer(b"end"),
        "redirect": lambda: redirect(query, status=f"{argument} Elsewhere"),
        "other-host": lambda: redirect(f"http://localhost:{port}/echo"),
        "nowhere": lambda: answer(b"stay", status="302 Found"),
    }
    if kind in simple:
        connection.sendall(simple[kind]())
        return kind not in ("truncated", "chunk", "garbage", "nothing", "long")
    if kind == "hang":
        hanging.append(path)
        connection.recv(1)
    elif kind == "hang-body":
        connection.sendall(answer(b"hel", length=5))
        hanging.append(path)
        connection.recv(1)
    elif kind == "drip":
        drip(connection, b"slowly", 0.02)
        return True
    elif kind == "drip-forever":
        drip(connection, b"x" * 100000, 0.02)
    elif kind == "flood":
        flood(connection, b"x" * 65536, 100000, "")
    elif kind == "bomb":
        bomb(connection)
    elif kind == "reset":
        reset(connection)
    elif kind == "reset-body":
        connection.sendall(answer(b"hel", length=5))
        time.sleep(0.05)
        reset(connection)
    return False


def serve(connection, context):
    try:
        if context:
            connection = context.wrap_socket(connection, server_side=True)
        elif connection.recv(1, socket.MSG_PEEK) == b"\x16":
            connection.recv(65536)
            connection.sendall(answer(status="400 Bad Request"))
            return
        stream = connection.makefile("rb")
        while True:
            line, headers, body = request(stream)
            if not line or not respond(connection, line, headers, body):
                break
        stream.close()
    except (OSError, ValueError):
        pass
    finally:
        connection.close()


def main():
    context = None
    if len(sys.argv) == 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*sys.argv[1:])
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, context), daemon=True).start()


main()
