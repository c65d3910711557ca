#!/usr/bin/env python3
"""The service under load, beside a handler that only parses and echoes the same body.

    cmake --preset bench && cmake --build --preset bench --target regimen regimen_echo
    python3 tests/bench/service.py [--program build/bench/regimen] [--seconds 10] [--soak REQUESTS]

Needs `wrk`. 8 clients with kept connections send a call of patient-view whose prefetch has 30 KB, of an invented patient. With
`--soak`, so many calls more, and what the memory of the process was before and after. Standard library only.
"""

import argparse
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
BYTES = 30_000


def body():
    resources = [entry["resource"] for entry in json.loads((ROOT / "examples/fhir/plain.json").read_text())["entry"]]
    prefetch = {"patient": next(one for one in resources if one["resourceType"] == "Patient")}
    keys = {"Condition": "conditions", "Procedure": "procedures", "AllergyIntolerance": "allergies", "Immunization": "vaccinations",
            "MedicationStatement": "medication_statements", "Observation": "activity"}
    for kind, key in keys.items():
        prefetch[key] = {"resourceType": "Bundle", "type": "searchset",
                         "entry": [{"resource": one} for one in resources if one["resourceType"] == kind]}
    call = {"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
            "context": {"userId": "Practitioner/1", "patientId": "R-0016"}, "prefetch": prefetch}
    # Older weights fill it up, as an EHR sends them.
    weight = next(one for one in resources if one.get("id") == "weight")
    entries = prefetch["activity"]["entry"]
    while len(json.dumps(call)) < BYTES:
        number = len(entries)
        entries.append({"resource": {**weight, "id": f"weight-{number}", "effectiveDateTime": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"}})
    return json.dumps(call)


def wrk(port, path, script, seconds, threads=2):
    run = subprocess.run(["wrk", "-t", str(threads), "-c", "8", "-d", f"{seconds}s", "--latency", "-s", script, f"http://127.0.0.1:{port}{path}"],
                         capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in run:
        sys.exit(run)
    figure = lambda pattern: re.search(pattern, run).group(1)
    return float(figure(r"Requests/sec:\s+([\d.]+)")), figure(r"\n\s+50%\s+(\S+)"), figure(r"\n\s+99%\s+(\S+)"), int(figure(r"(\d+) requests in"))


def resident(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--program", default=ROOT / "build/bench/regimen")
    arguments.add_argument("--echo", default=ROOT / "build/bench/tests/regimen_echo")
    arguments.add_argument("--seconds", type=int, default=10)
    arguments.add_argument("--soak", type=int, default=0)
    arguments.add_argument("--reload", action="store_true", help="read packs and knowledge again all the while")
    arguments.add_argument("option", nargs="*", help="for the service, such as `-- --log FILE`")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder) / "post.lua"
        sent = body()
        (pathlib.Path(folder) / "body.json").write_text(sent)
        script.write_text(f'local f = io.open("{folder}/body.json"); wrk.body = f:read("*a"); f:close()\nwrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n')
        echo = subprocess.Popen([asked.echo], stdout=subprocess.PIPE, text=True)
        echo_figures = wrk(int(echo.stdout.readline()), "/", script, asked.seconds)
        echo.kill()
        written = open(pathlib.Path(folder) / "log", "a")
        log = open(pathlib.Path(folder) / "log")
        service = subprocess.Popen([asked.program, "serve", "--data", ROOT, "--no-client-auth", "--quiet", "--port", "0", "--as-of", "2026-11-01", *asked.option],
                                   stdout=subprocess.DEVNULL, stderr=written)
        port = None
        while port is None:
            log.seek(0)
            line = log.readline()
            port = json.loads(line)["port"] if line.endswith("\n") else None
            if service.poll() is not None:
                sys.exit(log.read())
        path = "/cds-services/sonic-patient-view"
        wrk(port, path, script, 1)
        done = threading.Event()

        def reload():
            while not done.wait(0.5):
                service.send_signal(signal.SIGHUP)

        reloading = threading.Thread(target=reload)
        if asked.reload:
            reloading.start()
        figures = wrk(port, path, script, asked.seconds)
        print(f"body {len(sent)} bytes, 8 clients, {asked.seconds} s")
        for name, (rate, p50, p99, _) in (("echo", echo_figures), ("service", figures)):
            print(f"{name}: {rate:.0f} requests/s, p50 {p50}, p99 {p99}")
        print(f"service / echo: {figures[0] / echo_figures[0]:.2f}")
        before, sent_more = resident(service), 0
        while sent_more < asked.soak:
            sent_more += wrk(port, path, script, 5)[3]
        if asked.soak:
            print(f"resident {before:.1f} MB, after {sent_more} requests more {resident(service):.1f} MB")
        done.set()
        if asked.reload:
            reloading.join()
        service.send_signal(signal.SIGTERM)
        if service.wait(30) != 0:
            log.seek(0)
            sys.exit("the service did not end well\n" + log.read()[-5000:])


if __name__ == "__main__":
    main()
