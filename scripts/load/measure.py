#!/usr/bin/env python3
"""Measures a server under load, beside an echo server on the same stack.

ghz (a gRPC load generator, a Go module) must be in PATH.

    cargo build --release && cargo build --release --example echo
    scripts/load/measure.py target/release [--seconds 10] [--article examples/article.txt]

Prints Markdown tables: throughput, percentiles, CPU time per article and resident memory at 1,
8, 64 and 512 connections, for echo and Maqal with the layout alone and with all analyses; then
overload: three times as many calls a second as were answered at most. With --server-cpus and
--load-cpus server and generator run on cores of their own.
"""

import argparse
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

CALL = "maqal.v1.StructuringService.StructureArticle"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """A server process, its CPU time and memory."""

    def __init__(self, command, port, cpus, descriptors, environment=()):
        self.descriptors = descriptors
        self.address = f"127.0.0.1:{port}"
        pinned = ["taskset", "-c", cpus] if cpus else []
        self.process = subprocess.Popen(
            pinned + command, stderr=subprocess.DEVNULL, env={**os.environ, **dict(environment)})
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
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()


def ghz(server, request, connections, seconds, cpus, rate=0, concurrency=0, timeout="20s"):
    """Calls without a break, or `rate` of them a second, and what came of it."""
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
    done = told["statusCodeDistribution"].get("OK", 0)
    taken = sorted(call["latency"] for call in told["details"] if call["status"] == "OK")
    at = lambda share: taken[min(len(taken) - 1, int(len(taken) * share))] / 1e6 if taken else float("nan")
    return {
        "rate": done / (told["total"] / 1e9),
        "p50": at(0.5), "p99": at(0.99), "p999": at(0.999),
        "cpu": 1e3 * (server.cpu_seconds() - before) / max(done, 1),
        "rss": server.resident_mib(), "codes": told["statusCodeDistribution"],
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
                if name == "maqal":
                    quiet = ghz(server, requests[analyses], 8, a.seconds, a.load_cpus,
                                rate=max(int(best[name, analyses] * 0.5), 1), concurrency=64)
                    rate = int(best[name, analyses] * 3)
                    over = ghz(server, requests[analyses], 64, a.seconds, a.load_cpus,
                               rate=rate, concurrency=4096)
                    print(f"<!-- {analyses}: half load p99 {quiet['p99']:.2f} ms; offered {rate}/s: "
                          f"goodput {over['rate']:.0f}/s = {over['rate'] / best[name, analyses]:.2f} of the most, "
                          f"p99 of accepted {over['p99']:.2f} ms = {over['p99'] / quiet['p99']:.2f} of unloaded; "
                          f"{over['codes']}; {over['rss']:.0f} MiB -->", flush=True)
                server.stop()
        for analyses in ("layout", "all"):
            print(f"\n{analyses}: {best['maqal', analyses] / best['echo', analyses]:.3f} of echo")


if __name__ == "__main__":
    main()
