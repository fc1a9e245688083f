"""What the import of contacts says about rows and cells."""

from __future__ import annotations

from desktop.base.i18n import N_

NO_TABLE = N_("{name} has no table of contacts that could be found. Name the columns with a mapping file.")
NO_CARDS = N_("{name} holds no contact card.")
CARDS_READ = N_("{read} of {expected} contact cards were read.")
SHEETS_NOT_READ = N_("These sheets were not read: {sheets}.")
COLUMNS_IN_NOTE = N_("These columns have no field of their own and were kept in the note: {columns}.")
FIELDS_NOT_READ = N_("These fields of contact cards were not taken: {fields}.")
COLUMNS_NOT_READ = N_("These columns were not taken: {columns}.")
OTHER_STATES = N_("{count} rows name another State than {state}; they were taken under the State they name.")

NAMES_NOBODY = N_("The row names no person, post or institution.")
LONE_WORDS = N_("The row says nothing about a person, post or institution.")
SECTION = N_("This row is a heading for the rows below it.")

BAD_EMAIL = N_("This is no e-mail address; it was kept in the note.")
BAD_PHONE = N_("This is no phone number; it was kept in the note.")
BAD_DATE = N_("This date is not certain; it was kept in the note.")
DATE_WITHOUT_POST = N_("A date needs a post; it was kept in the note.")
UNKNOWN_STATE = N_("This is no State that is known; the row was taken under the State of the import.")
UNKNOWN_WORD = N_("This word is not known here; it was kept in the note.")
CELL_ERROR = N_("The cell holds an error instead of a value.")
NO_CACHED_VALUE = N_("The cell holds a formula that was saved without its result.")
NAMED_BY_EMAIL = N_("The row gives no name; the person is called by the e-mail.")
SEVERAL_PERSONS = N_("Several persons stand in one cell; phones and e-mails were given to the first.")

NEAR_NAME = N_("“{name}” is new; it resembles “{known}”.")
OTHER_PERSON = N_("The id of the row is that of {known}; the row was taken as another person.")
SAME_EMAIL = N_("{known} has the same e-mail; the row was taken as another person.")
BY_EMAIL = N_("The e-mail is that of {known}; the row was taken as the same person.")
NAMESAKE = N_("{known} of another institution has the same name; the row was taken as another person.")
HELD_BY = N_("The post is held by {known} as well; end that designation if the holder has changed.")
DIFFERS = N_("A row above says “{known}”; that was kept.")
SAME_NAME = N_("{known} has the same name; the row was taken as the same person.")
ENDED = N_("The designation of {known} in this post has ended; it was left so.")
ENDS_BEFORE = N_("The designation would end before it begins; the end was kept in the note.")
