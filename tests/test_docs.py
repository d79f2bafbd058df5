"""What the README, the help pages and the change list say is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from provenance.cli import COMMANDS, cli, main
from provenance.cli.help_ import paragraphs, topics
from provenance.dates import parse_date
from provenance.model import Alteration, DateRole, Hedge, Intake, Outcome, Relation, Tier
from provenance.platforms import read_credit
from provenance.platforms.rules import PLATFORMS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_every_command_is_in_the_readme_or_the_change_list() -> None:
    text = README + (ROOT / "CHANGELOG.md").read_text("utf-8")
    for name in COMMANDS:
        assert re.search(rf"\b{name}\b", text), name


def test_every_topic_can_be_shown_and_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    listed = capsys.readouterr().out
    for name, text in topics().items():
        assert name in listed
        assert main(["help", name]) == 0
        assert capsys.readouterr().out.split() == text.lstrip("# ").split()


@pytest.mark.parametrize("columns", [40, 80, 110])
@pytest.mark.parametrize("topic", sorted(topics()))
def test_a_page_keeps_each_item_of_a_list_and_each_example_on_lines_of_its_own(topic: str, columns: int) -> None:
    text = topics()[topic]
    shown = "\n\n".join(paragraphs(text, columns)).splitlines()
    begins = []
    for block in text.strip().split("\n\n"):
        lines = block.splitlines()
        is_list = any(line.startswith(" ") for line in lines) and not block.startswith("    ")
        begins += [line.split()[0] for line in lines if is_list and not line.startswith(" ")]
        if block.startswith("    "):
            assert set(lines) <= set(shown)
    for word in begins:
        assert any(line.startswith(word) for line in shown), word
    gaps = re.findall(r"\S {2,}\S+", text)
    for line in shown:
        assert line.startswith(" ") or set(re.findall(r"\S {2,}\S+", line)) <= set(gaps), line


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("matching", [alteration.value for alteration in Alteration]),
        ("matching", [relation.value.replace("-", " ") for relation in Relation]),
        ("json", [*(relation.value for relation in Relation), *(tier.value for tier in Tier)]),
        ("dates", [role.value for role in DateRole]),
        ("manifests", [*(hedge.value for hedge in Hedge), *(set(Intake._fields) - {"locator", "raw"})]),
        ("json", [outcome.value for outcome in Outcome]),
        ("platforms", [platform.title for platform in PLATFORMS]),
        ("exit-codes", ["0 ", "1 ", "2 ", "3 ", "130"]),
    ],
)
def test_a_topic_names_every_word_of_its_vocabulary(topic: str, words: list[str]) -> None:
    text = topics()[topic]
    for word in words:
        assert word in text, f"{topic}: {word}"


def test_every_date_form_of_the_help_page_is_read() -> None:
    page = topics()["dates"].split("This is EDTF")[0]
    forms = re.findall(r"^    (\S+)", page, re.MULTILINE)
    assert len(forms) >= 8
    for form in forms:
        parse_date(form.rstrip(";,"))


def test_the_credit_lines_of_the_help_page_are_read_as_it_says() -> None:
    rows = re.findall(r'--credit "([^"]+)"\s+(\w+), account (\S+)', topics()["platforms"])
    assert rows
    for credit, platform, account in rows:
        read = read_credit(credit)
        assert (read.platform or read.via, read.account or "unknown") == (platform, account.rstrip(","))


def test_every_option_of_every_command_has_help() -> None:
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help or parameter.show_default, f"{name} {parameter.name}"


def test_commands_shown_in_the_help_pages_and_the_readme_exist() -> None:
    for text in (README, *topics().values()):
        for name in re.findall(r"`provenance ([a-z]+)", text):
            assert name in COMMANDS


@pytest.fixture(scope="module")
def demonstration() -> str:
    """What the demonstration prints, in the README's width."""
    done = subprocess.run(
        [sys.executable, "-m", "provenance", "demo"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == "New archive: desk.db\n"
    return done.stdout


def test_the_demonstration_ends_well_and_shows_every_kind_of_answer(demonstration: str) -> None:
    kinds = ("SEEN BEFORE", "NOT SEEN in this archive", "NOT COMPARABLE", "AS RECORDED", "account unknown")
    for words in (*kinds, "shows a part of", "THE SAME PICTURE"):
        assert words in demonstration


def test_the_answers_in_the_readme_are_what_the_demonstration_prints(demonstration: str) -> None:
    shown = re.findall(r"```console\n\$ provenance (.*?)\n(.*?)```", README, re.DOTALL)
    assert [command.split()[0] for command, _ in shown] == ["check", "contradictions", "timeline", "diff"]
    for command, answer in shown:
        printed = demonstration.split(f"$ provenance {command}\n", 1)[1].split("\n\n", 1)[0]
        assert printed == answer.rstrip()


def test_the_two_lines_of_the_readme_do_their_own_set_up() -> None:
    for mark in ("demo", "tests"):
        block = re.search(rf"<!-- {mark} -->\n```sh\n(.*)\n```", README)
        assert block
        assert block[1].startswith("python3 -m venv .venv && .venv/bin/pip install")
        assert "\n" not in block[1]
