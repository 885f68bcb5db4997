"""Where the documents that a record of the board holds must be: the forms and the models refuse any other."""

from crm.accounts.groups import BOARD_FILES

IN_BOARD_FILES = {"collection__depth": 1, "collection__name": BOARD_FILES}
