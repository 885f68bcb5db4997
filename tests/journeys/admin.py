"""What a volunteer does in the administration, with a real browser."""

from __future__ import annotations

from playwright.sync_api import Page

from crm.accounts.policy import Role
from tests.accounts.conftest import PASSWORD, code_of
from tests.browser import Site
from tests.factories.users import enrol, someone_of


def sign_in(site: Site, role: Role, *, width: int = 1280) -> Page:
    """Sign in as someone of that role, second factor included, and stand in the administration."""
    user = someone_of(role)
    secret = enrol(user)
    page = site.open("/admin/", width=width)
    page.get_by_label("Courriel").fill(user.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/admin/")
    return page
