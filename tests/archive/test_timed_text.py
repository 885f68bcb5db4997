"""Captions in their files and as a volunteer types them: what is read, what is refused and why, what comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.archive.domain.timed_text import LATEST, Line, NotTimed, clean_text, read_moment, write_moment
from cms.archive.domain.typed_lines import read_typed, write_typed
from cms.archive.domain.webvtt import MOST_BYTES, read_captions, read_webvtt, write_webvtt
from cms.archive.errors import MemoryRefused

NBSP = "\u00a0"
TIMING = "00:12.000 --> 00:15.500"


def one(text: str) -> list[Line]:
    return [Line(12000, 15500, text)]


@pytest.mark.parametrize(
    ("file", "lines"),
    [
        ("WEBVTT", []),
        ("WEBVTT\n", []),
        ("\ufeffWEBVTT - entrevue\n\n" + TIMING + "\nBonjour", one("Bonjour")),
        ("WEBVTT\r\n\r\n" + TIMING + "\r\nBonjour\r\n", one("Bonjour")),
        ("WEBVTT\r\r" + TIMING + "\rBonjour\r", one("Bonjour")),
        ("WEBVTT\nKind: captions\nLanguage: fr\n\n" + TIMING + "\nBonjour", one("Bonjour")),
        ("WEBVTT\n\nintro\n" + TIMING + "\nBonjour", one("Bonjour")),
        ("WEBVTT\n\n00:00:12.000 --> 00:00:15.500 align:start line:0\nBonjour", one("Bonjour")),
        ("WEBVTT\n\nNOTE à relire\nplus tard\n\n" + TIMING + "\nBonjour", one("Bonjour")),
        ("WEBVTT\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\n" + TIMING + "\nBonjour", one("Bonjour")),
        ("WEBVTT\n\n" + TIMING + "\nBonjour\nles amis", one("Bonjour les amis")),
        ("WEBVTT\n\n" + TIMING + "\n<v.fort Odile>Bonjour</v>", one(f"Odile{NBSP}: Bonjour")),
        ("WEBVTT\n\n" + TIMING + "\n<i>Bon</i><00:13.000><c.vert>jour</c>", one("Bonjour")),
        ("WEBVTT\n\n" + TIMING + "\nTim &amp; Tom &lt;3 &gt; 2 & R&D", one("Tim & Tom <3 > 2 & R&D")),
        ("WEBVTT\n\n" + TIMING + "\n\n\n00:20.000 --> 00:21.000\nOui", [Line(20000, 21000, "Oui")]),
        ("WEBVTT\n\n01:41:00.000 --> 01:42:00.000\nOui", [Line(6060000, 6120000, "Oui")]),
        (
            "WEBVTT\n\n00:01.000 --> 00:09.000\nUn\n\n00:01.000 --> 00:03.000\nDeux",
            [Line(1000, 9000, "Un"), Line(1000, 3000, "Deux")],
        ),
    ],
)
def test_a_webvtt_file_is_read(file: str, lines: list[Line]) -> None:
    assert read_webvtt(file) == lines


@pytest.mark.parametrize(
    ("file", "lines"),
    [
        ("", [1]),
        ("Bonjour", [1]),
        ("WEBVTTX\n", [1]),
        ("webvtt\n", [1]),
        (" WEBVTT\n", [1]),
        (f"WEBVTT\n{TIMING}\nBonjour", [2]),
        ("WEBVTT\n\nBonjour", [3]),
        ("WEBVTT\n\nun\ndeux\n" + TIMING, [3]),
        ("WEBVTT\n\n00:12 --> 00:15\nBonjour", [3]),
        ("WEBVTT\n\n00:12,000 --> 00:15,000\nBonjour", [3]),
        ("WEBVTT\n\n0:12.000 --> 0:15.000\nBonjour", [3]),
        ("WEBVTT\n\n00:72.000 --> 00:75.000\nBonjour", [3]),
        ("WEBVTT\n\n00:12.000-->00:15.000\nBonjour", [3]),
        ("WEBVTT\n\n00:12.000 --> 00:15.000 rouge\nBonjour", [3]),
        ("WEBVTT\n\n00:15.000 --> 00:12.000\nBonjour", [3]),
        ("WEBVTT\n\n00:12.000 --> 00:12.000\nBonjour", [3]),
        ("WEBVTT\n\n" + TIMING + "\nUn\n\n00:05.000 --> 00:06.000\nDeux", [6]),
        ("WEBVTT\n\n" + TIMING + "\nUn\n00:16.000 --> 00:17.000\nDeux", [5]),
        ("WEBVTT\n\n" + TIMING + "\n2 < 3", [4]),
        ("WEBVTT\n\n100:00:00.000 --> 100:00:01.000\nx", [3]),
        ("WEBVTT\n\n" + TIMING + "\n" + "a" * 1001, [3]),
        ("WEBVTT\n\nBonjour\n\nEncore\n\n00:12 --> x\n", [3, 5, 7]),
    ],
)
def test_what_is_no_webvtt_is_refused_by_line(file: str, lines: list[int]) -> None:
    with pytest.raises(NotTimed) as refused:
        read_webvtt(file)

    assert [fault.line for fault in refused.value.faults] == lines
    assert [sentence.split(NBSP)[0].split(":")[0].strip() for sentence in refused.value.sentences()] == [
        f"Ligne {line}" for line in lines
    ]


def test_a_subrip_file_is_read() -> None:
    file = "1\r\n00:00:12,000 --> 00:00:15,500 X1:1\r\n{\\an8}<font color=red>Bonjour</font>\r\n- Salut\r\n\r\n"
    file += "2\n00:00:16,000 --> 00:00:17,000\n1 < 2\n"

    assert read_captions(file.encode()) == [Line(12000, 15500, "Bonjour - Salut"), Line(16000, 17000, "1 < 2")]


def test_a_subrip_file_with_a_fault_names_its_line() -> None:
    with pytest.raises(NotTimed) as refused:
        read_captions(b"1\n00:00:12,000 --> 00:00:15,500\nOui\n\n2\n00:00:99,000 --> 00:00:17,000\nNon\n")

    assert [fault.line for fault in refused.value.faults] == [6]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_survive_whichever_program_wrote_the_file(encoding: str) -> None:
    file = f"WEBVTT\n\n{TIMING}\nL’été à l’église".encode(encoding)

    assert read_captions(file) == one("L’été à l’église")


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", b"Bonjour", "WEBVTT\n".encode("utf-16"), b"RIFF\x00\x00WAVE", b"\x81\x8d", b"a" * (MOST_BYTES + 1)],
)
def test_what_holds_no_captions_is_refused(content: bytes) -> None:
    with pytest.raises(MemoryRefused):
        read_captions(content)


def test_more_lines_than_anyone_follows_are_refused() -> None:
    with pytest.raises(MemoryRefused, match="5000"):
        read_typed("\n".join(f"{at}:{second:02} a" for at in range(90) for second in range(60)))


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("", []),
        ("\n  \n", []),
        ("0:12 Bonjour", [Line(12000, 20000, "Bonjour")]),
        ("00:12  Bonjour ", [Line(12000, 20000, "Bonjour")]),
        ("0:12\tBonjour", [Line(12000, 20000, "Bonjour")]),
        ("0:12,5 Bonjour", [Line(12500, 20000, "Bonjour")]),
        ("0:12.25-0:14 Bonjour", [Line(12250, 14000, "Bonjour")]),
        ("0:12 – 0:14 Bonjour", [Line(12000, 14000, "Bonjour")]),
        ("0:12 - Bonjour", [Line(12000, 20000, "- Bonjour")]),
        ("0:01 Un\n\n0:03 Deux", [Line(1000, 3000, "Un"), Line(3000, 20000, "Deux")]),
        ("75:00 Un", [Line(4500000, 4505000, "Un")]),
        ("1:02:03 Un", [Line(3723000, 3728000, "Un")]),
    ],
)
def test_typed_lines_are_read(typed: str, lines: list[Line]) -> None:
    assert read_typed(typed, 20000) == lines


def test_the_last_typed_line_lasts_five_seconds_where_nobody_knows_the_length() -> None:
    assert read_typed("0:12 Bonjour") == [Line(12000, 17000, "Bonjour")]


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ("Bonjour", ["Ligne 1 : commencez-la par son moment, comme dans 0:12 Bonjour."]),
        ("0:01 Un\nDeux", ["Ligne 2 : commencez-la par son moment, comme dans 0:12 Bonjour."]),
        ("12 Bonjour", ["Ligne 1 : commencez-la par son moment, comme dans 0:12 Bonjour."]),
        ("0:72 Bonjour", ["Ligne 1 : commencez-la par son moment, comme dans 0:12 Bonjour."]),
        ("0:12", ["Ligne 1 : rien n’est écrit après le moment."]),
        ("0:12Bonjour", ["Ligne 1 : commencez-la par son moment, comme dans 0:12 Bonjour."]),
        ("0:05 Un\n0:03 Deux", ["Ligne 2 : 0:03 vient avant la ligne du dessus."]),
        ("0:05-0:04 Un", ["Ligne 1 : elle finit avant de commencer."]),
    ],
)
def test_what_is_badly_typed_is_said_line_by_line(typed: str, faults: list[str]) -> None:
    with pytest.raises(NotTimed) as refused:
        read_typed(typed, 20000)

    assert [sentence.replace(NBSP, " ") for sentence in refused.value.sentences()] == faults


def test_of_many_faults_eight_are_said_and_the_rest_counted() -> None:
    with pytest.raises(NotTimed) as refused:
        read_typed("x\n" * 20)

    assert len(refused.value.sentences()) == 9
    assert refused.value.sentences()[-1] == "Et 12 autres."


@given(st.integers(0, LATEST - 1))
def test_a_moment_written_is_the_moment_read(ms: int) -> None:
    assert read_moment(write_moment(ms)) == ms


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80).map(clean_text).filter(bool)
tricky = st.sampled_from(["-->", "NOTE", "WEBVTT", "- 0:14 oui", "<v Odile>", "&amp;", "0:12 x", "STYLE", "--> 1:00"])


@st.composite
def some_lines(draw: st.DrawFn) -> list[Line]:
    starts = sorted(draw(st.lists(st.integers(0, LATEST // 2), max_size=8)))
    return [Line(start, start + draw(st.integers(1, 9_999_999)), draw(words | tricky)) for start in starts]


@given(some_lines())
def test_a_file_gives_back_what_was_written(lines: list[Line]) -> None:
    assert read_webvtt(write_webvtt(lines)) == lines
    assert read_captions(write_webvtt(lines).encode()) == lines


@given(some_lines(), st.none() | st.integers(1, LATEST - 1))
def test_typed_lines_give_back_what_was_shown(lines: list[Line], recording_ms: int | None) -> None:
    assert read_typed(write_typed(lines, recording_ms), recording_ms) == lines
