#!/usr/bin/env python3
"""Measures a server over its limits: what three times as many calls as it can answer do to it.

ghz (a gRPC load generator, a Go module) must be in PATH.

    cargo build --release
    scripts/load/overload.py target/release [examples/article.txt] [--wait 20 50] [--repeats 3]
    scripts/load/overload.py target/release [examples/article.txt] --refusals    # pip install grpcio

For each wait a server with one place is started on a core of its own and measured so many times:
its best rate, half of it ("quiet"), and three times of it, after two seconds in which the first
burst passes. Times of accepted calls are the
server's, from its access log, and the caller's, which hold what the generator waits for itself.
Prints a row of a Markdown table for each wait: medians over the repeats, and the least and most.

With --refusals the only place is held by a text of megabytes and all other calls are refused:
what one refusal takes of the processor's time in the thread that reads and answers, which
hardly depends on what else the machine does.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime

from measure import CALL, TICKS, Server, free_port, ghz
from wire import message


def answered(log, start):
    """Milliseconds of the calls that the access log says were answered, sorted; none before `start`."""
    taken = []
    for line in log:
        try:
            call = json.loads(line)
        except ValueError:
            continue
        if call.get("message") == "call" and call.get("status") == "OK" and call.get("articles"):
            if datetime.fromisoformat(call["timestamp"]).timestamp() >= start:
                taken.append(call["ms"])
    return sorted(taken)


def at(taken, share):
    return taken[min(len(taken) - 1, int(len(taken) * share))] if taken else float("nan")


def phase(server, log, *args, **options):
    """What ghz and the log say of one load."""
    got = ghz(server, *args, **options)
    # Calls that the generator left open end soon.
    taken = answered(log.readlines(), got["start"])
    return {**got, "server_p50": at(taken, 0.5), "server_p99": at(taken, 0.99)}


def measure(a, wait, request, folder, descriptors):
    """One repeat for one wait."""
    port = free_port()
    environment = {"RUST_LOG": "warn,maqal::access=info", "MAQAL_LOG_FORMAT": "json",
                   "MAQAL_MAX_CONNECTIONS_PER_PEER": "900", "MAQAL_MAX_CONCURRENT": "1"}
    if wait is not None:
        environment["MAQAL_MAX_QUEUE_WAIT_MS"] = str(wait)
    path = pathlib.Path(folder, "log")
    with path.open("w") as out, path.open() as log:
        server = Server([str(a.folder / "maqal"), "serve", "--listen", f"127.0.0.1:{port}"],
                        port, a.server_cpus, descriptors, environment.items(), out)
        ghz(server, request, 4, 2, a.load_cpus)
        best = phase(server, log, request, 4, a.seconds, a.load_cpus)
        quiet = phase(server, log, request, 4, a.seconds, a.load_cpus,
                      rate=max(int(best["rate"] / 2), 1), concurrency=64)
        rate = int(best["rate"] * a.times)
        over = phase(server, log, request, 64, a.seconds + a.settle, a.load_cpus, rate=rate,
                     concurrency=1024, settle=a.settle)
        server.stop()
    done = over["all"].get("OK", 0)
    refused = over["all"].get("Unavailable", 0)
    others = {code: n for code, n in over["all"].items() if code not in ("OK", "Unavailable")}
    return {
        "best": best["rate"], "cpu": best["cpu"], "good": over["rate"] / best["rate"],
        # The same by the processor's time, which nobody else's work shortens.
        "cpu_good": best["cpu"] / over["cpu"],
        "offered": sum(over["codes"].values()) / max(over["codes"].get("OK", 0), 1) * over["rate"] / best["rate"],
        "quiet_p99": quiet["server_p99"], "p50": over["server_p50"], "p99": over["server_p99"],
        "ratio": over["server_p99"] / quiet["server_p99"],
        "client_ratio": over["p99"] / quiet["p99"],
        # What is left of the processor's time when each accepted call has taken what it takes alone.
        "refusal": done * (over["cpu"] - quiet["cpu"]) / max(refused, 1),
        "others": others,
    }


class Held:
    """The only place of a server, held by a text that takes long."""

    def __init__(self, server, content):
        try:
            import grpc
        except ImportError:
            sys.exit("grpcio is missing: pip install grpcio")
        self.grpc = grpc
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.hold, args=(server.address, content))
        self.thread.start()

    def hold(self, address, content):
        options = [(f"grpc.max_{way}_message_length", -1) for way in ("send", "receive")]
        with self.grpc.insecure_channel(address, options=options) as channel:
            ask = channel.unary_unary("/" + CALL.replace("Service.", "Service/"),
                                      request_serializer=bytes, response_deserializer=bytes)
            request = lambda copies: message(1, message(1, (content * copies).encode()))
            # From this one the server learns that texts take longer than anyone may wait.
            ask(request(max(1, 1_800_000 // len(content.encode()))), timeout=60)
            while not self.over.is_set():
                call = ask.future(request(max(1, 13_000_000 // len(content.encode()))), timeout=29)
                while not (self.over.is_set() or call.done()):
                    time.sleep(0.05)
                call.cancel()

    def end(self):
        self.over.set()
        self.thread.join()


def refusals(a, request, content, descriptors):
    """Milliseconds of processor time for each of many refusals in a row."""
    port = free_port()
    server = Server([str(a.folder / "maqal"), "serve", "--listen", f"127.0.0.1:{port}"], port, a.server_cpus, descriptors, {
        "RUST_LOG": "warn", "MAQAL_MAX_CONNECTIONS_PER_PEER": "900", "MAQAL_MAX_CONCURRENT": "1",
        "MAQAL_MAX_CONTENT_BYTES": str(1 << 25)}.items())
    held = Held(server, content)
    time.sleep(6)
    threads = pathlib.Path(f"/proc/{server.process.pid}/task")
    # The runtime starts its own threads before those that work.
    reads = min((one for one in threads.iterdir() if "tokio" in (one / "comm").read_text()), key=lambda one: int(one.name))
    spent = lambda: sum(map(int, (reads / "stat").read_text().rpartition(")")[2].split()[11:13])) / TICKS
    before = spent()
    told = json.loads(subprocess.run([
        "taskset", "-c", a.load_cpus, "ghz", "--insecure", "--protoset", str(descriptors), "--call", CALL,
        "--data-file", request, "--format", "json", "--connections", "64", "--concurrency", "64", "-n", "20000",
        server.address], capture_output=True, text=True, check=True).stdout)
    each = 1e3 * (spent() - before) / told["count"]
    held.end()
    server.stop()
    return each, told["statusCodeDistribution"]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=pathlib.Path, help="where maqal is")
    ap.add_argument("article", nargs="?", default="examples/article.txt")
    ap.add_argument("--wait", type=int, nargs="+", help="--max-queue-wait-ms; left out: the server's default")
    ap.add_argument("--refusals", action="store_true", help="what a refusal costs instead")
    ap.add_argument("--times", type=float, default=3.0, help="of the best rate")
    ap.add_argument("--seconds", type=int, default=6)
    ap.add_argument("--settle", type=int, default=2, help="seconds of overload before it is measured")
    ap.add_argument("--repeats", type=int, default=3)
    ap.add_argument("--server-cpus", default="0")
    ap.add_argument("--load-cpus", default="1")
    a = ap.parse_args()
    content = pathlib.Path(a.article).read_text(encoding="utf-8")
    descriptors = max(a.folder.glob("build/maqal-*/out/descriptors.bin"), key=os.path.getmtime)
    with tempfile.TemporaryDirectory() as folder:
        request = f"{folder}/request.json"
        pathlib.Path(request).write_text(json.dumps({"article": {"content": content}}))
        if a.refusals:
            runs = [refusals(a, request, content, descriptors) for _ in range(a.repeats)]
            each = sorted(each for each, _ in runs)
            print(f"CPU ms a refusal: {statistics.median(each):.3f} ({each[0]:.3f} to {each[-1]:.3f}); {runs[0][1]}")
            return
        print("| longest wait, ms | best, calls/s | offered of it | goodput of it | by CPU time | accepted, p50 ms | p99 ms "
              "| quiet p99 ms | ratio | ratio as the caller sees it | CPU ms a call | CPU ms a refusal |")
        print("|---|---|---|---|---|---|---|---|---|---|---|---|", flush=True)
        for wait in a.wait or [None]:
            runs = [measure(a, wait, request, folder, descriptors) for _ in range(a.repeats)]
            middle = lambda name: statistics.median(run[name] for run in runs)
            span = lambda name: f"{min(run[name] for run in runs):.2f} to {max(run[name] for run in runs):.2f}"
            others = [run["others"] for run in runs if run["others"]]
            print(f"| {wait or 'default'} | {middle('best'):.0f} | {middle('offered'):.2f} | "
                  f"{middle('good'):.2f} ({span('good')}) | {middle('cpu_good'):.2f} | {middle('p50'):.1f} | {middle('p99'):.1f} | "
                  f"{middle('quiet_p99'):.1f} | {middle('ratio'):.2f} ({span('ratio')}) | "
                  f"{middle('client_ratio'):.2f} | {middle('cpu'):.2f} | {middle('refusal'):.3f} |"
                  + (f" <!-- {others} -->" if others else ""), flush=True)


if __name__ == "__main__":
    main()
