"""T17: the dates, hours and numbers that Django and Wagtail print under fr-CA, and read back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, timezone
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

_ = "\u00a0"
EVENING = datetime(2024, 5, 14, 23, 30, tzinfo=UTC)  # 19:30 in Québec


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{{ evening|date }}", f"14{_}mai 2024"),
        ("{{ evening|time }}", f"19{_}h{_}30"),
        ('{{ evening|date:"DATETIME_FORMAT" }}', f"14{_}mai 2024, 19{_}h{_}30"),
        ('{{ evening|date:"SHORT_DATETIME_FORMAT" }}', f"2024-05-14 19{_}h{_}30"),
        ("{{ evening }}", f"14{_}mai 2024, 19{_}h{_}30"),
        ("{{ first|date }}", f"1er{_}mai 2024"),
        ('{{ first|date:"MONTH_DAY_FORMAT" }}', f"1er{_}mai"),
        ("{{ early }}", f"8{_}h{_}5"),
        ("{{ seven|time }}", f"19{_}h"),
        ("{{ amount|floatformat:'2g' }} $", f"1{_}250,50 $"),
    ],
)
def test_django_prints_as_the_oqlf_asks(template: str, printed: str) -> None:
    context = {
        "evening": EVENING,
        "first": date(2024, 5, 1),
        "early": time(8, 5),
        "seven": time(19),
        "amount": 1250.5,
    }

    assert Template(template).render(Context(context)) == printed


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (forms.DateField(widget=AdminDateInput()), date(2024, 5, 1), "2024-05-01"),
        (forms.TimeField(widget=AdminTimeInput()), time(8, 5), "08:05"),
        (forms.DateTimeField(widget=AdminDateTimeInput()), EVENING, "2024-05-14 19:30"),
        (forms.DateTimeField(), EVENING, "2024-05-14 19:30"),
        (forms.DecimalField(localize=True), 1250.5, "1250,5"),
    ],
)
def test_form_reads_back_what_it_shows(field: forms.Field, value: object, shown: str) -> None:
    rendered = field.widget.format_value(field.prepare_value(value))

    assert rendered == shown
    assert field.clean(rendered) == value


@pytest.mark.parametrize("typed", ["19:30", "19 h 30", f"19{_}h{_}30", "19h30"])
def test_time_field_reads_the_hour_as_people_write_it(typed: str) -> None:
    assert forms.TimeField().clean(typed) == time(19, 30)


@pytest.mark.parametrize("typed", ["2024-05-14 19:30", "2024-05-14T19:30", "2024-05-14 19 h 30", "2024-05-14 19h30"])
def test_datetime_field_reads_the_hour_on_the_clock_of_quebec(typed: str) -> None:
    assert forms.DateTimeField().clean(typed) == EVENING


def test_wagtail_pickers_speak_the_formats_the_forms_read() -> None:
    config = AdminDateTimeInput().get_config() if hasattr(AdminDateTimeInput, "get_config") else None

    assert formats.get_format("DATETIME_INPUT_FORMATS")[0] == "%Y-%m-%d %H:%M"
    assert config is None or config["format"] == "Y-m-d H:i"
    assert timezone.get_current_timezone_name() == "America/Toronto"
