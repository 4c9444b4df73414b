#!/usr/bin/env python3
"""Measures a server over its limits: what three times as many calls as it can answer do to it.

ghz (a gRPC load generator, a Go module) must be in PATH.

    cargo build --release
    scripts/load/overload.py target/release [examples/article.txt] [--wait 20 50] [--repeats 3]

For each wait a server with one place is started on a core of its own and measured so many times:
its best rate, half of it ("quiet"), and three times of it, after two seconds in which the first
burst passes. Times of accepted calls are the
server's, from its access log, and the caller's, which hold what the generator waits for itself.
Prints a row of a Markdown table for each wait: medians over the repeats, and the least and most.
"""

import argparse
import json
import os
import pathlib
import statistics
import tempfile
from datetime import datetime

from measure import Server, free_port, ghz


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


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=pathlib.Path, help="where maqal is")
    ap.add_argument("article", nargs="?", default="examples/article.txt")
    ap.add_argument("--wait", type=int, nargs="+", help="--max-queue-wait-ms; left out: the server's default")
    ap.add_argument("--times", type=float, default=3.0, help="of the best rate")
    ap.add_argument("--seconds", type=int, default=6)
    ap.add_argument("--settle", type=int, default=2, help="seconds of overload before it is measured")
    ap.add_argument("--repeats", type=int, default=3)
    ap.add_argument("--server-cpus", default="0")
    ap.add_argument("--load-cpus", default="1")
    a = ap.parse_args()
    content = pathlib.Path(a.article).read_text(encoding="utf-8")
    descriptors = max(a.folder.glob("build/maqal-*/out/descriptors.bin"), key=os.path.getmtime)
    print("| longest wait, ms | best, calls/s | offered of it | goodput of it | by CPU time | accepted, p50 ms | p99 ms "
          "| quiet p99 ms | ratio | ratio as the caller sees it | CPU ms a call | CPU ms a refusal |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        request = f"{folder}/request.json"
        pathlib.Path(request).write_text(json.dumps({"article": {"content": content}}))
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
