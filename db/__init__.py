"""The data room: one file, one change log, one declaration per field. Knows neither Qt nor sentences."""
