"""How often one may ask the search, from one place: a class of thirty may, a program that empties the site may not."""

from crm.accounts.limits import HOUR, Limit

SEARCHES_FROM_ONE_PLACE = [Limit("search-place", 120, 60), Limit("search-place-hour", 1500, HOUR)]
# While one types, each pause of the fingers asks.
PROPOSALS_TO_ONE_PLACE = [Limit("proposals-place", 600, 60)]
