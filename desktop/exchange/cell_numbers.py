"""Reads numbers, money and percentages as people write them, with the decimal sign of their column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from db.folding import fold_words, has_odd_digits

DecimalSign = Literal[",", "."]

_CORE = re.compile(r"\d(?:[\d.,' ]*\d)?")
_SIGNED = re.compile(r"(?P<open>\()?(?P<sign>[-+])?\s?(?P<core>[.,]?\d(?:[\d.,' ]*\d)?)(?P<close>\))?")
_MONEY = re.compile(
    r"(?P<open>\(?)(?P<before>[^\d()+-]*?) ?(?P<sign>[+-]?) ?"
    r"(?P<core>\d(?:[\d.,' ]*\d)?) ?(?P<after>[^\d()]*?)(?P<close>\)?)"
)
# But for the currencies named below none has three decimals, so three digits after one sign are thousands.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[., '])\d{3})(?:(?P=mark)\d{3})*|\d+")
_THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_CODE_LIST = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD "
    "LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK "
    "PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT "
    "TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
)
_CODES = frozenset(_CODE_LIST.split())
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₽": "RUB",
    "₡": "CRC",
    "₲": "PYG",
    "R$": "BRL",
    "C$": "NIO",
    "RD$": "DOP",
    "US$": "USD",
    "U$S": "USD",
    "$US": "USD",
    "USD$": "USD",
    "B/.": "PAB",
    "S/": "PEN",
    "S/.": "PEN",
    "EURO": "EUR",
    "EUROS": "EUR",
    "GS": "PYG",
    "GS.": "PYG",
    "Q": "GTQ",
    "Q.": "GTQ",
    "KSH": "KES",
    "TSH": "TZS",
    "USH": "UGX",
    "DÓLARES": None,
    "DOLARES": None,
    "DOLLARS": None,
    "PESOS": None,
    "$": None,
    "BS": None,
    "BS.": None,
    "FCFA": None,
    "CFA": None,
}
_SIGN_IN_HEADING = re.compile(r"US\$|U\$S|R\$|[€£₲₡]")
_AFTER_IN = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]|\b(?:en|in|em)\s+([A-Z]{3}\$?)(?![A-Za-z])")
_THOUSANDS_WORD = re.compile(r"\b(?:miles|thousands?|milliers|milhares|migliaia)\b")
_MILLIONS_WORD = re.compile(r"\b(?:millones|millions?|milhoes|milioni)\b")
_THOUSANDS_SHORT = ("k", "mil")
_SCALE = re.compile(
    r"(?P<digit>\d) ?(?P<word>k|mil|miles|thousands?|milliers|milhares|mill[oó]n|millones|millions?|"
    r"mill?|milh[oõ](?:es)?|"
    r"milh[aã]o|milioni|mm|mn|m)\b\.?(?: (?:de|of|d'))?(?![^\s])",
    re.IGNORECASE,
)
_LONGEST = 80
_PERCENT = re.compile(r"(?:%|por ?ciento|per ?cent|pour ?cent|por ?cento|per ?cento)$", re.IGNORECASE)


def decide_decimal(texts: Iterable[object]) -> DecimalSign | None:
    """Decide a column's decimal sign by its cells; None when none or both are certain."""
    cores = [_CORE.findall(_plain(text)) for text in texts if isinstance(text, str)]
    signs = {_own_sign(found[0]) for found in cores if len(found) == 1} - {None}
    return signs.pop() if len(signs) == 1 else None


def read_number(value: object, decimal: DecimalSign | None) -> Decimal | None:
    """Read a number; a text that fits both decimal signs needs the sign of its column."""
    if isinstance(value, str):
        return _read_text(_plain(value), decimal)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def read_money(
    value: object, decimal: DecimalSign | None, heading_scale: int = 1
) -> tuple[Decimal, str | None] | None:
    """Read an amount and its currency code; "$" alone is no currency, an unknown word no amount.

    `heading_scale` is what one counts by the column's heading, where the cell itself does not say it.
    """
    if not isinstance(value, str):
        number = read_number(value, decimal)
        return None if number is None else (number * heading_scale, None)
    plain, scale = _without_scale(_plain(value))
    match = _MONEY.fullmatch(plain)
    if match is None or (match["before"] and match["after"]):
        return None
    mark: str = match["before"] or match["after"]
    currency = currency_of(mark)
    if mark and currency is None and _bare_mark(mark) not in _SIGNS:
        return None
    if currency not in _THREE_DECIMALS and _THOUSANDS.fullmatch(match["core"]):
        decimal = "." if "," in match["core"] else ","
    number = _read_text(match["open"] + match["sign"] + match["core"] + match["close"], decimal)
    return None if number is None else (number * (scale if scale > 1 else heading_scale), currency)


