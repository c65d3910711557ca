#!/usr/bin/env python3
"""The service over sockets: `python3 tests/service/http_test.py build/dev/regimen`. Standard library only.

Starts the program on a free port and calls it as an EHR would, as a browser would, and as somebody who means no good.
Which requirement of CDS Hooks 2.0 each test holds is said in REQUIREMENTS.md beside it. All patients are invented.
"""

import atexit
import base64
import concurrent.futures
import gzip
import http.client
import json
import os
import pathlib
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/dev/regimen"
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
OPENAPI = json.loads((ROOT / "engine/embed/service/openapi.json").read_text())


STARTED = []


@atexit.register
def leave_none_behind():
    for process in STARTED:
        if process.poll() is None:
            process.kill()


class Server:
    """The program, listening; its lines are kept."""

    def __init__(self, *options, data=ROOT, auth=("--no-client-auth",)):
        self.log = tempfile.NamedTemporaryFile("r", delete=True)
        written = open(self.log.name, "a")  # an offset of its own: what is read does not move what is written
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--data", data, "--port", "0", "--as-of", "2026-11-01", *auth, *options],
            stdout=subprocess.DEVNULL, stderr=written, stdin=subprocess.DEVNULL, env={**os.environ, "XDG_CACHE_HOME": tempfile.gettempdir() + "/regimen-http-test"})
        written.close()
        STARTED.append(self.process)
        self.port = self.event("listening", 60)["port"]

    def lines(self):
        self.log.seek(0)
        found = []
        for line in self.log.read().splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                pass
        return found

    def event(self, name, seconds=10):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for line in self.lines():
                if line.get("event") == name:
                    return line
            if self.process.poll() is not None and name != "stopped":
                break
            time.sleep(0.02)
        self.log.seek(0)
        raise AssertionError(f"no event {name}: {self.log.read()[-2000:]}")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def send(self, method, path, body=None, headers=None, context=None):
        connection = (http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=context)
                      if context else http.client.HTTPConnection("127.0.0.1", self.port, timeout=20))
        with_type = {"Content-Type": "application/json", **(headers or {})}
        connection.request(method, path, body, with_type if body is not None else (headers or {}))
        response = connection.getresponse()
        answer = response.status, response.read(), {k.lower(): v for k, v in response.getheaders()}
        connection.close()
        return answer

    def call(self, hook, prefetch, **context):
        body = {"hook": hook, "hookInstance": INSTANCE, "prefetch": prefetch,
                "context": {"userId": "Practitioner/1", "patientId": "p", **context}}
        status, text, _ = self.send("POST", f"/cds-services/sonic-{hook}", json.dumps(body))
        return status, json.loads(text)


PATIENT = {"resourceType": "Patient", "id": "p", "birthDate": "1991-03-14"}


def condition(name):
    return {"resourceType": "Condition", "id": name.split()[0], "subject": {"reference": "Patient/p"},
            "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"text": name}}


def search(*resources):
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}


def follows(value, schema):
    """Whether the value is what the schema says: the words of JSON Schema that the document uses, and no others."""
    while "$ref" in schema:
        node = OPENAPI
        for part in schema["$ref"].lstrip("#/").split("/"):
            node = node[part]
        schema = node
    known = {"type", "required", "properties", "additionalProperties", "items", "enum", "minItems", "maxItems", "maxLength", "format", "pattern", "oneOf", "description"}
    assert set(schema) <= known, set(schema) - known
    if "oneOf" in schema:
        return sum(follows(value, one) for one in schema["oneOf"]) == 1
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str):
        return len(value) <= schema.get("maxLength", len(value))
    if isinstance(value, list):
        return (schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
                and all(follows(one, schema.get("items", {})) for one in value))
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        return (all(key in value for key in schema.get("required", []))
                and all(follows(one, properties[key]) for key, one in value.items() if key in properties))
    return True


