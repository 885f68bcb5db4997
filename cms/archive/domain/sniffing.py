"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cms.archive.enums import Kind

ENOUGH = 4096  # bytes from the start: as far as any of the marks stands


class Family(StrEnum):
    """How a file is shown."""

    IMAGE = "image"
    PDF = "pdf"
    SOUND = "sound"
    FILM = "film"


@dataclass(frozen=True)
class FileType:
    """A type that the memory keeps; the first of `extensions` is the usual one."""

    media_type: str
    family: Family
    label: str
    extensions: tuple[str, ...]


JPEG = FileType("image/jpeg", Family.IMAGE, "JPEG", ("jpg", "jpeg", "jpe", "jfif"))
PNG = FileType("image/png", Family.IMAGE, "PNG", ("png",))
TIFF = FileType("image/tiff", Family.IMAGE, "TIFF", ("tif", "tiff"))
HEIC = FileType("image/heic", Family.IMAGE, "HEIC", ("heic", "heif", "hif"))
AVIF = FileType("image/avif", Family.IMAGE, "AVIF", ("avif",))
WEBP = FileType("image/webp", Family.IMAGE, "WebP", ("webp",))
GIF = FileType("image/gif", Family.IMAGE, "GIF", ("gif",))
JPEG_2000 = FileType("image/jp2", Family.IMAGE, "JPEG 2000", ("jp2", "jpx", "j2k"))
PDF = FileType("application/pdf", Family.PDF, "PDF", ("pdf",))
MP3 = FileType("audio/mpeg", Family.SOUND, "MP3", ("mp3",))
M4A = FileType("audio/mp4", Family.SOUND, "M4A", ("m4a", "m4b", "mp4"))
OGG = FileType("audio/ogg", Family.SOUND, "Ogg", ("ogg", "oga", "opus"))
WAV = FileType("audio/wav", Family.SOUND, "WAV", ("wav", "wave", "bwf"))
FLAC = FileType("audio/flac", Family.SOUND, "FLAC", ("flac",))
AIFF = FileType("audio/aiff", Family.SOUND, "AIFF", ("aiff", "aif", "aifc"))
MP4 = FileType("video/mp4", Family.FILM, "MP4", ("mp4", "m4v"))
QUICKTIME = FileType("video/quicktime", Family.FILM, "QuickTime", ("mov", "qt"))
WEBM = FileType("video/webm", Family.FILM, "WebM", ("webm",))
MATROSKA = FileType("video/x-matroska", Family.FILM, "Matroska", ("mkv",))
AVI = FileType("video/x-msvideo", Family.FILM, "AVI", ("avi",))

TYPES: dict[str, FileType] = {
    kept.media_type: kept
    for kept in (
        *(JPEG, PNG, TIFF, HEIC, AVIF, WEBP, GIF, JPEG_2000, PDF),
        *(MP3, M4A, OGG, WAV, FLAC, AIFF, MP4, QUICKTIME, WEBM, MATROSKA, AVI),
    )
}

BEGINNINGS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"\0\0\0\x0cjP  ", JPEG_2000),
    (b"ID3", MP3),
    (b"OggS", OGG),
    (b"fLaC", FLAC),
)
RIFF = {b"WEBP": WEBP, b"WAVE": WAV, b"AVI ": AVI}
# The brands of ISO/IEC 14496-12, as the telephones and scanners write them.
BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"), HEIC),
    **dict.fromkeys((b"avif", b"avis"), AVIF),
    **dict.fromkeys((b"M4A ", b"M4B ", b"F4A "), M4A),
    b"qt  ": QUICKTIME,
}
KIND_OF_FAMILY = {Family.IMAGE: Kind.PHOTO, Family.PDF: Kind.DOCUMENT, Family.SOUND: Kind.SOUND, Family.FILM: Kind.FILM}


def sniff(start: bytes) -> FileType | None:
    """The type of a file that begins with these bytes (`ENOUGH` of them); nothing for what is not kept."""
    for mark, kept in BEGINNINGS:
        if start.startswith(mark):
            return kept
    if start[:4] == b"RIFF":
        return RIFF.get(start[8:12])
    if start[:4] == b"FORM" and start[8:11] == b"AIF":
        return AIFF
    if start[4:8] == b"ftyp":
        return _by_brand(start)
    if start[:4] == b"\x1a\x45\xdf\xa3":
        return WEBM if b"webm" in start[:64] else MATROSKA
    if start[4:8] in (b"moov", b"mdat", b"wide", b"free"):
        return QUICKTIME  # of before 2001: no brand
    # A PDF may begin after a few bytes of something else (ISO 32000-1, appendix H); a page of HTML is no such thing.
    if start[:1024].find(b"%PDF-") >= 0 and start.lstrip()[:1] != b"<":
        return PDF
    return MP3 if _is_mpeg_sound(start) else None


def _by_brand(start: bytes) -> FileType:
    """A picture says it among all its brands; the rest is a film."""
    end = min(int.from_bytes(start[:4], "big"), len(start), 256)
    brands = [start[8:12], *(start[at : at + 4] for at in range(16, end - 3, 4))]
    if brands[0] in (b"mif1", b"msf1") and b"avif" in brands:
        return AVIF
    return BRANDS.get(brands[0]) or MP4


def _is_mpeg_sound(start: bytes) -> bool:
    """A frame of layer III: eleven bits of synchronisation, and a rate and a frequency that exist."""
    if len(start) < 4 or start[0] != 0xFF or start[1] & 0xE6 != 0xE2:
        return False
    return start[2] >> 4 not in (0, 15) and (start[2] >> 2) & 3 != 3


def extension_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
