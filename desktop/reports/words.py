"""The few words that writers themselves put on a report, in its language."""

from __future__ import annotations

from desktop.base.i18n import N_

DRAFT = N_("DRAFT")
PAGE_OF = N_("Page {page} of {pages}")
CONTINUED = N_("{title} (continued)")
REFERENCE = N_("Reference")
DATE = N_("Date")
SIGNATURE = N_("Signature")
COVER = N_("Cover")
CONTENTS = N_("Contents")
ROWS = N_("Rows")
