"""The verbs of the accounts: invite, end sessions, take away a second factor."""
