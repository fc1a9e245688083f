"""The few words that writers themselves put on a report, in its language."""

from __future__ import annotations

from desktop.base.i18n import N_

DRAFT = N_("DRAFT")
PAGE_OF = N_("Page {page} of {pages}")
CONTINUED = N_("{title} (continued)")
REFERENCE = N_("Reference")
SIGNATURE = N_("Signature")
NAME_AND_POST = N_("Name and post")
PLACE_AND_DATE = N_("Place and date")
COVER = N_("Cover")
CONTENTS = N_("Contents")
ROWS = N_("Rows")
