"""How often one may sign up."""

from crm.accounts.limits import HOUR, Limit

SIGN_UPS_FROM_ONE_PLACE = [Limit("sign-up-place", 30, HOUR)]
SIGN_UPS_OF_ONE_ADDRESS = [Limit("sign-up-address", 3, HOUR), Limit("sign-up-address-day", 6, 24 * HOUR)]
ADDRESS_CHANGES_OF_ONE_PERSON = [Limit("address-change", 3, 24 * HOUR)]
# The same form, with the same words of the same person: a button pressed twice is one request.
ONE_FORM = [Limit("sign-up-form", 1, 120)]
# A household, a library: some neighbours answer from one place, none of them five times an hour. By question.
ANSWERS_FROM_ONE_PLACE = [Limit("poll-place", 5, HOUR)]
ONE_ANSWER = [Limit("poll-form", 1, 25 * HOUR)]
