"""Folding, queries against a real FTS5 table, and shortening."""

from __future__ import annotations

import sqlite3
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.text import MOST_TERMS, PRIVATE_BREAK, fold, fts_query, one_line, plain, searchable

JUNK = 100_000  # characters
LIMIT_S = 0.5  # of processor time, for that much junk

# What people type and what tears a query apart, more often than chance would have it.
TYPED = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("\"'*^:()-+{}[],.; \x00\n“”«»＂＊ا" + "لوبةىأ" + "aeAEß"),
    ),
    max_size=60,
)
OPERATORS = st.lists(st.sampled_from(["AND", "OR", "NOT", "NEAR(", "body :", '"', "*", "a", "ال", ")"])).map(" ".join)


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    """A full-text table such as the archive's."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(body, tokenize='unicode61 remove_diacritics 2')")
        yield connection


def finds(connection: sqlite3.Connection, query: str, *texts: str) -> list[str]:
    """The texts that a query finds, of a table that holds only these."""
    connection.execute("DELETE FROM found")
    connection.executemany(
        "INSERT INTO found (rowid, body) VALUES (?, ?)",
        [(row, searchable(text)) for row, text in enumerate(texts)],
    )
    hits = connection.execute("SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", [fts_query(query)])
    return [texts[row] for (row,) in hits]


@pytest.mark.parametrize(
    ("written", "alike"),
    [
        ("أَعْمَاق", "اعماق"),
        ("أعمـــاق", "اعماق"),
        ("إدلب", "ادلب"),
        ("آذار", "اذار"),
        ("ٱلرقة", "الرقه"),
        ("مصطفى", "مصطفي"),
        ("مؤتة", "موته"),
        ("دائرة", "دايره"),
        ("کربلای", "كربلاي"),
        ("ﷲ", "الله"),
        ("ﻷ", "لا"),
        ("٤ آذار ٢٠١٦", "4 اذار 2016"),
        ("۱۳۹۵", "1395"),
        ("Ābū Kamāl", "abu kamal"),
        ("Łódź ĐAKOVO Ørsted", "lodz dakovo orsted"),
        ("Straße Æsir Œuvre Þing", "strasse aesir oeuvre thing"),
        ("İstanbul Iğdır", "istanbul igdir"),
        ("ΑΘΗΝΆ Ёлка", "αθηνα елка"),
        ("Ｗｉｄｅ　ﬁre ²", "wide fire 2"),
        ("Sanaʿa’s", "sana'a's"),
        ("“Al–Qaim”", '"al-qaim"'),
        ("a\u200fb\u2066c\ufeff", "abc"),
        ("می\u200cخواهم", "ميخواهم"),
        ("  one\t\ntwo\x00three ", "one two three"),
        ("\U0001f525Breaking\U0001f525", "breaking"),
        ("שָׁלוֹם", "שלום"),
        ("", ""),
    ],
)
def test_spellings_of_one_word_fold_to_one_form(written: str, alike: str) -> None:
    assert fold(written) == alike


@pytest.mark.parametrize("text", ["がぎ", "हिन्दी", "ไทยก้า", "한국어", "বাংলা"])
def test_marks_that_carry_meaning_stay(text: str) -> None:
    assert fold(text) == text


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_folded_text_holds_nothing_invisible(text: str) -> None:
    folded = fold(text)
    assert {unicodedata.category(sign) for sign in folded}.isdisjoint({"Cc", "Cf", "Cs", "Co"})
    assert folded == " ".join(folded.split())


def test_every_letter_of_the_basic_plane_folds_once_and_for_all() -> None:
    folded = [fold(f"a{chr(code)}b") for code in range(0x10000)]
    assert [fold(letter) for letter in folded] == folded


@pytest.mark.parametrize("article", ["ال", "وال", "بال", "لل", "فال", "كال", "وبال", "ولل"])
def test_a_word_is_found_behind_article_and_clitics(table: sqlite3.Connection, article: str) -> None:
    text = f"القوات {article}بوكمال اليوم"
    assert finds(table, "بوكمال", text) == [text]
    assert finds(table, "بوك*", text) == [text]


def test_a_query_with_the_article_finds_the_word_with_other_clitics_and_without(table: sqlite3.Connection) -> None:
    texts = ("قرب بوكمال", "والبوكمال", "البوكمال", "للبوكمال")
    assert finds(table, "البوكمال", *texts) == list(texts)


@pytest.mark.parametrize("word", ["الله", "والله", "بالغ", "وكالة", "ولد", "بال", "ال"])
def test_a_word_that_only_begins_like_an_article_gets_no_second_form(word: str) -> None:
    assert searchable(word) == fold(word)


def test_words_without_their_article_make_no_phrase(table: sqlite3.Connection) -> None:
    apart = "القاعدة قرب الجوية"
    assert finds(table, "قاعدة جوية", apart) == [apart]
    assert finds(table, '"قاعدة جوية"', apart) == []


def test_the_break_between_them_cannot_be_asked_for() -> None:
    assert PRIVATE_BREAK not in fold(f"a{PRIVATE_BREAK}b")
    assert fts_query(PRIVATE_BREAK) == ""


def test_all_words_must_occur(table: sqlite3.Connection) -> None:
    assert finds(table, "FLAG army", "The army raises a flag", "A flag") == ["The army raises a flag"]


@pytest.mark.parametrize("query", ['"new syrian army"', "“New Syrian Army”", "«NEW syrian army»"])
def test_quoted_words_are_a_phrase(table: sqlite3.Connection, query: str) -> None:
    assert finds(table, query, "the New Syrian Army", "a new army, syrian") == ["the New Syrian Army"]


def test_a_star_finds_words_that_begin_so(table: sqlite3.Connection) -> None:
    texts = ("Al-Boukamal", "Boukalam", "Al Bukamal")
    assert finds(table, "bouk*", *texts) == ["Al-Boukamal", "Boukalam"]
    assert finds(table, '"al bouk"*', *texts) == ["Al-Boukamal"]
    assert finds(table, "bouk", *texts) == []


def test_a_hyphenated_word_is_found_however_it_is_joined(table: sqlite3.Connection) -> None:
    texts = ("in Al-Boukamal", "in Al Boukamal", "Boukamal al")
    assert finds(table, "al–boukamal", *texts) == ["in Al-Boukamal", "in Al Boukamal"]


@pytest.mark.parametrize(
    "query", ["flag OR", "NOT flag", "body:flag", "NEAR(flag army)", "^flag", "flag + army", "-flag"]
)
def test_operators_are_plain_words(table: sqlite3.Connection, query: str) -> None:
    words = [word.strip("^+-") for word in query.replace(":", " ").replace("(", " ").replace(")", " ").split()]
    everything = " ".join(words)
    assert finds(table, query, "flag army", everything) in ([everything], ["flag army", everything])
    assert finds(table, query, "nothing of it") == []


@pytest.mark.parametrize("query", ["", "  ", '"', '""', "*", '"*"', "--", "()", "\x00", "\U0001f525", "“”", "، ؛"])
def test_nothing_to_search_for_is_no_query(query: str) -> None:
    assert fts_query(query) == ""


@settings(max_examples=500, deadline=None)
@given(st.one_of(TYPED, OPERATORS))
def test_no_text_breaks_a_query(text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='unicode61 remove_diacritics 2')")
        connection.execute("INSERT INTO t VALUES (?)", [searchable(text)])
        if query := fts_query(text):
            connection.execute("SELECT * FROM t WHERE t MATCH ?", [query]).fetchall()


# Letters of scripts that people search in; the tokenizer of SQLite knows few others that are new.
LETTERS = st.text(st.sampled_from("abcXYZßøéЖйעבابتلوكةىأ٤7"), min_size=1, max_size=6)


@settings(deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=6), st.data())
def test_each_word_of_a_text_finds_it(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='unicode61 remove_diacritics 2')")
        connection.execute("INSERT INTO t VALUES (?)", [searchable(" ".join(words))])
        for query in (word, f'"{word}"', word[:1] + "*", f"{word.upper()}"):
            assert connection.execute("SELECT 1 FROM t WHERE t MATCH ?", [fts_query(query)]).fetchall()


def test_a_pasted_page_becomes_a_query_of_bounded_size(table: sqlite3.Connection) -> None:
    page = " ".join(f"word{number}" for number in range(5000))
    assert fts_query(page).count(" AND ") == MOST_TERMS - 1
    assert finds(table, page, page) == [page]


@pytest.mark.parametrize("piece", ['"', '" ', 'ab*"', "ا\u064b", "\u0301", "*", "«", "x\u0301"])
def test_junk_is_folded_in_linear_time(piece: str) -> None:
    junk = (piece * JUNK)[:JUNK]
    started = time.process_time()
    fts_query(junk)
    one_line(junk, 80)
    assert time.process_time() - started < LIMIT_S


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("one word too many", 9, "one word…"),
        ("two\nlines\tand  tabs", 40, "two lines and tabs"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("أَعْمَاق", 3, "أَعْ…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("🇸🇾🇮🇶", 3, "🇸🇾…"),
        ("🇸🇾🇮🇶", 4, "🇸🇾🇮🇶"),
        ("می\u200cخواهم", 3, "می\u200c…"),
        ("", 5, ""),
    ],
)
def test_a_line_is_cut_between_graphemes(text: str, width: int, shown: str) -> None:
    assert one_line(text, width) == shown


@settings(deadline=None)
@given(TYPED, st.integers(0, 30))
def test_a_shortened_line_is_the_beginning_of_the_whole(text: str, width: int) -> None:
    shown = one_line(text, width)
    assert plain(text).startswith(shown.removesuffix("…"))
    assert sum(unicodedata.category(sign)[0] not in "MC" for sign in shown) <= width


def test_a_caption_cannot_steer_the_terminal() -> None:
    assert plain("\x1b[31mred\x1b[0m\u202egpj.exe\r\n\u2028end\x9b1m") == "[31mred [0mgpj.exe end 1m"
