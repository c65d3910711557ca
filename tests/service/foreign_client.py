"""A client of CDS Hooks written by others, against the service: HealthChain's SandboxClient (PyPI, healthchain 0.16.1).

    python3 tests/service/foreign_client.py PORT

It makes the request from FHIR data by its own models, sends it, and reads the answer into its own model of a response, which
is stricter than the standard in places. Run by tests/extended.sh, in an environment that has the package. The patient is
the invented one of examples/fhir/plain.json.
"""

import json
import pathlib
import sys

import httpx
from healthchain.models import CDSResponse
from healthchain.sandbox.sandboxclient import SandboxClient

ROOT = pathlib.Path(__file__).resolve().parents[2]
BASE = f"http://127.0.0.1:{sys.argv[1]}/cds-services"
KEYS = {"Condition": "conditions", "Procedure": "procedures", "AllergyIntolerance": "allergies", "Immunization": "vaccinations",
        "MedicationStatement": "medication_statements", "Observation": "activity"}


def prefetch():
    resources = [entry["resource"] for entry in json.loads((ROOT / "examples/fhir/plain.json").read_text())["entry"]]
    sent = {"patient": next(one for one in resources if one["resourceType"] == "Patient")}
    for kind, key in KEYS.items():
        entries = [{"resource": one} for one in resources if one["resourceType"] == kind]
        sent[key] = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
    return sent


services = {one["hook"]: one["id"] for one in httpx.get(BASE).json()["services"]}
client = SandboxClient(url=f"{BASE}/{services['patient-view']}", workflow="patient-view")
client._construct_request(prefetch())
for request in client.requests:
    request.context.patientId = "R-0016"
    request.context.userId = "Practitioner/1"
answers = client.send_requests()
assert len(answers) == 1 and answers[0], "no answer, or one that the client could not take"
response = CDSResponse(**answers[0])  # the client itself would let pass what its model refuses
assert len(response.cards) == 1
card = response.cards[0]
assert card.indicator.value == "info" and len(card.summary) < 140
assert len(card.suggestions) == 3 and card.selectionBehavior.value == "at-most-one"
print(f"healthchain: {card.indicator.value}: {card.summary}")
