"""The compose file without an engine: it is what the Compose specification says, and it refuses what it should."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.conf import settings

from deploy.compose import MissingVariableError, fill, load, variables

SCHEMA = Path(__file__).parents[1] / "vendor" / "compose-spec.json"
SECRETS = {"SECRET_KEY", "ADDRESS_HASH_KEY", "POSTGRES_PASSWORD", "EMAIL_URL"}
REQUIRED = SECRETS | {"BASE_URL", "ALLOWED_HOSTS", "DEFAULT_FROM_EMAIL"}
FILLED = dict.fromkeys(REQUIRED, "x")
LONG_LIVED = {"db", "redis", "web", "worker", "beat", "proxy", "tls"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return load()


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    return dict(compose["services"])


def test_file_follows_the_compose_specification(compose: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text())
    validator = jsonschema.Draft7Validator(schema)

    assert [error.message for error in validator.iter_errors(fill(compose, FILLED))] == []


def test_schema_refuses_what_is_not_in_the_specification(compose: dict[str, Any]) -> None:
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))
    broken = {**compose, "services": {**compose["services"], "web": {"imagine": "parvis"}}}

    assert not validator.is_valid(broken)


def test_services_are_those_of_the_design(services: dict[str, Any]) -> None:
    assert set(services) == LONG_LIVED | {"migrate"}


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_missing_variable_is_refused(compose: dict[str, Any], name: str) -> None:
    with pytest.raises(MissingVariableError, match=name):
        fill(compose, {**FILLED, name: ""})


def test_only_what_is_not_secret_has_a_default(compose: dict[str, Any]) -> None:
    signs = variables(compose["services"])

    assert {name for name, sign in signs.items() if sign == "?"} == REQUIRED
    assert {name for name, sign in signs.items() if sign != "?"}.isdisjoint(SECRETS)


def test_no_secret_is_written_in_the_file(services: dict[str, Any]) -> None:
    values = {
        f"{service}.{name}": str(value)
        for service, definition in services.items()
        for name, value in definition.get("environment", {}).items()
        if re.search(r"SECRET|KEY|PASSWORD|EMAIL_URL", name)
    }

    assert values != {}
    assert [name for name, value in values.items() if not value.startswith("${")] == []


@pytest.mark.parametrize("name", sorted(LONG_LIVED))
def test_service_that_lasts_has_a_health_check_and_comes_back(services: dict[str, Any], name: str) -> None:
    assert services[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert services[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_part_waits_for_the_migrations(services: dict[str, Any], name: str) -> None:
    assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["restart"] == "no"


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "beat"])
def test_parts_share_one_environment(services: dict[str, Any], name: str) -> None:
    environment = dict(services[name]["environment"])
    environment.pop("HEARTBEAT_FILE", None)

    assert environment == services["web"]["environment"]
    assert environment["DJANGO_SETTINGS_MODULE"] == "cms.settings.production"


def test_only_the_proxies_listen_outside(services: dict[str, Any]) -> None:
    assert {name for name, definition in services.items() if "ports" in definition} == {"proxy", "tls"}
    assert services["proxy"]["ports"][0].startswith("127.0.0.1:")
    assert services["db"]["networks"] == services["redis"]["networks"] == ["inside"]


def test_volumes_and_networks_that_services_use_are_declared(compose: dict[str, Any]) -> None:
    used = {volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", ())}
    networks = {network for service in compose["services"].values() for network in service["networks"]}

    assert used == set(compose["volumes"])
    assert networks == set(compose["networks"])


def test_images_run_as_nobody_in_particular() -> None:
    stages = re.split(r"^FROM ", Path(settings.BASE_DIR, "Dockerfile").read_text(), flags=re.MULTILINE)[1:]
    users = {re.search(r" AS (\w+)", stage)[1]: re.findall(r"^USER (\w+)", stage, re.MULTILINE) for stage in stages}

    assert users == {"build": [], "app": ["parvis"], "proxy": ["nginx"]}
