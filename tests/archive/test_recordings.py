"""Public copies of sound and film: what one hears and sees, to the byte, and nothing of who recorded it."""

from __future__ import annotations

import io
import wave

import mutagen
import pytest

from cms.archive.derivatives.recordings import copy_recording
from cms.archive.domain.sniffing import sniff
from cms.archive.errors import Unreadable
from tests.factories.recordings import film, mp3, wav, webm

PERSONAL = (b"Zenobie", b"+46.8123", b"GPS", b"TRACK-NOTES", b"ISO6709", b"LOCATION")


class Kept(list):
    def __call__(self, copies):
        self.extend((copy, copy.content.read()) for copy in copies)


def made(tmp_path, content: bytes):
    path = tmp_path / "master"
    path.write_bytes(content)
    kept = Kept()
    found = copy_recording(path, sniff(content).media_type, kept)
    ((copy, written),) = kept
    assert path.read_bytes() == content
    assert [mark for mark in PERSONAL if mark in written] == []
    return found, copy, written


@pytest.mark.parametrize("brand", [b"isom", b"qt  "])
def test_a_film_keeps_its_images_and_its_sound_where_they_were(tmp_path, brand):
    content = film(brand=brand)
    assert [mark for mark in PERSONAL if mark in content] == [mark for mark in PERSONAL if mark != b"LOCATION"]

    found, copy, written = made(tmp_path, content)

    assert (copy.media_type, copy.purpose, copy.width, copy.height) == ("video/mp4", "film", 1920, 1080)
    assert (found.seconds, found.width, found.height) == (2.0, 1920, 1080)
    assert len(written) == len(content)
    for kept in (b"IMAGE-ONEIMAGE-TWO", b"SOUND", b"avc1", b"mp4a"):
        assert written.index(kept) == content.index(kept)
    assert b"mebx" not in written


def test_a_sound_in_the_same_boxes_is_a_sound(tmp_path):
    found, copy, written = made(tmp_path, film(brand=b"M4A ", is_sound=True))

    assert (copy.media_type, copy.purpose, found.seconds, found.width) == ("audio/mp4", "son", 2.0, None)
    assert b"SOUND" in written


@pytest.mark.parametrize("codec", [b"hvc1", b"apcn", b"mp4v"])
def test_a_film_that_browsers_do_not_play_says_how_to_export_it(tmp_path, codec):
    with pytest.raises(Unreadable, match="MP4"):
        made(tmp_path, film(codec))


def test_an_mp3_plays_the_same_frames_without_its_tags(tmp_path):
    content = mp3()
    start, end = content.index(b"\xff\xfb"), content.index(b"TAG")

    found, copy, written = made(tmp_path, content)

    assert (copy.media_type, copy.purpose) == ("audio/mpeg", "son")
    assert written == content[start:end]
    assert found.seconds == pytest.approx(20 * 1152 / 44_100, abs=0.05)


def test_a_wav_keeps_its_samples_and_its_length(tmp_path):
    found, copy, written = made(tmp_path, wav())

    assert (copy.media_type, found.seconds) == ("audio/wav", 1.0)
    with wave.open(io.BytesIO(written)) as sound:
        assert (sound.getnframes(), sound.getframerate()) == (8000, 8000)
    assert len(written) == 44 + 16_000


def test_a_webm_keeps_its_images_where_they_were(tmp_path):
    content = webm()

    found, copy, written = made(tmp_path, content)

    assert (copy.media_type, copy.purpose, found.seconds) == ("video/webm", "film", 2.0)
    assert (len(written), written.index(b"IMAGES")) == (len(content), content.index(b"IMAGES"))


@pytest.mark.parametrize(
    "content",
    [
        film()[:200],
        film()[: len(film()) - 60],
        b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(500),
        b"fLaC" + bytes(40),
        wav()[:20],
    ],
)
def test_a_damaged_recording_says_what_to_do(tmp_path, content):
    with pytest.raises(Unreadable, match="abîmé"):
        made(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"FORM\0\0\0\x04AIFF", "MP3"), (b"RIFF\0\0\0\0AVI LIST", "MP4"), (b"\x1a\x45\xdf\xa3matroska", "MP4")],
)
def test_what_is_kept_and_not_played_says_how_to_export_it(tmp_path, content, said):
    with pytest.raises(Unreadable, match=said):
        made(tmp_path, content)


def test_the_frames_made_here_are_frames_of_mpeg():
    assert mutagen.File(io.BytesIO(mp3())).info.bitrate == 128_000
