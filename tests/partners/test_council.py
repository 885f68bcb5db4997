"""The identity of the council: its form, its colours, its clock."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.partners.clock import ZONE_KEY, activate_council_zone
from crm.partners.domain.contrast import DARK, LIGHT, contrast_ratio, worst_reading
from crm.partners.models import Council
from tests.factories import EventFactory, UserFactory, complete_council

TOKENS = settings.BASE_DIR / "cms/static/css/tokens.css"


class TestContrast:
    def test_black_on_white_is_21_to_1(self) -> None:
        assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)

    @pytest.mark.parametrize(
        ("colour", "on_paper", "on_stone"),
        [("#22201C", 15.4, 13.4), ("#1F4E5F", 8.6, 7.5), ("#A23B22", 6.2, 5.4), ("#8A5A00", 5.6, 4.9)],
    )
    def test_our_own_colours_measure_what_we_say(self, colour: str, on_paper: float, on_stone: float) -> None:
        assert [round(contrast_ratio(colour, paper), 1) for paper in LIGHT] == [on_paper, on_stone]

    def test_the_worst_paper_decides(self) -> None:
        reading = worst_reading("#1F4E5F", LIGHT)

        assert (reading.paper, reading.is_readable) == ("#EFE8DC", True)

    def test_just_below_the_threshold_is_not_rounded_up(self) -> None:
        reading = worst_reading("#777777", ("#FFFFFF",))

        assert (reading.ratio, reading.is_readable) == (4.47, False)

    def test_the_papers_are_those_of_the_style_sheet(self) -> None:
        sheet = TOKENS.read_text(encoding="utf-8")
        papers = re.findall(r"--(?:paper|stone): (#[0-9a-f]{6})", sheet)

        assert [paper.upper() for paper in papers] == [*LIGHT, *DARK]


@pytest.mark.django_db
class TestColours:
    def test_a_pale_one_is_refused_with_what_was_measured(self) -> None:
        with pytest.raises(ValidationError) as refusal:
            complete_council(accent_colour="#E3B565").full_clean()

        message = refusal.value.message_dict["accent_colour"][0]
        assert "1,55" in message
        assert "#EFE8DC" in message
        assert "4,5" in message
        assert "plus sombre" in message

    def test_a_dark_one_is_refused_for_the_night(self) -> None:
        with pytest.raises(ValidationError) as refusal:
            complete_council(accent_colour_dark="#1F4E5F").full_clean()

        assert list(refusal.value.message_dict) == ["accent_colour_dark"]

    def test_readable_ones_pass(self) -> None:
        complete_council(accent_colour="#7A1F4B", accent_colour_dark="#E7A6C6").full_clean()

    def test_what_is_no_colour_is_refused_once(self) -> None:
        with pytest.raises(ValidationError) as refusal:
            complete_council(accent_colour="rouge").full_clean()

        assert len(refusal.value.message_dict["accent_colour"]) == 1


@pytest.fixture
def volunteer(client: Client, db: None) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def form_address() -> str:
    return reverse("wagtailsettings:edit", args=["partners", "council", Council.load().pk])


def filled(**changes: Any) -> dict[str, Any]:
    """The form as a volunteer fills it in."""
    council = complete_council()
    names = [field.name for field in Council._meta.fields if field.name not in ("id", "logo")]
    return {name: getattr(council, name) for name in names} | {"logo": ""} | changes


class TestForm:
    def test_it_says_what_is_missing(self, volunteer: Client) -> None:
        complete_council(street_address="", privacy_officer_name="")

        html = volunteer.get(form_address()).content.decode()

        assert "adresse postale (numéro et rue), personne responsable de la vie privée" in html

    def test_it_says_when_all_is_there(self, volunteer: Client) -> None:
        complete_council()

        assert "L’identité est complète" in volunteer.get(form_address()).content.decode()

    def test_five_fields_come_first_and_the_rest_is_folded(self, volunteer: Client) -> None:
        complete_council()

        html = volunteer.get(form_address()).content.decode()

        groups = html.split('<section class="w-panel')[1:]
        folded = [group.split(">")[0] for group in groups if "collapsed" in group.split(">")[0]]
        assert len(folded) == 6

    def test_a_colour_that_cannot_be_read_changes_nothing(self, volunteer: Client) -> None:
        response = volunteer.post(form_address(), filled(accent_colour="#FFFFFF", name="Autre nom"))

        assert "contraste" in response.content.decode().lower()
        assert Council.load().name == "Conseil de quartier des Trois-Ormes"

    def test_what_is_right_is_saved(self, volunteer: Client) -> None:
        response = volunteer.post(form_address(), filled(accent_colour="#7A1F4B"))

        assert response.status_code == 302
        assert Council.objects.get().accent_colour == "#7A1F4B"

    def test_a_zone_that_does_not_exist_is_refused(self, volunteer: Client) -> None:
        response = volunteer.post(form_address(), filled(time_zone="Québec/Trois-Ormes"))

        assert response.status_code == 200
        assert "fuseau horaire" in response.content.decode()


@pytest.fixture
def clock() -> Any:
    caches["pages"].delete(ZONE_KEY)
    yield
    timezone.deactivate()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("clock")
class TestClock:
    """20 h in Montréal is 21 h on the Îles-de-la-Madeleine."""

    def test_pages_speak_in_the_councils_time(self, client: Client) -> None:
        council = complete_council()
        start = datetime(2050, 5, 14, 20, 0, tzinfo=ZoneInfo("America/Toronto"))
        event = EventFactory(title="Séance", starts_at=start)
        assert "20\u00a0h" in client.get(event.get_absolute_url()).content.decode()

        council.time_zone = "America/Halifax"
        council.save()

        assert "21\u00a0h" in client.get(event.get_absolute_url()).content.decode()

    def test_a_request_leaves_the_process_as_it_was(self, client: Client) -> None:
        complete_council(time_zone="America/Halifax")

        client.get("/")

        assert timezone.get_current_timezone_name() == settings.TIME_ZONE

    def test_letters_speak_in_it_too(self) -> None:
        complete_council(time_zone="America/Halifax")

        activate_council_zone()

        assert timezone.get_current_timezone_name() == "America/Halifax"

    def test_before_there_is_a_council_it_is_the_installations(self) -> None:
        activate_council_zone()

        assert timezone.get_current_timezone_name() == settings.TIME_ZONE
