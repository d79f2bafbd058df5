"""The JSON API: its answers, its description, its errors. Judged by the command line, and by the description itself."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.applications import Starlette
from starlette.testclient import TestClient

from provenance.archive import Archive
from provenance.cli import main
from provenance.cli.help_ import topics
from provenance.fingerprints import pdq
from provenance.importers.manifest import read_manifest
from provenance.judgement import Finding, SearchResult, SourceNoteKind
from provenance.model import Claim, ClaimRelation, FingerprintKind, Intake, MediaKind, Rating
from provenance.web.api.operations import OPERATIONS, Does, Operation
from provenance.web.serving import opened
from tests.conftest import NOON, ROOT, Make
from tests.web import TOKEN, Running, app_over, settings_of, stranger, visitor

SAMPLES = ROOT / "samples"
BEARER = {"authorization": f"Bearer {TOKEN}"}
REPOST = "repost-reencoded.jpg"
CLAIM = {"text": "A bridge burns", "place": "Velmora", "date": "2014-08"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The seeds and the samples, and every kind of record that people make."""
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    with Archive(path, clock=lambda: NOON) as made:
        for name in ("seeds/al-boukamal-2016.jsonl", "samples/manifest.jsonl"):
            made.ingest(read_manifest(ROOT / name), workers=1)
        _judge(made)
        yield made


def _judge(archive: Archive) -> None:
    item, other = matched(archive)
    first, second = (archive.claims_of(one)[0] for one in (item, other))
    by = {"entered_by": "A. Karim"}
    archive.relate(first.id, ClaimRelation.CONTRADICTS, second.id, reason="the places differ", **by)
    said = "A bridge, misread"
    misread, _ = archive.claim_about(item, _intake(Claim(said)))
    archive.correct_with(misread.id, Claim("A bridge at dusk"), reason="misread", **by)
    archive.searched(item, engine="TinEye", result=SearchResult.FOUND, when="2026-03-01", url="https://example.org/s")
    finding = Finding(reviewer="C. Diaz", rating=Rating.MISPLACED, reason="elsewhere", claim=None)
    archive.judge(finding, item=other, claim=second.id)
    source_id, *_ = archive.sources()[0]
    archive.grade_source(source_id, "C", reason="mixed record", by="A. Karim")
    archive.note_source(source_id, SourceNoteKind.NOTE, "run by a news desk", by="A. Karim")


def _intake(claim: Claim) -> Intake:
    return Intake(kind=None, claims=(claim,), entered_by="A. Karim")


def matched(archive: Archive) -> tuple[str, str]:
    """Two items that show the same."""
    found = [one.item for one in archive.items(limit=1000) if one.item.kind is MediaKind.IMAGE]
    pairs = ((one.id, other) for one in found for other, _ in archive.matches_of(one.id))
    return next(pair for pair in pairs if archive.item(pair[1]).kind is MediaKind.IMAGE)


@pytest.fixture(scope="module")
def app(desk: Archive) -> Iterator[Starlette]:
    made = app_over(desk.path)
    yield made
    made.state.server.uploads.close()


@pytest.fixture(scope="module")
def client(app: Starlette) -> TestClient:
    """A program that bears the token, and has no cookie."""
    made = stranger(app)
    del made.headers["origin"]
    made.headers.update(BEARER)
    return made


