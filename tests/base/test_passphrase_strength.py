"""How long passphrases hold out: honest for what people type, no rules of composition."""

import pytest

from desktop.base.passphrase_strength import SAID, Strength, bits_of, strength_of


@pytest.mark.parametrize(
    ("passphrase", "expected"),
    [
        ("", Strength.EMPTY),
        ("   ", Strength.EMPTY),
        ("password", Strength.COMMON),
        ("Contraseña1", Strength.COMMON),
        ("Panamá2024", Strength.COMMON),
        ("12345678", Strength.COMMON),
        ("qwertyuiop", Strength.COMMON),
        ("aaaaaaaaaaaaaaaa", Strength.COMMON),
        ("abcabcabcabcabc", Strength.REPEATS),
        ("hola hola hola hola", Strength.REPEATS),
        ("a", Strength.SHORT),
        ("p4ssw0rd!", Strength.SHORT),
        ("15081984", Strength.SHORT),
        ("lluvia mesa", Strength.SHORT),
        ("lluvia mesa tren", Strength.FAIR),
        ("lluvia mesa tren azul", Strength.GOOD),
        ("correcthorsebatterystaple", Strength.GOOD),
        ("xkqvbmzpwtrfgh", Strength.GOOD),
        ("снег вода поезд лампа", Strength.GOOD),
    ],
)
def test_what_is_said_of_a_passphrase(passphrase, expected):
    assert strength_of(passphrase) is expected


def test_a_repeated_word_adds_next_to_nothing():
    assert bits_of("lluvia lluvia lluvia") - bits_of("lluvia") < 6


def test_a_word_more_is_worth_more_than_signs_for_letters():
    assert bits_of("lluvia mesa") - bits_of("lluvia") > bits_of("11uv!@") - bits_of("lluvia")


def test_every_strength_has_its_sentence():
    assert set(SAID) == set(Strength)
