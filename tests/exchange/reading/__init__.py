"""Tests of reading foreign files."""
