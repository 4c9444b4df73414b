#!/usr/bin/env python3
"""Proves that servers can be restarted one after the other without a failed call.

pip install grpcio; haproxy must be in PATH or in $HAPROXY.
    scripts/load/rolling_restart.py target/release/maqal [--rounds 2] [--workers 8]

Two servers stand behind haproxy, which asks each for /readyz every 200 ms. While clients call without a break and without retrying, each
server in turn gets SIGTERM, ends by itself, and is started anew. Every call must be answered OK
and every server must end with exit code 0. Calls that were open when SIGTERM came are among
those counted: articles of different lengths are sent so that some always are.
"""

import argparse
import collections
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import grpc

METHOD = "/maqal.v1.StructuringService/StructureArticle"
HEALTH = "/grpc.health.v1.Health/Check"
PAGE = (
    "البلدية تفتتح حديقة عامة جديدة\nنشر في 5 مارس 2024\n"
    + "افتتحت البلدية، صباح الثلاثاء، حديقة عامة جديدة وسط الأحياء القديمة بعد عامين من الأعمال. "
    "وقال رئيس البلدية سامي خوري إن الحديقة تضم ملاعب للأطفال ومكتبة صغيرة.\n"
)

HAPROXY = """
global
    log stderr format raw local0 err
defaults
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    timeout http-keep-alive 60s
frontend calls
    bind 127.0.0.1:{front} proto h2
    default_backend servers
backend servers
    balance roundrobin
    # Health by the second port; anything but 200 takes the server out for new calls.
    option httpchk GET /readyz
    default-server check check-proto h1 inter 200ms fastinter 200ms rise 1 fall 1 proto h2
    server one 127.0.0.1:{one} check port {one_health}
    server two 127.0.0.1:{two} check port {two_health}
"""


def request(copies):
    return message(1, message(1, (PAGE + PAGE.split("\n")[2] * copies).encode()))


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def serving(port):
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            ask = channel.unary_unary(
                HEALTH, request_serializer=lambda raw: raw, response_deserializer=lambda raw: raw)
            return ask(b"", timeout=2) == b"\x08\x01"
    except grpc.RpcError:
        return False


def wait_for(what, holds, seconds=60):
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            sys.exit(f"in {seconds} s never: {what}")
        time.sleep(0.05)


def start(program, port, health, log):
    environment = {**os.environ, "MAQAL_LISTEN": f"127.0.0.1:{port}",
                   "MAQAL_METRICS_LISTEN": f"127.0.0.1:{health}",
                   # haproxy asks every 200 ms.
                   "MAQAL_DRAIN_DELAY_SECONDS": "2", "MAQAL_DRAIN_SECONDS": "20",
                   # Behind a proxy all calls come from one peer.
                   "MAQAL_MAX_CONNECTIONS_PER_PEER": "900", "RUST_LOG": "warn"}
    server = subprocess.Popen([program, "serve"], env=environment, stderr=log)
    wait_for(f"server on {port} serves", lambda: serving(port))
    return server


class Load:
    """Calls without a break, each worker over its own connection."""

    def __init__(self, port, workers):
        self.codes = collections.Counter()
        self.details = []
        self.slowest = 0.0
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self.work, args=(port, at)) for at in range(workers)]
        for thread in self.threads:
            thread.start()

    def work(self, port, at):
        sizes = [request(copies) for copies in (0, 2, 10, 40)]
        # No retry by the library: a call that fails counts.
        options = [("grpc.enable_retries", 0), ("grpc.use_local_subchannel_pool", 1)]
        with grpc.insecure_channel(f"127.0.0.1:{port}", options=options) as channel:
            ask = channel.unary_unary(
                METHOD, request_serializer=lambda raw: raw, response_deserializer=lambda raw: raw)
            while not self.stop.is_set():
                at += 1
                begun = time.monotonic()
                try:
                    answer = ask(sizes[at % len(sizes)], timeout=60)
                    code = "OK" if len(answer) > 100 else "EMPTY"
                except grpc.RpcError as error:
                    code = error.code().name
                    with self.lock:
                        self.details.append(f"{time.strftime('%X')} {code}: {error.details()}")
                with self.lock:
                    self.codes[code] += 1
                    self.slowest = max(self.slowest, time.monotonic() - begun)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", type=int, default=8)
    args = parser.parse_args()
    haproxy = os.environ.get("HAPROXY") or shutil.which("haproxy") or sys.exit("no haproxy")
    front, one, two, *health = free_ports(5)
    health = dict(zip((one, two), health))
    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/log", "w+") as log:
        config = pathlib.Path(folder, "haproxy.cfg")
        config.write_text(HAPROXY.format(
            front=front, one=one, two=two, one_health=health[one], two_health=health[two]))
        servers = {port: start(args.program, port, health[port], log) for port in (one, two)}
        proxy = subprocess.Popen([haproxy, "-db", "-f", str(config)], stdout=log, stderr=log)
        failed = False
        try:
            wait_for("the proxy serves", lambda: serving(front))
            time.sleep(1)
            load = Load(front, args.workers)
            time.sleep(2)
            for at in range(args.rounds):
                for port in (one, two):
                    before = sum(load.codes.values())
                    begun = time.monotonic()
                    servers[port].send_signal(signal.SIGTERM)
                    code = servers[port].wait(timeout=60)
                    took = time.monotonic() - begun
                    servers[port] = start(args.program, port, health[port], log)
                    # Until the proxy has seen it.
                    time.sleep(2)
                    answered = sum(load.codes.values()) - before
                    print(f"round {at + 1}, port {port}: exit {code} after {took:.1f} s, "
                          f"{answered} calls ended meanwhile", flush=True)
                    failed |= code != 0
            load.end()
            print(f"calls: {dict(load.codes)}, slowest {load.slowest:.2f} s")
            for line in load.details[:20]:
                print(line)
            failed |= set(load.codes) != {"OK"} or load.codes["OK"] < 100
        finally:
            for process in [proxy, *servers.values()]:
                process.terminate()
            for process in [proxy, *servers.values()]:
                process.wait(timeout=60)
        if failed:
            log.seek(0)
            sys.exit("failed; the log:\n" + log.read()[-4000:])
    print("no call failed")


if __name__ == "__main__":
    main()
