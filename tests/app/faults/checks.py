"""What a service must answer for, after whatever befell it."""

import json
from collections import Counter
from collections.abc import Sequence

from tests.app.callers import SCHEMES
from tests.app.faults.served import Client
from tests.app.faults.stores import faults_of
from tests.app.faults.writers import Request, titles_of
from tests.app.servers import opened


def count_acknowledged(sent: Sequence[Request]) -> Counter[str]:
    """How many drafts, submissions and rows of imports were acknowledged."""
    found: Counter[str] = Counter()
    for request in sent:
        if request.rows:
            found["rows"] += request.acknowledged.count(b"\n")
        elif request.acknowledged:
            found["submissions" if request.address.endswith("/submission") else "drafts"] += 1
    return found


def check_that_all_is_there(client: Client, sent: Sequence[Request]) -> None:
    """Everything that was acknowledged is answered for, byte for byte."""
    submitted = [s for s in sent if s.acknowledged and s.address.endswith("/submission")]
    moved = {request.address.removesuffix("/submission") for request in submitted}
    for request in sent:
        if request.rows:
            check_rows(client, request)
        elif request.title and request.acknowledged:
            address = f"{SCHEMES}/{json.loads(request.answer)['ref']}"
            now = client.get(address)
            if address in moved:
                assert now.values["answers"] == json.loads(request.answer)["answers"]
            elif now.values["state"] == "draft":
                assert now.body == request.answer
            else:  # its submission was kept, and the answer to that got lost
                assert now.values["state"] == "submitted"
    for request in submitted:
        said, now = json.loads(request.answer), client.get(request.address.rpartition("/")[0])
        assert now.values["position"] == said["position"]
        assert now.values["state"] == said["state"] == "submitted"


def check_rows(client: Client, request: Request) -> None:
    """The first, the last and some rows between of an import are there under their titles."""
    lines = request.acknowledged.splitlines()
    for line in {*lines[:1], *lines[::50], *lines[-1:]}:
        row = json.loads(line)
        now = client.get(f"{SCHEMES}/{row['ref']}").values
        assert now["answers"]["title"] == f"{request.title} {row['row'] - 1}"
        assert now["state"] == row["state"]


def send_all_again(client: Client, sent: Sequence[Request]) -> None:
    """The same requests once more: what was acknowledged is repeated, the rest is now done."""
    for request in sent:
        again = request.sent_again(client)
        assert again.status in (200, 201), again.answer
        assert again.answer.startswith(request.acknowledged)
        if request.rows:
            assert again.acknowledged.count(b"\n") == request.rows


def check_that_each_was_made_once(url: str, sent: Sequence[Request]) -> None:
    database = opened(url)
    rows = database.read(
        lambda tx: tx.rows("SELECT answers FROM scheme_versions WHERE version = 1")
    )
    database.close()
    made = Counter(json.loads(row["answers"])["title"] for row in rows)
    assert made == Counter(titles_of(sent))
    assert faults_of(url) == []
