"""Phones and e-mails of several people's handwriting: kept as written, cut apart, made comparable."""

from __future__ import annotations

import re
import unicodedata

from desktop.exchange.detail_labels import LABEL_WORDS, bare_number, read_label

_FULL_NUMBER_DIGITS = 6
_EXTENSION_WORD = r"(?:ramal|ramais|extensi[oó]n|extens[aã]o|extension|ext|int|interno|anexo|poste|opt|rm)"
_EXTENSION = re.compile(
    rf"[\s,;/(\-]*\b(?:{_EXTENSION_WORD}\b[\s.:º]*|r\.\s*)\d[\d\s/,-]*\)?\s*$|\s*(?:(?<![a-z])x|#)\s*\d+\s*$",
    re.I,
)
_STARTS_WITH_EXTENSION = re.compile(rf"\(?(?:{_EXTENSION_WORD}\b|r\.\s*\d|[x#]\s*\d)", re.I)
_PHONE_BREAKS = re.compile(r"\s*(?:[\n\r\t;|]|_x000D_|:::)+\s*")
_PHONE_HINTS = re.compile(
    rf"(\s*[/,]\s*|(?<=[a-z]\))\s+(?=[\d+(])|\s+(?:y|e|o|u|and|or|et|ou)\s+|[\s./–-]+(?=(?:{LABEL_WORDS})\b[^\d/,]{{0,25}}\d))",
    re.I,
)
_AFTER_FIGURES = re.compile(r"[^\d]*$")
_LONGEST_PHONE_CELL = 2_000
_ABROAD_PREFIX = re.compile(r"^\(?\s*00\s*(?=[1-9])")
_LONGEST_PHONE = 250
_EMAIL_IN_TEXT = re.compile(r"[^\s@<>()\[\],;:/|]+@[^\s@<>()\[\],;:/|]+\w")
_EMAIL_LABEL = re.compile(r"\b(?:e-?mails?|correos?|courriels?|mail)\s*[:.]*\s*(?=\n|$)", re.IGNORECASE)
_EMAIL_BREAKS = re.compile(r"[\n\r\t;,|]+|_x000D_|:::")
_AROUND_ADDRESSES = re.compile(r"[\s<>()\[\]\"/:]+")
_LOCAL_PART = re.compile(r"[^\s@<>()\[\]\\,;:\".]+(?:\.[^\s@<>()\[\]\\,;:\".]+)*")
_LABEL_OF_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST_LOCAL_PART, _LONGEST_ADDRESS, _LONGEST_LABEL = 64, 254, 63


def normalise_phone(written: str, region: str | None = None) -> str | None:
    """Give a phone as E.164, without its extension; None where that is not certain.

    Without the region (ISO code of the State, none for fictional ones) only international forms are certain.
    """
    from phonenumbers import SUPPORTED_REGIONS

    number = bare_number(_EXTENSION.sub("", _AFTER_FIGURES.sub("", written[:_LONGEST_PHONE].strip())))
    if _is_international(number):
        return _e164(number, None, must_be_valid=False)
    dialled_abroad, has_prefix = _ABROAD_PREFIX.subn("+", number)
    if has_prefix and (abroad := _e164(dialled_abroad, None, must_be_valid=True)):
        return abroad
    known_region = region.upper() if region else ""
    return _e164(number, known_region, must_be_valid=True) if known_region in SUPPORTED_REGIONS else None


def _is_international(number: str) -> bool:
    return number.lstrip(" (").startswith(("+", "\uff0b"))


