"""One builder per report: records in, document out; no database, no clock, no file."""