@pytest.fixture(scope="module")
def description(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def printed(capsys: pytest.CaptureFixture[str], desk: Archive, *command: str) -> list[Any]:
    """What the command line prints as JSON."""
    capsys.readouterr()
    main([*command, "--json", "--archive", str(desk.path)])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def hash_of(desk: Archive, item: str, kind: FingerprintKind) -> str:
    return next(one.value.hex() for one in desk.fingerprints(item) if one.kind is kind)


# --- the description


def test_the_description_is_openapi_as_its_own_schema_says(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []
    nameless = {"openapi": "3.1.0", "info": {"version": "1"}, "paths": {}}
    assert list(OpenAPIV31SpecValidator(nameless).iter_errors())  # so it can find something


def test_the_description_has_every_route_and_no_other(description: dict[str, Any], app: Starlette) -> None:
    described = {(method.upper(), path) for path, held in description["paths"].items() for method in held}
    served = {
        (method, route.path)  # type: ignore[attr-defined]  # a Route
        for route in app.routes
        if getattr(route, "path", "").startswith("/api/")
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined]
    }
    assert described == served - {("GET", "/api/openapi.json")}


def test_the_page_lists_every_operation_and_field(client: TestClient) -> None:
    shown = client.get("/api").text
    assert "<script>" not in shown
    for one in OPERATIONS:
        assert f"<code>{one.method} {one.path}</code>" in shown
        for field in one.fields:
            assert f"<code>{field.name}</code>" in shown


def asked(one: Operation, desk: Archive) -> list[tuple[str, dict[str, Any]]]:
    """Addresses and requests that make an operation answer with as much as it can."""
    item, other = matched(desk)
    claim = desk.claims_of(item)[0].id
    path = one.path.format(item=item, claim=claim, kind="{kind}", value="{value}")
    if one.name == "look_up_hash":
        kinds = {FingerprintKind.PDQ: "?radius=40", FingerprintKind.PHASH: ""}
        values = [(kind.value, hash_of(desk, item, kind) + more) for kind, more in kinds.items()]
        return [(path.format(kind=kind, value=value), {}) for kind, value in values]
    if one.name == "check":
        files = {"file": ("a.jpg", (SAMPLES / "repost-cropped.jpg").read_bytes())}
        return [(path, {"files": files, "data": {"facts": "true", "date": "2013"}})]
    bodies = {
        "record_claim": {"items": [item, other], "by": "B. Osei", **CLAIM},
        "record_verdict": {
            **{"item": item, "claim": claim, "rating": "misplaced", "media": ["DecontextualizedContent"]},
            **{"by": "B. Osei", "reason": "The bridge is elsewhere", "links": ["https://example.org/1"]},
            **{"evidence": [other], "date": "2026-03-01"},
        },
        "record_review": {"item": item, "other": other, "state": "confirmed", "by": "B. Osei", "reason": "the same"},
    }
    if one.name in bodies:
        return [(path, {"json": bodies[one.name]})]
    more = {"search": "?words=bridge", "show_item": "?history=true", "list_claims": "?corrected=true"}
    return [(path + more.get(one.name, ""), {})]


def closed(schema: Any) -> Any:
    """The schema, with no room for keys that it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    return made | ({"additionalProperties": False} if "properties" in made else {})


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_every_answer_is_as_the_description_says(
    one: Operation, client: TestClient, desk: Archive, description: dict[str, Any]
) -> None:
    whole = closed({"components": description["components"]})
    answers = description["paths"][one.path][one.method.lower()]["responses"]
    for path, request in asked(one, desk):
        said = client.request(one.method, path, **request)
        assert said.status_code == (201 if one.does is Does.RECORDS else 200), said.text
        assert said.headers["content-type"] == "application/json"
        schema = answers[str(said.status_code)]["content"]["application/json"]["schema"]
        errors = list(Draft202012Validator({**whole, **schema}).iter_errors(said.json()))
        assert not errors, errors[0]
        assert any(said.json().values())


def test_the_schemas_refuse_what_an_answer_never_is(client: TestClient, desk: Archive, description: Any) -> None:
    [check] = [one for one in OPERATIONS if one.name == "show_item"]
    [(path, _)] = asked(check, desk)
    said = client.get(path).json()
    schema = closed({"components": description["components"], "$ref": "#/components/schemas/Item"})
    assert Draft202012Validator(schema).is_valid(said)
    places: tuple[tuple[tuple[Any, ...], str, Any], ...] = (
        (("item",), "id", None),
        (("item",), "kind", "audio"),
        (("appearances", 0), "new_key", 1),
        (("fingerprints", 0), "value", "xyz"),
    )
    for place, key, value in places:
        spoilt = copy.deepcopy(said)
        held = spoilt
        for step in place:
            held = held[step]
        held[key] = value
        assert not Draft202012Validator(schema).is_valid(spoilt)


# --- the same as the command line


def test_answers_are_what_the_commands_print(
    client: TestClient, desk: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    item, _ = matched(desk)
    claim = desk.claims_of(item)[0].id
    single: tuple[tuple[str, tuple[str, ...]], ...] = (
        (f"/api/items/{item}", ("show", item)),
        (f"/api/items/{item}?history=true", ("show", item, "--history")),
        (f"/api/items/{item}/timeline", ("timeline", item)),
        (f"/api/claims/{claim}", ("claim", "show", claim)),
    )
    for path, command in single:
        assert [client.get(path).json()] == printed(capsys, desk, *command), path
    lists: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("/api/items?platform=telegram&limit=3", "items", ("list", "--platform", "Telegram", "--limit", "3")),
        (f"/api/items/{item}/contradictions", "contradictions", ("contradictions", item)),
        (
            "/api/contradictions?since=2016&strength=strong",
            "contradictions",
            ("contradictions", "--since", "2016", "--strength", "strong"),
        ),
        ("/api/reviews", "waiting", ("review", "--list")),
        ("/api/search?words=killed", "claims", ("search", "killed")),
    )
    for path, key, command in lists:
        lines = printed(capsys, desk, *command)
        assert client.get(path).json()[key] == [line for line in lines if key != "claims" or "claim" in line], path
        assert lines


def test_a_check_answers_like_the_command_and_records_nothing(
    client: TestClient, app: Starlette, desk: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    before = desk.log_head(), sorted(desk.path.parent.rglob("*"))
    [line] = printed(capsys, desk, "check", str(SAMPLES / REPOST), "--date", "2013", "--claim", "A bridge")
    data = (SAMPLES / REPOST).read_bytes()
    line["asked"]["name"] = REPOST
    question = {"claim": "A bridge", "date": "2013"}
    in_form = client.post("/api/check", files={"x": (f"../{REPOST}", data)}, data=question)
    as_body = client.post("/api/check", params={**question, "name": REPOST}, content=data)
    assert in_form.json() == as_body.json() == line
    assert (desk.log_head(), sorted(desk.path.parent.rglob("*"))) == before
    assert list(app.state.server.uploads.folder.iterdir()) == []


def test_items_come_a_page_at_a_time_each_once(client: TestClient, desk: Archive) -> None:
    whole = [one["item"]["id"] for one in client.get("/api/items?limit=1000").json()["items"]]
    assert len(whole) == desk.counts()["items"]
    page = client.get("/api/items?limit=5").json()
    seen = [one["item"]["id"] for one in page["items"]]
    while page["next"]:
        page = client.get("/api/items", params={"limit": 5, "after": page["next"]}).json()
        seen += [one["item"]["id"] for one in page["items"]]
    assert seen == whole
    assert client.get("/api/items?after=m-000000").status_code == 404


# --- hashes


def test_a_hash_finds_what_is_as_near_as_it_says(client: TestClient, desk: Archive) -> None:
    item, _ = matched(desk)
    exact = bytes.fromhex(hash_of(desk, item, FingerprintKind.PDQ))
    flipped = (int.from_bytes(exact) ^ ((1 << 12) - 1)).to_bytes(32).hex()  # 12 bits away
    stored = {one.item.id: desk.fingerprints(one.item.id) for one in desk.items(limit=1000)}
    for radius in (0, 11, 12, 31, 40):
        found = client.get(f"/api/hashes/pdq/{flipped.upper()}?radius={radius}").json()
        near = {  # by brute force
            name: min(
                (int.from_bytes(one.value) ^ int(flipped, 16)).bit_count()
                for one in held
                if one.kind is FingerprintKind.PDQ and (one.quality or 0) >= pdq.MIN_QUALITY
            )
            for name, held in stored.items()
            if any(one.kind is FingerprintKind.PDQ for one in held)
        }
        wanted = {name: bits for name, bits in near.items() if bits <= radius}
        given = {one["item"]["id"]: one["match"]["distance_bits"] for one in found["seen"] if one["match"]}
        assert given == wanted
        assert found["outcome"] == ("seen" if wanted else "not-seen")
    assert wanted[item] == 12


def test_phashes_are_found_by_their_own_distance_with_and_without_the_copy(client: TestClient, desk: Archive) -> None:
    item, _ = matched(desk)
    value = int(hash_of(desk, item, FingerprintKind.PHASH), 16) ^ 0b1011  # 3 bits away

    def found(radius: int) -> dict[str, Any]:
        said = client.get(f"/api/hashes/phash/{value:016x}?radius={radius}").json()
        return {one["item"]["id"]: one["match"] for one in said["seen"] if one["match"]}

    before = [found(radius) for radius in (2, 3, 10)]
    assert item not in before[0]
    assert before[1][item]["distance_bits"] == 3
    assert before[1][item]["relation"] == "probable-copy"
    desk.reindex()
    assert (desk.path.with_name(desk.path.name + ".index") / "phash").is_dir()
    assert [found(radius) for radius in (2, 3, 10)] == before


def test_a_digest_finds_the_file_and_its_family(client: TestClient, desk: Archive) -> None:
    item, other = matched(desk)
    sha256 = desk.item(item).sha256
    said = client.get(f"/api/hashes/sha256/{sha256}").json()
    assert said["seen"][0]["item"]["id"] == item
    assert other in [one["item"]["id"] for one in said["seen"]]
    assert said["claims"]
    of_item = client.get(f"/api/items/{item}/contradictions").json()["contradictions"]
    assert {one["rule"] for one in said["contradictions"]} == {one["rule"] for one in of_item} != set()
    nothing = client.get(f"/api/hashes/sha256/{'0' * 64}").json()
    assert (nothing["outcome"], nothing["seen"], nothing["earliest_known"]) == ("not-seen", [], None)


# --- recording


def test_what_is_recorded_is_there_once_and_is_logged(tmp_path: Path, picture: Make) -> None:
    with Archive(tmp_path / "own.db", clock=lambda: NOON) as own:
        item = own.add(picture("a.jpg")).id
        app = app_over(own.path)
        client = visitor(app)
        sent = {"items": [item[:8]], "by": "A. Karim", **CLAIM}
        first = client.post("/api/claims", json=sent)
        assert (first.status_code, client.post("/api/claims", data=sent).status_code) == (201, 200)
        assert [one.id for one in own.claims_of(item)] == [first.json()["claim"]["id"]]
        verdict = {"item": item, "claim": first.json()["claim"]["id"], "rating": "false", "by": "A", "reason": "r"}
        assert client.post("/api/verdicts", json=verdict).json()["new"] is True
        assert own.verdicts(item)[0].verdict.reviewer == "A"
        said = client.get(f"/api/hashes/pdq/{hash_of(own, item, FingerprintKind.PDQ)}").json()
        assert said["verdicts"][0]["verdict"]["rating"] == "false"
        event = client.post("/api/claims", json={"text": "20 were killed", "event": "Battle"})
        assert (event.status_code, event.json()["items"]) == (201, [])
        assert own.verify().sound
        app.state.server.uploads.close()


def test_of_two_claims_with_the_same_words_the_one_that_was_sent_is_answered(tmp_path: Path, picture: Make) -> None:
    with Archive(tmp_path / "own.db", clock=lambda: NOON) as own:
        item = own.add(picture("a.jpg")).id
        app = app_over(own.path)
        client = visitor(app)
        places = ("Odesa", "Velmora", "Odesa")
        answers = [
            client.post("/api/claims", json={"text": "A bridge", "items": [item], "place": one}) for one in places
        ]
        assert [one.json()["claim"]["claim"]["place"] for one in answers] == list(places)
        assert [one.status_code for one in answers] == [201, 201, 200]
        app.state.server.uploads.close()


def test_a_server_that_only_reads_answers_and_records_nothing(desk: Archive) -> None:
    app = app_over(desk.path, read_only=True)
    client, before = visitor(app), desk.log_head()
    for one in OPERATIONS:
        if one.does is Does.RECORDS:
            [(path, request)] = asked(one, desk)
            refused = client.post(path, **request)
            assert (refused.status_code, refused.json()["kind"]) == (403, "Refused")
    assert client.post("/api/check?fast=true", content=(SAMPLES / REPOST).read_bytes()).status_code == 200
    assert desk.log_head() == before
    app.state.server.uploads.close()


# --- errors


@pytest.mark.parametrize(
    ("method", "path", "request_", "status", "words"),
    [
        ("GET", "/api/nothing", {}, 404, "no such address"),
        ("GET", "/api/items/m-ffffff", {}, 404, "m-ffffff"),
        ("GET", "/api/items/..%2f..%2fetc", {}, 404, ""),
        ("GET", "/api/items/%00", {}, 400, "control characters"),
        ("PUT", "/api/reviews", {}, 405, "another method"),
        ("GET", "/api/items?kind=audio", {}, 400, "image, video"),
        ("GET", "/api/items?limit=0", {}, 400, "1 to 1000"),
        ("GET", "/api/items?limit=1_0", {}, 400, "whole number"),
        ("GET", "/api/items?limit=٣", {}, 400, "whole number"),
        ("GET", "/api/items?limit=1&limit=2", {}, 400, "2 times"),
        ("GET", "/api/items?without_file=yes", {}, 400, "true or false"),
        ("GET", "/api/items?sort=id", {}, 400, "sort: is not known"),
        ("GET", "/api/search", {}, 400, "search"),
        ("GET", "/api/search?words=x&since=yesterday", {}, 400, "yesterday"),
        ("GET", "/api/contradictions?source=nobody", {}, 404, "nobody"),
        ("GET", f"/api/hashes/md5/{'0' * 64}", {}, 400, "pdq, phash, sha256"),
        ("GET", f"/api/hashes/pdq/{'g' * 64}", {}, 400, "value: is not written so"),
        ("GET", f"/api/hashes/pdq/{'0' * 16}", {}, 400, "64 hexadecimal digits"),
        ("GET", f"/api/hashes/pdq/{'0' * 64}?radius=41", {}, 400, "0 to 40 bits"),
        ("GET", f"/api/hashes/sha256/{'0' * 64}?radius=1", {}, 400, "0 to 0 bits"),
        ("POST", "/api/claims", {"content": b"x"}, 415, "application/json"),
        ("POST", "/api/claims", {"json": []}, 400, "no JSON object"),
        ("POST", "/api/claims", {"json": {"text": "x"}}, 400, "event"),
        ("POST", "/api/claims", {"json": {"text": " ", "event": "y"}}, 400, "text: is empty"),
        ("POST", "/api/claims", {"json": {"text": 1}}, 400, "text: takes text"),
        ("POST", "/api/claims", {"json": {"text": "x", "items": "m-1"}}, 400, "takes a list"),
        ("POST", "/api/claims", {"json": {"text": "x\u0000", "event": "y"}}, 400, "control characters"),
        ("POST", "/api/claims", {"json": {"text": "x", "event": "y", "hedge": "surely"}}, 400, "purports"),
        ("POST", "/api/claims", {"json": {"text": "x", "event": "y", "date": "soon"}}, 400, "soon"),
        ("POST", "/api/verdicts", {"json": {"reason": "x"}}, 400, "by: is missing"),
        ("POST", "/api/verdicts", {"json": {"reason": "x", "by": "y", "rating": "false"}}, 400, "item or a claim"),
        (
            "POST",
            "/api/reviews",
            {"json": {"item": "m-1", "other": "m-2", "state": "suggested", "by": "y"}},
            400,
            "state",
        ),
        ("POST", "/api/check", {}, 400, "no file"),
        ("POST", "/api/check", {"content": b"no picture"}, 422, "the file that was sent"),
        ("POST", "/api/check?date=soon", {"content": b"x"}, 400, "soon"),
        ("POST", "/api/check", {"files": [("a", ("a", b"x")), ("b", ("b", b"y"))]}, 400, "2 files"),
        ("POST", "/api/check", {"data": {"fast": "1"}, "files": {"a": ("a", b"x")}}, 400, "true or false"),
    ],
)
def test_an_error_is_one_line_that_names_the_thing(
    client: TestClient, app: Starlette, method: str, path: str, request_: Any, status: int, words: str
) -> None:
    said = client.request(method, path, **request_)
    assert said.status_code == status, said.text
    assert set(said.json()) == {"error", "kind"}
    assert words in said.json()["error"]
    assert "\n" not in said.json()["error"]
    assert str(app.state.server.uploads.folder) not in said.text
    assert list(app.state.server.uploads.folder.iterdir()) == []


def test_text_that_no_archive_can_hold_is_refused(client: TestClient) -> None:
    sent = {"content-type": "application/json"}
    for body in (
        b'{"text": "\\ud800", "event": "y"}',
        b'{"text": "\xff", "event": "y"}',
        b"[" * 100_000,
        b'{"text": 1e999}',
    ):
        assert client.post("/api/claims", content=body, headers=sent).status_code == 400
    long = client.post("/api/claims", json={"text": "x" * 20_001, "event": "y"})
    assert (long.status_code, "20,000 are the most" in long.text) == (400, True)
    large = client.post("/api/claims", content=b"x" * 1_000_001, headers=sent)
    assert (large.status_code, large.json()["kind"]) == (413, "Refused")


def test_another_method_is_told_all_that_an_address_takes(client: TestClient) -> None:
    allowed = client.delete("/api/reviews").headers["allow"]
    assert set(allowed.split(", ")) == {"GET", "HEAD", "POST"}


def test_programs_need_the_token_and_pages_their_origin(app: Starlette) -> None:
    nobody = stranger(app)
    refused = nobody.get("/api/items")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.json()["kind"] == "Refused"
    browser = visitor(app)
    assert browser.get("/api/items").status_code == 200
    forged = browser.post("/api/claims", json=CLAIM, headers={"origin": "http://evil.example"})
    assert (forged.status_code, forged.json()["kind"]) == (403, "Refused")


def test_questions_in_threads_while_another_process_records_do_not_fail(tmp_path: Path, picture: Make) -> None:
    """What reads waits for nobody: the write-ahead log keeps what was there for it."""
    with Archive(tmp_path / "own.db") as own:
        item = own.add(picture("a.jpg"), claims=[Claim("A bridge")])
        value = hash_of(own, item.id, FingerprintKind.PDQ)
    app = app_over(tmp_path / "own.db")
    client = visitor(app)
    writer = sqlite3.connect(tmp_path / "own.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO problems (locator, reason, error, at) VALUES ('a', 'b', 'c', 'd')")
    for path in (f"/api/hashes/pdq/{value}", f"/api/items/{item.id}", "/api/items", "/api/search?words=bridge"):
        assert client.get(path).status_code == 200
    writer.execute("COMMIT")
    writer.close()
    app.state.server.uploads.close()


# --- over the network


def test_look_ups_do_not_fail_while_another_process_imports(tmp_path: Path, picture: Make) -> None:
    with Archive(tmp_path / "own.db") as own:
        item = own.add(picture("a.jpg"), claims=[Claim("A bridge")])
        value = hash_of(own, item.id, FingerprintKind.PDQ)
    for seed in range(2, 8):
        picture(f"more/{seed}.jpg", seed=seed)
    command = [sys.executable, "-m", "provenance", "import", str(tmp_path / "more"), "-a", str(tmp_path / "own.db")]
    asked = 0
    command += ["--workers", "1", "--quiet"]
    with (
        Running(settings_of(tmp_path / "own.db")) as server,
        closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection,
        subprocess.Popen(command, stdout=subprocess.DEVNULL) as importing,
    ):
        while importing.poll() is None:
            connection.request("GET", f"/api/hashes/pdq/{value}", headers=BEARER)
            answer = connection.getresponse()
            found = json.loads(answer.read())
            assert (answer.status, found["seen"][0]["item"]["id"]) == (200, item.id)
            asked += 1
    assert importing.returncode == 0
    assert asked > 1
    with Archive(tmp_path / "own.db") as own:
        assert own.counts()["items"] == 7


def test_answers_do_not_wait_for_a_client_s_acknowledgement() -> None:
    """Only of a socket that names its protocol asyncio sends small pieces at once."""
    with opened("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_examples_of_the_help_page_work(tmp_path: Path, desk: Archive) -> None:
    shutil.copy(SAMPLES / "repost-mirrored.jpg", tmp_path / "photo.jpg")
    item = matched(desk)[0]
    known = {"TOKEN": TOKEN, "ITEM": item} | {
        kind.name: hash_of(desk, item, kind) for kind in (FingerprintKind.PDQ, FingerprintKind.PHASH)
    }
    examples = re.findall(r"^    (curl .*)$", topics()["api"], re.MULTILINE)
    assert len(examples) >= 10
    with Running(settings_of(desk.path)) as server:
        for example in examples:
            command = example.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}") + " --fail-with-body"
            environment = {**os.environ, **known}
            done = subprocess.run(
                ["sh", "-c", command], capture_output=True, text=True, check=False, env=environment, cwd=tmp_path
            )
            assert done.returncode == 0, f"{example}\n{done.stdout}"
            assert any(json.loads(done.stdout).values()), example


def test_the_help_page_names_every_status_that_an_error_has(description: dict[str, Any]) -> None:
    named = set(re.findall(r"\b[45]\d\d\b", topics()["api"].split("Answers have status", 1)[1]))
    seldom = {"405", "408", "421", "500"}  # of a wrong method, a stalled client, a wrong name; the unexpected
    described = {answer.removeprefix("Error") for answer in description["components"]["responses"]}
    assert named == described - seldom
