"""Tests, mirroring both roots."""
