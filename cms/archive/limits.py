"""How often one may give something to the memory, or say whom one recognizes."""

from crm.accounts.limits import HOUR, Limit

# A library, a school, a home for the aged: several neighbours give from one place on the same afternoon.
CONTRIBUTIONS_FROM_ONE_PLACE = [Limit("contribution-place", 20, HOUR)]
CONTRIBUTIONS_OF_ONE_ADDRESS = [Limit("contribution-address", 6, HOUR), Limit("contribution-day", 20, 24 * HOUR)]
# Each message is read by a person.
ACTS_ON_ONE_CONTRIBUTION = [Limit("contribution-acts", 30, HOUR)]
# A family looks at a picture together, from one telephone; nobody names sixty people in an hour.
ANSWERS_FROM_ONE_PLACE = [Limit("recognition-place", 20, HOUR)]
