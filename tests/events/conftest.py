"""Who sits at the keyboard."""

import pytest
from django.test import Client

from crm.accounts.models import User
from crm.accounts.policy import Role
from tests.factories.users import someone_of


@pytest.fixture
def volunteer(client: Client, db: None) -> User:
    """Signed in, of the group Communications."""
    user = someone_of(Role.COMMUNICATIONS)
    client.force_login(user)
    return user