def _e164(number: str, region: str | None, *, must_be_valid: bool) -> str | None:
    """Give a number as E.164 when its length, or its whole form, is one that exists."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    length = phonenumbers.is_possible_number_with_reason(parsed)
    is_possible = length == phonenumbers.ValidationResult.IS_POSSIBLE
    if not (phonenumbers.is_valid_number(parsed) if must_be_valid else is_possible):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def split_phones(text: str) -> list[str]:
    """Give the phones of a cell as written; an extension stays with its number.

    Lines and semicolons always part; a slash or comma only where a full number stands on both sides.
    """
    if len(text) > _LONGEST_PHONE_CELL:
        return [text.strip()]
    phones: list[str] = []
    for part in _PHONE_BREAKS.split(text):
        for piece in _cut_at_hints(part):
            if phones and _STARTS_WITH_EXTENSION.match(piece):
                phones[-1] = f"{phones[-1]} {piece}"
            elif piece:
                phones.append(piece)
    return phones


def _cut_at_hints(part: str) -> list[str]:
    """Cut at slashes, commas, "and" and labels between full numbers; short ends such as `/ 0331` stay."""
    pieces = _PHONE_HINTS.split(part.strip())
    found = [pieces[0]]
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if _is_full_number(found[-1]) and _is_full_number(piece):
            found.append(piece)
        else:
            found[-1] += sign + piece
    return [piece.strip(" ,/") for piece in found]


def _is_full_number(piece: str) -> bool:
    number = _EXTENSION.sub("", piece)
    starts_well = not _STARTS_WITH_EXTENSION.match(piece)
    return starts_well and sum(sign.isdecimal() for sign in number) >= _FULL_NUMBER_DIGITS


def take_emails(text: str) -> tuple[list[str], str]:
    """Take the e-mails out of a cell of phones; gives them and what is left."""
    found = [match for match in _EMAIL_IN_TEXT.findall(text) if check_email(match)]
    rest = text
    for email in found:
        rest = rest.replace(email, "\n")
    return found, _EMAIL_LABEL.sub("", rest)


def private_emails(text: str) -> frozenset[str]:
    """The e-mails of a cell that the words beside them call private: "Personal: ...", "... (particular)"."""
    found = set()
    for part in re.split(r"[\n\r\t;,|/]+", text):
        addresses = split_emails(part)
        if read_label(_EMAIL_IN_TEXT.sub(" ", part)).is_private:
            found.update(addresses)
    return frozenset(found)


def split_emails(text: str) -> list[str]:
    """Give the e-mails of a cell, without names and brackets around them.

    A part without any address (`contact (at) office`) comes out as it is, so that the check can name it.
    """
    found: dict[str, None] = {}
    for part in _EMAIL_BREAKS.split(text):
        addresses = [word.strip(".'") for word in _AROUND_ADDRESSES.split(part) if "@" in word.strip(".'@")]
        for email in addresses or [part.strip()]:
            if email:
                found[email] = None
    return list(found)


def check_email(text: str) -> bool:
    """Whether a text is one e-mail address that can exist; nothing is asked of the network."""
    local_part, at_sign, domain = text.strip().rpartition("@")
    if (
        not at_sign
        or len(text) > _LONGEST_ADDRESS
        or len(local_part.encode("utf-8", "replace")) > _LONGEST_LOCAL_PART
    ):
        return False
    if not _LOCAL_PART.fullmatch(local_part) or not local_part.isprintable():
        return False
    labels = _plain_labels(domain)
    if labels is None or len(labels) < 2 or not all(_LABEL_OF_DOMAIN.fullmatch(label) for label in labels):
        return False
    return len(labels[-1]) > 1 and not labels[-1].isdecimal()


def _plain_labels(domain: str) -> list[str] | None:
    """Give the labels of a domain in the letters that the network uses; None when one has no such form."""
    labels: list[str] = []
    for label in unicodedata.normalize("NFC", domain).replace("\u3002", ".").split("."):
        if not label or len(label) > _LONGEST_LABEL:
            return None
        try:
            labels.append(label.encode("idna").decode("ascii").lower())
        except UnicodeError:
            return None
    return labels


def normalise_email(text: str) -> str:
    """Give an e-mail as it is compared: small letters, no `mailto:`, the domain in readable letters."""
    bare = re.sub(r"^mailto:", "", text.strip().strip("<>").strip(), flags=re.I)
    local_part, at_sign, domain = unicodedata.normalize("NFC", bare).lower().rpartition("@")
    if not at_sign:
        return domain
    labels = _plain_labels(domain)
    readable = ".".join(map(_readable_label, labels)) if labels else domain
    return f"{local_part}@{readable}"


def _readable_label(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
