"""Requests per second at 8 clients against Granian on loopback; bounded in time, stops what it starts."""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

CLIENTS, SECONDS = 8, 4.0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def throughput(staff_id: str) -> None:
    """Start the server, run each page with 8 clients for some seconds, print a table, stop the server."""
    from bench.run import signed_in

    client = signed_in(staff_id)
    cookie = "; ".join(f"{k}={m.value}" for k, m in client.cookies.items())
    addresses = {"list of 50": "/arenden/", "yardstick list": "/matt/lista/", "start page": "/"}
    addresses["open case"] = _case_address(staff_id)
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "1"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--no-ws", "--log-level", "error", "bench.wsgi:application"]
    server = subprocess.Popen(command, env={**os.environ}, start_new_session=True)  # noqa: S603
    try:
        _wait(port)
        print("\n| page, 8 clients | requests/s | p50 ms | p95 ms |\n|---|---|---|---|")
        for name, address in addresses.items():
            times = _run(port, address, cookie)
            quantiles = statistics.quantiles(times, n=20)
            rate = len(times) / SECONDS
            print(f"| {name} | {rate:.0f} | {statistics.median(times):.0f} | {quantiles[18]:.0f} |", flush=True)
        print(f"\nMemory of the two workers: {_memory(server.pid)} MB")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def _case_address(staff_id: str) -> str:
    from samsyn.entry.models import CaseAssignment

    row = CaseAssignment.objects.filter(staff_id=staff_id).order_by("sort_key").first()
    return f"/arende/{row.case_id}/"


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not start")


def _run(port: int, address: str, cookie: str) -> list[float]:
    times: list[float] = []
    end = time.monotonic() + SECONDS

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < end:
            began = time.perf_counter()
            connection.request("GET", address, headers={"Cookie": cookie})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise RuntimeError(f"{address}: {response.status}")
            times.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _memory(group: int) -> str:
    found = subprocess.run(["ps", "-o", "rss=,pgid=", "-A"], capture_output=True, text=True, check=True)  # noqa: S607
    rows = [line.split() for line in found.stdout.splitlines()]
    sizes = [int(rss) // 1024 for rss, pgid in rows if int(pgid) == group]
    return ", ".join(str(s) for s in sorted(sizes, reverse=True)[:3])
