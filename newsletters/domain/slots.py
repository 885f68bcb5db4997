"""The places in a letter where each person's own addresses go.

A letter is rendered once for everyone with these words in it, and only they change from person to person.
They are plain letters: neither HTML, MJML nor a header's encoding changes them, and no editor writes them.
"""

UNSUBSCRIBE_SLOT = "PARVISxUNSUBSCRIBExSLOT"
PREFERENCES_SLOT = "PARVISxPREFERENCESxSLOT"

SLOTS = (UNSUBSCRIBE_SLOT, PREFERENCES_SLOT)

# How often each stands in either part: to leave, at the top and at the foot; to choose, at the foot.
SLOT_COUNTS = (2, 1)
