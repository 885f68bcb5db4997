"""Dates as people say them: read, written as EDTF, said back in words and as archivists write them."""

from cms.archive.domain.dates.bounds import bounds
from cms.archive.domain.dates.explaining import explain
from cms.archive.domain.dates.reading import from_edtf, read_date
from cms.archive.domain.dates.said import DateAmbiguous, DateNotUnderstood, SaidDate

__all__ = ["DateAmbiguous", "DateNotUnderstood", "SaidDate", "bounds", "explain", "from_edtf", "read_date"]
