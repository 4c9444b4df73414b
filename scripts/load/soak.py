#!/usr/bin/env python3
"""Watches a server's memory over a long time, or over one long stream.

    cargo build --release
    scripts/load/soak.py target/release [examples/article.txt] --seconds 3600 --rate 20
    scripts/load/soak.py target/release --stream 1000000

The first sends the article again and again with ghz (in PATH); the second sends so many small
articles through one call of StructureArticles, the layout alone, and checks that every answer is
there and in its place (pip install grpcio). Prints rows of a Markdown table: how far, and the
resident memory then.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from measure import CALL, Server, free_port
from wire import message

ENVIRONMENT = {"RUST_LOG": "warn"}


def server_of(a):
    port = free_port()
    descriptors = max(a.folder.glob("build/maqal-*/out/descriptors.bin"), key=os.path.getmtime)
    command = [str(a.folder / "maqal"), "serve", "--listen", f"127.0.0.1:{port}"]
    return Server(command, port, a.server_cpus, descriptors, ENVIRONMENT.items())


def soak(a):
    """Calls at a steady rate; what they cost and what became of them."""
    server = server_of(a)
    content = pathlib.Path(a.article).read_text(encoding="utf-8")
    print("| seconds | resident MiB |\n|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        request = f"{folder}/request.json"
        pathlib.Path(request).write_text(json.dumps({"article": {"content": content}}))
        with open(f"{folder}/told", "w+") as told:
            load = subprocess.Popen([
                "ghz", "--insecure", "--protoset", str(server.descriptors), "--call", CALL,
                "--data-file", request, "--connections", "4", "--concurrency", "4", "--rps", str(a.rate),
                "--duration", f"{a.seconds}s", "--duration-stop", "wait", "--format", "json",
                server.address], stdout=told)
            begun = time.monotonic()
            while load.poll() is None:
                print(f"| {time.monotonic() - begun:.0f} | {server.resident_mib():.1f} |", flush=True)
                try:
                    load.wait(a.every)
                except subprocess.TimeoutExpired:
                    pass
            told.seek(0)
            told = json.load(told)
    codes = told["statusCodeDistribution"]
    print(f"| {time.monotonic() - begun:.0f} | {server.resident_mib():.1f} |\n\n"
          f"{told['count']} calls: {codes}; CPU {1e3 * server.cpu_seconds() / told['count']:.2f} ms a call; "
          f"exit code {server.stop()}")
    return set(codes) == {"OK"}


# `options { analyses: ANALYSIS_LAYOUT, read_mask { paths: "id" paths: "headline.text" } }`
OPTIONS = message(2, message(1, b"\x01") + message(3, message(1, b"id") + message(1, b"headline.text")))


def page(number):
    """A small article that no other is like."""
    return (f"البلدية تفتتح الحديقة رقم {number}\nنشر في {number % 28 + 1} مارس 2024\n"
            f"افتتحت البلدية، صباح الثلاثاء، الحديقة رقم {number} وسط الأحياء القديمة بعد عامين من الأعمال.\n")


def stream(a):
    """One long call; whether each answer was the one to its article."""
    try:
        import grpc
    except ImportError:
        sys.exit("grpcio is missing: pip install grpcio")
    # So many are asked about what they cost.
    marks = sorted({max(1, a.stream * share // 1000) for share in (1, 10, 100, 250, 500, 750, 1000)})
    server = server_of(a)

    def articles():
        for number in range(a.stream):
            yield message(1, message(1, page(number).encode()) + message(2, str(number).encode())) + OPTIONS

    print("| articles | seconds | resident MiB |\n|---|---|---|")
    print(f"| 0 | 0 | {server.resident_mib():.1f} |", flush=True)
    wrong = count = 0
    with grpc.insecure_channel(server.address) as channel:
        ask = channel.stream_stream("/maqal.v1.StructuringService/StructureArticles",
                                    request_serializer=bytes, response_deserializer=bytes)
        begun = time.monotonic()
        for answer in ask(articles()):
            # `article { id headline { text } }`, and nothing else was asked for.
            wrong += message(1, str(count).encode()) not in answer or f" {count}".encode() not in answer
            count += 1
            if count in marks:
                print(f"| {count} | {time.monotonic() - begun:.0f} | {server.resident_mib():.1f} |", flush=True)
    taken = time.monotonic() - begun
    print(f"\n{count} articles answered, {wrong} of them wrong or out of place, {count / taken:.0f} a second; "
          f"CPU {1e3 * server.cpu_seconds() / max(count, 1):.3f} ms an article; exit code {server.stop()}")
    return count == a.stream and not wrong


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=pathlib.Path, help="where maqal is")
    ap.add_argument("article", nargs="?", default="examples/article.txt")
    ap.add_argument("--seconds", type=int, default=3600)
    ap.add_argument("--rate", type=int, default=20, help="calls a second")
    ap.add_argument("--every", type=int, default=60, help="seconds between two looks")
    ap.add_argument("--stream", type=int, metavar="N", help="articles through one stream instead")
    ap.add_argument("--server-cpus")
    a = ap.parse_args()
    sys.exit(0 if (stream(a) if a.stream else soak(a)) else 1)


if __name__ == "__main__":
    main()
