#!/usr/bin/env python3
"""Measures a server under load, beside an echo server on the same stack.

ghz (a gRPC load generator, a Go module) must be in PATH.

    cargo build --release && cargo build --release --example echo
    scripts/load/measure.py target/release [--seconds 10] [--article examples/article.txt]

Prints Markdown tables: throughput, percentiles, CPU time per article and resident memory at 1,
8, 64 and 512 connections, for echo and Maqal with the layout alone and with all analyses. With
--server-cpus and --load-cpus server and generator run on cores of their own. What more calls than
can be answered do is measured by overload.py.
"""

import argparse
import collections
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import datetime

CALL = "maqal.v1.StructuringService.StructureArticle"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """A server process, its CPU time and memory."""

    def __init__(self, command, port, cpus, descriptors, environment=(), log=subprocess.DEVNULL):
        self.descriptors = descriptors
        self.address = f"127.0.0.1:{port}"
        pinned = ["taskset", "-c", cpus] if cpus else []
        self.process = subprocess.Popen(
            pinned + command, stderr=log, env={**os.environ, **dict(environment)})
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit(f"{command[0]} does not listen")

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def stop(self):
        """Its exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def ghz(server, request, connections, seconds, cpus, rate=0, concurrency=0, timeout="20s", settle=0):
    """Calls without a break, or `rate` of them a second, and what came of it.

    Calls of the first `settle` seconds are not looked at, but for the processor's time.
    """
    concurrency = concurrency or max(connections, 2)
    command = (["taskset", "-c", cpus] if cpus else []) + [
        "ghz", "--insecure", "--protoset", str(server.descriptors), "--call", CALL, "--data-file", request, "--format", "json",
        "--connections", str(connections), "--concurrency", str(concurrency),
        "--duration", f"{seconds}s", "--duration-stop", "wait", "--timeout", timeout]
    if rate:
        command += ["--rps", str(rate), "--async"]
    before = server.cpu_seconds()
    told = json.loads(subprocess.run(
        command + [server.address], capture_output=True, text=True, check=True).stdout)
    began = lambda call: datetime.fromisoformat(call["timestamp"]).timestamp()
    start = min(map(began, told["details"]), default=0) + settle
    calls = [call for call in told["details"] if not settle or began(call) >= start]
    codes = collections.Counter(call["status"] for call in calls)
    done = told["statusCodeDistribution"].get("OK", 0)
    taken = sorted(call["latency"] for call in calls if call["status"] == "OK")
    at = lambda share: taken[min(len(taken) - 1, int(len(taken) * share))] / 1e6 if taken else float("nan")
    return {
        "rate": codes["OK"] / (told["total"] / 1e9 - settle), "start": start,
        "p50": at(0.5), "p99": at(0.99), "p999": at(0.999),
        "cpu": 1e3 * (server.cpu_seconds() - before) / max(done, 1),
        "rss": server.resident_mib(), "codes": dict(codes),
        "all": told["statusCodeDistribution"],
    }


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=pathlib.Path, help="where maqal and examples/echo are")
    ap.add_argument("--article", default="examples/article.txt")
    ap.add_argument("--seconds", type=int, default=10)
    ap.add_argument("--connections", type=int, nargs="+", default=[1, 8, 64, 512])
    ap.add_argument("--server-cpus")
    ap.add_argument("--load-cpus")
    a = ap.parse_args()
    content = pathlib.Path(a.article).read_text(encoding="utf-8")
    # What the build wrote for reflection, which echo does not serve.
    descriptors = max(a.folder.glob("build/maqal-*/out/descriptors.bin"), key=os.path.getmtime)
    best = {}
    with tempfile.TemporaryDirectory() as folder:
        requests = {}
        for analyses in ("layout", "all"):
            request = {"article": {"content": content}}
            if analyses == "layout":
                request["options"] = {"analyses": ["ANALYSIS_LAYOUT"]}
            requests[analyses] = f"{folder}/{analyses}.json"
            pathlib.Path(requests[analyses]).write_text(json.dumps(request))
        print("| server | analyses | connections | calls/s | p50 ms | p99 ms | p99.9 ms | CPU ms a call | MiB |")
        print("|---|---|---|---|---|---|---|---|---|")
        for analyses in ("layout", "all"):
            for name in ("echo", "maqal"):
                port = free_port()
                listen = f"127.0.0.1:{port}"
                command = (
                    [str(a.folder / "examples/echo"), listen, a.article, analyses]
                    if name == "echo" else
                    [str(a.folder / "maqal"), "serve", "--listen", listen])
                server = Server(command, port, a.server_cpus, descriptors, {
                    "RUST_LOG": "warn", "MAQAL_MAX_CONNECTIONS_PER_PEER": "900",
                }.items())
                ghz(server, requests[analyses], 8, 2, a.load_cpus)
                for connections in a.connections:
                    got = ghz(server, requests[analyses], connections, a.seconds, a.load_cpus)
                    best[name, analyses] = max(best.get((name, analyses), 0), got["rate"])
                    failed = sum(n for code, n in got["codes"].items() if code != "OK")
                    print(f"| {name} | {analyses} | {connections} | {got['rate']:.0f} | {got['p50']:.2f} | "
                          f"{got['p99']:.2f} | {got['p999']:.2f} | {got['cpu']:.2f} | {got['rss']:.0f} |"
                          + (f" {failed} failed: {got['codes']}" if failed else ""), flush=True)
                server.stop()
        for analyses in ("layout", "all"):
            print(f"\n{analyses}: {best['maqal', analyses] / best['echo', analyses]:.3f} of echo")


if __name__ == "__main__":
    main()