class Http(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--allow-origin", "*")

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0
        cls.server.event("stopped")
        cls.server.log.close()

    def documented(self, method, path, answer):
        """The answer is one that the OpenAPI document has."""
        status, text, headers = answer
        operation = OPENAPI["paths"][path][method.lower()]
        self.assertIn(str(status), operation["responses"], text)
        response = operation["responses"][str(status)]
        if "$ref" in response:
            response = OPENAPI["components"]["responses"][response["$ref"].split("/")[-1]]
        if "content" not in response:
            self.assertEqual(text, b"")
            return
        self.assertIn(headers["content-type"], response["content"])
        schema = response["content"][headers["content-type"]]["schema"]
        value = json.loads(text) if "json" in headers["content-type"] else text.decode()
        self.assertTrue(follows(value, schema), text[:500])

    def test_every_answer_is_one_that_the_document_has(self):
        view = "/cds-services/sonic-patient-view"
        body = {"hook": "patient-view", "hookInstance": INSTANCE, "context": {"userId": "Practitioner/1", "patientId": "p"},
                "prefetch": {"patient": PATIENT, "conditions": search(condition("Crohn's disease"))}}
        absent = {**body, "prefetch": {}}
        wrong = {**body, "prefetch": {"patient": {"resourceType": "Patient", "id": "p"}, "conditions": {"resourceType": "MedicationOrder"}}}
        feedback = {"feedback": [{"card": INSTANCE, "outcome": "overridden", "outcomeTimestamp": "2026-11-01T10:00:00Z", "overrideReason": {"reason": {"code": "reviewed"}, "userComment": "x"}}]}
        profile = (ROOT / "examples/patients/first.yaml").read_text()
        send = self.server.send
        cases = [
            ("GET", "/cds-services", None, 200), ("POST", view, body, 200), ("POST", view, absent, 412),
            ("POST", view, "nothing", 400), ("POST", "/cds-services/none", body, 404), ("POST", view, wrong, 422),
            ("POST", view + "/feedback", feedback, 200), ("POST", view + "/feedback", {}, 400),
            ("POST", "/cds-services/none/feedback", feedback, 404),
            ("POST", "/evaluate", profile, 200), ("POST", "/evaluate", "profile: [", 422), ("POST", "/evaluate?as_of=now", profile, 400),
            ("POST", "/evaluate?format=text", profile, 200),
            ("GET", "/healthz", None, 200), ("GET", "/readyz", None, 200), ("GET", "/metrics", None, 200), ("GET", "/openapi.json", None, 200),
        ]
        for method, path, content, wanted in cases:
            with self.subTest(path=path, wanted=wanted):
                text = content if content is None or isinstance(content, str) else json.dumps(content)
                answer = send(method, path, text)
                self.assertEqual(answer[0], wanted, answer[1][:300])
                template = path.split("?")[0].replace("sonic-patient-view", "{id}").replace("/none", "/{id}")
                self.documented(method, template, answer)
        self.assertEqual(json.loads(send("GET", "/openapi.json")[1]), OPENAPI)

    def test_a_type_that_is_no_json_is_refused(self):
        status, _, _ = self.server.send("POST", "/cds-services/sonic-patient-view", "a", {"Content-Type": "text/plain"})
        self.assertEqual(status, 415)

    def test_a_browser_may_ask_first(self):
        for path in ("/cds-services", "/cds-services/sonic-patient-view", "/cds-services/sonic-patient-view/feedback"):
            status, text, headers = self.server.send("OPTIONS", path, headers={
                "Origin": "https://ehr.example", "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type"})
            self.assertEqual((status, text), (204, b""))
            self.assertEqual(headers["access-control-allow-origin"], "*")
            self.assertEqual(headers["access-control-allow-headers"], "authorization, content-type")
            self.assertIn("POST", headers["access-control-allow-methods"])

    def test_the_feedback_may_come_twice(self):
        body = json.dumps({"feedback": [{"card": INSTANCE, "outcome": "accepted", "acceptedSuggestions": [{"id": INSTANCE}], "outcomeTimestamp": "2026-11-01T10:00:00Z"}]})
        for _ in range(2):
            self.assertEqual(self.server.send("POST", "/cds-services/sonic-order-sign/feedback", body)[:2], (200, b""))

    def test_hostile_bodies_are_refused_and_nothing_is_lost(self):
        view = "/cds-services/sonic-patient-view"
        deep = "[" * 200_000
        for body in (b"", b"\xff\xfe", deep, '{"hook": "patient-view", "hook": "patient-view"}', '{"hook": 1e999999}', "{" + '"a": {' * 100,
                     '{"context": {"patientId": "' + "p" * 100_000 + '"}}', "\0", '"' + "\\u0000" * 100 + '"'):
            status, text, _ = self.server.send("POST", view, body)
            self.assertEqual(status, 400, text[:200])
            self.assertIn("code", json.loads(text))
        for body in (deep, "profile: &a [*a]", b"\xff", "{}"):
            self.assertEqual(self.server.send("POST", "/evaluate", body)[0], 422)
        self.assertEqual(self.server.send("GET", "/healthz")[0], 200)

    def test_a_body_beyond_the_limit_is_refused(self):
        status, text, _ = self.server.send("POST", "/evaluate", b"x" * (9 << 20))
        self.assertEqual((status, json.loads(text)["code"]), (413, "too_long"))

    def raw(self, *parts, port=None):
        """The first bytes of the answer to what is sent as it stands, and whether the connection ended."""
        with socket.create_connection(("127.0.0.1", port or self.server.port), timeout=20) as one:
            try:
                for part in parts:
                    one.sendall(part)
            except OSError:
                pass  # it was ended while more was sent
            answer = b""
            try:
                while piece := one.recv(65536):
                    answer += piece
            except (ConnectionResetError, TimeoutError) as error:
                return answer, isinstance(error, ConnectionResetError)
            return answer, True

    def memory(self):
        """Of the server, in bytes, at its highest."""
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    def test_what_never_ends_is_not_kept(self):
        before = self.memory()
        chunk = b"100000\r\n" + b"x" * (1 << 20) + b"\r\n"
        head = b"POST /evaluate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        answer, ended = self.raw(head, *[chunk] * 100)
        self.assertTrue(answer.startswith(b"HTTP/1.1 413 ") and ended, answer[:200])
        answer, ended = self.raw(head, *[chunk] * 9, b"0\r\n\r\n", b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 413 ") and b"HTTP/1.1 200 " in answer, answer[:200])  # dropped to its end
        answer, ended = self.raw(b"GET / HTTP/1.1\r\n", *[b"a: b\r\n" * 10_000] * 100)
        self.assertTrue(ended and b" 200 " not in answer, answer[:200])
        answer, ended = self.raw(b"GET /" + b"x" * 10_000_000)
        self.assertTrue(ended and b" 200 " not in answer, answer[:200])
        self.assertLess(self.memory() - before, 64 << 20)
        profile = (ROOT / "examples/patients/first.yaml").read_bytes()
        whole, _ = self.raw(head, b"%x\r\n" % len(profile), profile, b"\r\n0\r\n\r\n", b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n")
        self.assertEqual(whole.count(b"HTTP/1.1 200 "), 2, whole[:200])

    def test_packed_bodies_and_those_of_several_parts_are_refused_unread(self):
        view = "/cds-services/sonic-patient-view"
        bomb = gzip.compress(b"[" * (256 << 20), 9)
        before = self.memory()
        for headers in ({"Content-Encoding": "gzip"}, {"Content-Encoding": "br"}, {"Content-Type": "multipart/form-data; boundary=x"}, {"Content-Type": "multipart/form-data"}):
            for path in (view, "/evaluate"):
                status, text, answered = self.server.send("POST", path, bomb, headers)
                self.assertEqual((status, json.loads(text)["code"]), (415, "media_type"), headers)
        self.assertLess(self.memory() - before, 32 << 20)

    def test_where_a_body_ends_must_be_clear(self):
        hidden = b"GET /healthz HTTP/1.1\r\n\r\n"
        for headers in (b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"Content-Length: 5\r\nContent-Length: 6", b"Transfer-Encoding: gzip, chunked", b"Content-Length: x"):
            answer, ended = self.raw(b"POST /evaluate HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n\r\n0\r\n\r\n" + hidden)
            self.assertTrue(answer.startswith(b"HTTP/1.1 4") and answer.count(b"HTTP/1.1") == 1 and ended, answer[:300])

    def test_who_sends_a_byte_now_and_then_is_not_waited_for(self):
        server = Server("--most-seconds", "2")
        for head in (b"POST /evaluate HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", b"GET /"):
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as one:
                begin = time.monotonic()
                one.sendall(head)
                try:
                    while time.monotonic() - begin < 10:
                        one.sendall(b"x")
                        time.sleep(0.2)
                except OSError:
                    pass
                self.assertLess(time.monotonic() - begin, 5)
        self.assertEqual(server.stop(), 0)
        server.log.close()

    def test_a_truncated_body_and_no_http_at_all(self):
        for sent in (b"POST /evaluate HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", b"\x16\x03\x01 no http\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as one:
                one.sendall(sent)
                one.shutdown(socket.SHUT_WR)
                self.assertNotIn(b" 200 ", one.recv(4096))
        self.assertEqual(self.server.send("GET", "/healthz")[0], 200)

    def test_stalled_senders_delay_nobody(self):
        stalled = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(20)]
        for one in stalled:
            one.sendall(b"POST /evaluate HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        begin = time.monotonic()
        self.assertEqual(self.server.send("GET", "/cds-services")[0], 200)
        self.assertLess(time.monotonic() - begin, 1)
        for one in stalled:
            one.close()

    def test_many_at_once_are_answered_alike(self):
        prefetch = {"patient": PATIENT, "conditions": search(condition("Crohn's disease"))}

        def one(_):
            status, answer = self.server.call("patient-view", prefetch)
            for card in answer["cards"]:
                card.pop("uuid")
            return status, json.dumps(answer)

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = set(pool.map(one, range(64)))
        self.assertEqual(len(answers), 1)
        self.assertEqual(answers.pop()[0], 200)

    def test_nothing_of_a_patient_is_logged(self):
        secret = "Mustermann"
        self.server.call("patient-view", {"patient": {**PATIENT, "name": [{"family": secret}]}, "conditions": search(condition(secret))})
        self.server.send("POST", "/evaluate", "profile: " + secret)
        self.server.send("GET", "/" + secret)
        self.server.log.seek(0)
        self.assertNotIn(secret, self.server.log.read())


class Life(unittest.TestCase):
    def test_it_does_not_start_without_saying_who_may_call(self):
        run = subprocess.run([PROGRAM, "serve", "--data", ROOT, "--port", "0"], capture_output=True, timeout=60)
        self.assertEqual(run.returncode, 2)

    def test_who_bears_no_good_token_is_not_let_in(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            key = folder / "key.pem"
            subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
            modulus = subprocess.run(["openssl", "rsa", "-in", key, "-noout", "-modulus"], check=True, capture_output=True, text=True).stdout.strip().split("=")[1]
            encode = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()
            jwk = {"kty": "RSA", "kid": "k", "alg": "RS384", "use": "sig", "n": encode(bytes.fromhex(modulus)), "e": "AQAB"}
            (folder / "keys.json").write_text(json.dumps({"keys": [jwk]}))
            (folder / "clients.yaml").write_text('clients:\n  - {issuer: "https://ehr.example", keys: keys.json}\n')
            server = Server("--clients", folder / "clients.yaml", "--public-url", "https://cds.example", auth=())
            numbers = iter(range(100))

            def token(audience="https://cds.example/cds-services", header=None, **claims):
                now = int(time.time())
                parts = [{"alg": "RS384", "typ": "JWT", "kid": "k", **(header or {})},
                         {"iss": "https://ehr.example", "aud": audience, "iat": now, "exp": now + 120, "jti": f"t{next(numbers)}", "nbf": now, "sub": "x", **claims}]
                signed = ".".join(encode(json.dumps(part).encode()) for part in parts)
                signature = subprocess.run(["openssl", "dgst", "-sha384", "-sign", key], input=signed.encode(), check=True, capture_output=True).stdout
                return {"Authorization": f"Bearer {signed}.{encode(signature)}"}

            discover = lambda headers: server.send("GET", "/cds-services", headers=headers)
            good = token()
            self.assertEqual(discover(good)[0], 200)
            now = int(time.time())
            refused = [({}, "no-token"), (good, "replayed"), (token(audience="https://cds.example/evaluate"), "audience"),
                       (token(exp=now - 3600, iat=now - 3700), "expired"), (token(iss="https://evil.example"), "unknown-issuer"),
                       (token(header={"alg": "none"}), "algorithm"), (token(header={"alg": "HS384"}), "algorithm"),
                       (token(header={"jku": "https://evil.example/jwks.json"}), "unknown-key-set"), (token(header={"kid": "other"}), "signature"),
                       ({"Authorization": token()["Authorization"][:-6] + "AAAAAA"}, "signature"), ({"Authorization": "Bearer x"}, "malformed")]
            for headers, code in refused:
                with self.subTest(code=code):
                    status, text, answered = discover(headers)
                    self.assertEqual((status, json.loads(text)["code"]), (401, code))
                    self.assertEqual(answered["www-authenticate"], "Bearer")
            for path in ("/cds-services/sonic-patient-view", "/cds-services/sonic-patient-view/feedback", "/evaluate"):
                self.assertEqual(server.send("POST", path, "{}")[0], 401)
                self.assertNotEqual(server.send("POST", path, "{}", token(audience="https://cds.example" + path))[0], 401)
            self.assertEqual(server.send("GET", "/healthz")[0], 200)
            self.assertEqual(server.stop(), 0)
            server.log.seek(0)
            self.assertNotIn("Bearer", server.log.read())
            server.log.close()

    def logged(self, *arguments):
        run = subprocess.run([PROGRAM, "log", *arguments, "--format", "json"], capture_output=True, text=True, timeout=120)
        return run.returncode, json.loads(run.stdout)

    def test_what_was_decided_and_what_became_of_it_is_logged(self):
        with tempfile.TemporaryDirectory() as name:
            log = name + "/log.db"
            server = Server("--log", log, "--log-inputs")
            ill = {"patient": PATIENT, "conditions": search(condition("Crohn's disease"), condition("tuberculosis"))}
            order = {"resourceType": "Bundle", "entry": [{"resource": {
                "resourceType": "MedicationRequest", "id": "d", "status": "draft", "intent": "order", "subject": {"reference": "Patient/p"},
                "medicationCodeableConcept": {"text": "infliximab"}}}]}
            _, answer = server.call("order-sign", ill, draftOrders=order)
            card = answer["cards"][0]["uuid"]
            self.assertEqual(server.call("patient-view", {"patient": PATIENT})[0], 200)
            profile = (ROOT / "examples/patients/first.yaml").read_text()
            _, _, headers = server.send("POST", "/evaluate", profile)
            self.assertEqual(headers["regimen-log"], "3")
            self.assertEqual(server.call("patient-view", {})[0], 412)  # nothing was decided
            feedback = {"feedback": [{"card": card, "outcome": "overridden", "outcomeTimestamp": "2026-11-01T10:00:00Z",
                                      "overrideReason": {"reason": {"code": "known-and-accepted"}, "userComment": "Mustermann"}}]}
            self.assertEqual(server.send("POST", "/cds-services/sonic-order-sign/feedback", json.dumps(feedback))[0], 200)
            self.assertEqual(server.stop(), 0)
            status, found = self.logged("verify", log)
            self.assertEqual((status, found["holds"], found["decisions"], found["feedback"]), (0, True, 3, 1))
            status, found = self.logged("replay", "--data", str(ROOT), log)
            self.assertEqual((status, found["same"], found["different"]), (0, 3, 0), found)
            status, found = self.logged("stats", log)
            self.assertEqual(status, 0)
            overridden = [one for one in found["rules"] if one["overridden"] > 0]
            self.assertTrue(overridden and all(one["override_rate"] == 1 for one in overridden), found)
            self.assertNotIn(b"Mustermann", pathlib.Path(log).read_bytes())
            server.log.close()

    def test_a_log_that_is_locked_costs_nobody_the_answer(self):
        with tempfile.TemporaryDirectory() as name:
            log = name + "/log.db"
            server = Server("--log", log)
            call = lambda: server.send("POST", "/evaluate", (ROOT / "examples/patients/first.yaml").read_text())
            self.assertEqual(call()[2]["regimen-log"], "1")
            holder = sqlite3.connect(log, isolation_level=None)
            holder.execute("BEGIN EXCLUSIVE")
            status, _, headers = call()
            self.assertEqual((status, headers["regimen-log"]), (200, "unconfirmed"))
            holder.execute("ROLLBACK")
            holder.close()
            # It was written late, or it is lost and stands as a gap before this one.
            self.assertEqual(call()[2]["regimen-log"], "3")
            self.assertEqual(server.stop(), 0)
            status, found = self.logged("verify", log)
            self.assertEqual((status, found["decisions"] + found["lost"], found["records"]), (0, 3, 3), found)
            server.log.close()

    def test_what_was_acknowledged_outlives_a_kill(self):
        with tempfile.TemporaryDirectory() as name:
            log = name + "/log.db"
            server = Server("--log", log)
            profile = (ROOT / "examples/patients/first.yaml").read_text()
            acknowledged = []

            def client(_):
                try:
                    while True:
                        acknowledged.append(int(server.send("POST", "/evaluate", profile)[2]["regimen-log"]))
                except (OSError, http.client.HTTPException):
                    pass

            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                running = [pool.submit(client, number) for number in range(8)]
                until = time.monotonic() + 20
                while len(acknowledged) < 100 and time.monotonic() < until:
                    time.sleep(0.01)
                server.process.kill()
                for one in running:
                    one.result()
            server.process.wait(20)
            self.assertGreaterEqual(len(acknowledged), 100)
            self.assertEqual(len(set(acknowledged)), len(acknowledged))
            status, found = self.logged("verify", log)
            self.assertEqual(status, 0, found)
            self.assertGreaterEqual(found["records"], max(acknowledged))
            self.assertEqual(found["gaps"], 0)
            server.log.close()

    def test_a_port_that_is_taken_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            run = subprocess.run([PROGRAM, "serve", "--data", ROOT, "--no-client-auth", "--port", port], capture_output=True, timeout=60)
        self.assertEqual(run.returncode, 6, run.stderr)

    def test_packs_are_read_again_and_bad_ones_are_not_taken(self):
        with tempfile.TemporaryDirectory() as folder:
            data = pathlib.Path(folder)
            subprocess.run(["cp", "-r", ROOT / "rules", ROOT / "knowledge", data], check=True)
            server = Server(data=data)
            offer = data / "rules/sonic/service.yaml"
            good = offer.read_text()
            offer.write_text("service: [")
            server.process.send_signal(signal.SIGHUP)
            refused = server.event("reload_refused")
            self.assertEqual(refused["part"], "packs")
            self.assertIn("service.yaml", refused["why"])
            self.assertEqual(server.send("GET", "/cds-services")[0], 200)
            offer.write_text(good.replace("id: sonic-order-sign", "id: other-sign"))
            server.process.send_signal(signal.SIGHUP)
            server.event("reloaded")
            ids = [one["id"] for one in json.loads(server.send("GET", "/cds-services")[1])["services"]]
            self.assertEqual(ids, ["sonic-patient-view", "sonic-order-select", "other-sign"])
            self.assertEqual(server.stop(), 0)

    def test_what_runs_is_finished_when_it_is_ended(self):
        server = Server()
        body = json.dumps({"hook": "patient-view"}).encode()
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as one:
            one.sendall(b"POST /cds-services/sonic-patient-view HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body))
            time.sleep(0.3)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            one.sendall(body)
            self.assertIn(b" 400 ", one.recv(4096))
        self.assertEqual(server.process.wait(20), 0)

    def test_tls(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = folder + "/cert.pem", folder + "/key.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate], check=True, capture_output=True)
            server = Server("--tls-cert", certificate, "--tls-key", key)
            context = ssl.create_default_context(cafile=certificate)
            self.assertEqual(server.send("GET", "/cds-services", context=context)[0], 200)
            old = ssl.create_default_context(cafile=certificate)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that they are old is the point
                old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
            with self.assertRaises((ssl.SSLError, ConnectionError)):
                server.send("GET", "/cds-services", context=old)
            self.assertEqual(server.stop(), 0)
            pathlib.Path(key).write_text("nothing")
            run = subprocess.run([PROGRAM, "serve", "--data", ROOT, "--no-client-auth", "--port", "0", "--tls-cert", certificate, "--tls-key", key], capture_output=True, timeout=60)
            self.assertEqual(run.returncode, 6, run.stderr)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