def currency_mark(value: object) -> str:
    """Give what stands for the currency beside an amount, empty when nothing does."""
    match = _MONEY.fullmatch(_without_scale(_plain(value))[0]) if isinstance(value, str) else None
    return (match["before"] or match["after"]) if match else ""


def _without_scale(plain: str) -> tuple[str, int]:
    """Take a word for thousands or millions out of an amount: "RD$ 1.5 millones" is 1.5 of 1,000,000."""
    match = _SCALE.search(plain)
    if match is None:
        return plain, 1
    word = fold_words(match["word"])
    scale = 1_000 if word in _THOUSANDS_SHORT or _THOUSANDS_WORD.fullmatch(word) else 1_000_000
    return f"{plain[: match.end('digit')]} {plain[match.end() :]}".strip(), scale


def is_fraction_column(values: Iterable[object], has_percent_format: bool = False) -> bool:
    """Tell whether the bare numbers of a percentage column mean parts of one: 0.4 is 40 %.

    So it is when every number that is not whole lies between 0 and 1, or with only noughts and ones.
    """
    numbers = [number for value in values if (number := _bare_number(value)) is not None]
    parts = [number for number in numbers if number != int(number)]
    if parts:
        return all(0 < number < 1 for number in parts)
    is_small = bool(numbers) and max(numbers) <= 1
    return is_small and (has_percent_format or max(numbers) == 1)


def read_percent(value: object, decimal: DecimalSign | None, column_is_fraction: bool) -> Decimal | None:
    """Read a percentage from 0 to 100; None when it is no number or outside."""
    if isinstance(value, str) and (bare := _PERCENT.sub("", _plain(value))) != _plain(value):
        percent = _read_text(bare.strip(), decimal)
    else:
        percent = read_number(value, decimal)
        if percent is not None and column_is_fraction and 0 <= percent <= 1:
            percent = round(percent * 100, 6)
    if percent is None or not 0 <= percent <= 100:
        return None
    return percent.to_integral_value() if percent == percent.to_integral_value() else percent.normalize()


def _plain(text: str) -> str:
    if len(text) > _LONGEST or has_odd_digits(text):
        return ""
    marks = str.maketrans({"’": "'", "´": "'", "−": "-", "–": "-", "—": "-"})
    return " ".join(unicodedata.normalize("NFKC", text).translate(marks).split())


def _bare_number(value: object) -> Decimal | None:
    if not isinstance(value, str):
        return read_number(value, None)
    plain = _plain(value)
    return read_number(plain, _own_sign(plain) or ",") if _CORE.fullmatch(plain) else None


def _own_sign(core: str) -> DecimalSign | None:
    """Give the decimal sign that a number shows by itself; None when both fit or it has none."""
    marks = [mark for mark in core if mark in ",."]
    if not marks:
        return None
    if len(marks) > 1 and len(set(marks)) == 1:
        # "1.234.567": this sign groups, so the other one is the decimal sign.
        return "." if marks[0] == "," else ","
    last: DecimalSign = "," if marks[-1] == "," else "."
    whole, _, rest = core.rpartition(last)
    is_grouping = len(set(marks)) == 1 and len(rest) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole)
    return None if is_grouping else last


def _read_text(text: str, decimal: DecimalSign | None) -> Decimal | None:
    match = _SIGNED.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    core = match["core"]
    sign = _own_sign(core) or decimal
    if sign is None:
        if "," in core or "." in core:
            return None
        sign = "."
    whole, _, rest = core.rpartition(sign) if core.count(sign) == 1 else (core, "", "")
    groups = _GROUPED.fullmatch(whole or "0")
    if groups is None or groups["mark"] == sign or not re.fullmatch(r"\d*", rest):
        return None
    number = Decimal(re.sub(r"\D", "", whole or "0") + ("." + rest if rest else ""))
    return -number if match["sign"] == "-" or match["open"] else number


def money_in_heading(text: str) -> tuple[str | None, int]:
    """Give the currency that a heading names and by how much its amounts count: "(thousands of USD)"."""
    folded = fold_words(text)
    scale = 1_000 if _THOUSANDS_WORD.search(folded) else 1_000_000 if _MILLIONS_WORD.search(folded) else 1
    found = [currency_of(word) for word in _SIGN_IN_HEADING.findall(text)]
    for places in _AFTER_IN.findall(text):
        found += [currency_of(word) for place in places for word in place.split() if word.isupper()]
    named = {currency for currency in found if currency}
    return (named.pop() if len(named) == 1 else None), scale


def _bare_mark(text: str) -> str:
    return text.upper().replace(" ", "")


def currency_of(text: str) -> str | None:
    """The code of a currency written as code or sign; None where it is not certain which one is meant."""
    upper = _bare_mark(text)
    code = upper.removesuffix("$")
    return code if code in _CODES else _SIGNS.get(upper)
