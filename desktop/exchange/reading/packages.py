"""Looks into a zip package before any reader does: members, sizes, kinds, and no XML entities."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading.limits import Limits

XLSX, ODS, DOCX = "xlsx", "ods", "docx"
DAMAGED = N_("{file} is damaged and cannot be read.")
PASSWORD = N_("{file} is protected by a password. Remove the password in Excel or LibreOffice and try again.")
CELL_TOO_LONG = N_(
    "Line {row} of {file} holds a cell of more than {limit} characters. Check its quotation marks."
)
LONG_CELL = N_(
    "The sheet {sheet} of {file} holds a cell of more than {limit} characters in row {row}. Shorten it."
)
TOO_MANY_ROWS = N_("{file} has {count} rows; at most {limit} can be read at once. Divide it and try again.")
TOO_LARGE = N_("{file} unpacks to more than can be read safely.")
UNSAFE_XML = N_("{file} holds XML declarations that workbooks do not have, and was not read.")
_NOT_A_WORKBOOK = N_("{file} is a zip archive, but not a workbook or a Word document.")
_BINARY = N_("{file} is a binary workbook (.xlsb). Save it as .xlsx and try again.")
_CHUNK = 1 << 20
_SMALL_PART = 4 << 20
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


class Package:
    """An opened zip package whose parts are read within limits."""

    def __init__(self, archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self._archive = archive
        self._unpacked = 0
        self.names = self._checked_names()

    def _checked_names(self) -> dict[str, str]:
        members = self._archive.infolist()
        if len(members) > self.limits.members:
            raise UserError(TOO_LARGE, file=self.file)
        if any(member.flag_bits & 0x1 for member in members):
            raise UserError(PASSWORD, file=self.file)
        names: dict[str, str] = {}
        for member in members:
            parts = member.filename.replace("\\", "/").split("/")
            if ".." in parts or member.filename.startswith("/") or member.filename.lower() in names:
                raise UserError(DAMAGED, file=self.file)
            names[member.filename.lower()] = member.filename
        return names

    def has(self, name: str) -> bool:
        """Say whether the package has a part of this name."""
        return name.lower() in self.names

    def chunks(self, name: str) -> Generator[bytes, None, None]:
        """Give a part's bytes piece by piece, counted as they come, whatever the package declares."""
        total = 0
        tail = b""
        try:
            with self._archive.open(self.names[name.lower()]) as stream:
                while chunk := stream.read(_CHUNK):
                    total += len(chunk)
                    self._count(total, len(chunk))
                    if not tail:
                        self._refuse_encoding(chunk)
                    self._refuse_entities(tail + chunk)
                    tail = chunk[-16:]
                    yield chunk
        except KeyError as error:
            raise UserError(DAMAGED, file=self.file) from error
        except _ZIP_ERRORS as error:
            raise UserError(DAMAGED, file=self.file) from error

    def _count(self, part: int, chunk: int) -> None:
        self._unpacked += chunk
        if part > self.limits.part or self._unpacked > self.limits.unpacked:
            raise UserError(TOO_LARGE, file=self.file)

    def _refuse_encoding(self, head: bytes) -> None:
        if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:64]:
            raise UserError(UNSAFE_XML, file=self.file)

    def _refuse_entities(self, text: bytes) -> None:
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise UserError(UNSAFE_XML, file=self.file)

    def xml(self, name: str) -> ElementTree.Element:
        """Read a small part as XML."""
        parser = ElementTree.XMLParser()  # noqa: S314 - entities are refused below, in chunks
        size = 0
        try:
            with closing(self.chunks(name)) as chunks:
                for chunk in chunks:
                    size += len(chunk)
                    if size > _SMALL_PART:
                        raise UserError(TOO_LARGE, file=self.file)
                    parser.feed(chunk)
            root: ElementTree.Element = parser.close()
        except ElementTree.ParseError as error:
            raise UserError(DAMAGED, file=self.file) from error
        return root

    def walk(self, name: str, start: Callable[[str, dict[str, str]], None]) -> None:
        """Call a function with the local name and attributes of each element of a part, keeping none."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = lambda tag, attributes: start(local_name(tag), attributes)
        try:
            self.parse(name, parser)
        except expat.ExpatError as error:
            raise UserError(DAMAGED, file=self.file) from error

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Give a part to a parser piece by piece."""
        with closing(self.chunks(name)) as chunks:
            for chunk in chunks:
                parser.Parse(chunk)
        parser.Parse(b"", True)

    def check_parts(self, names: Iterator[str]) -> None:
        """Unpack parts once and throw them away, so that a reader meets no surprise in them."""
        for name in names:
            for _ in self.chunks(name):
                pass


@contextmanager
def open_package(path: Path, limits: Limits) -> Iterator[Package]:
    """Open a zip package and look at its members."""
    try:
        archive = zipfile.ZipFile(path)
    except _ZIP_ERRORS as error:
        raise UserError(DAMAGED, file=path.name) from error
    with archive:
        yield Package(archive, path.name, limits)


def package_kind(package: Package) -> str:
    """Tell a workbook, an OpenDocument sheet and a Word document apart by their parts."""
    if package.has("mimetype"):
        kind = b"".join(package.chunks("mimetype"))[:200]
        if b"opendocument.spreadsheet" in kind:
            _refuse_encrypted_document(package)
            return ODS
    if package.has("xl/workbook.bin"):
        raise UserError(_BINARY, file=package.file)
    if package.has("word/document.xml"):
        return DOCX
    if package.has("[Content_Types].xml") and (package.has("xl/workbook.xml") or _has_sheets(package)):
        return XLSX
    raise UserError(_NOT_A_WORKBOOK, file=package.file)


def _has_sheets(package: Package) -> bool:
    types = b"".join(package.chunks("[Content_Types].xml"))
    return b"spreadsheetml.sheet.main" in types or b"sheet.macroEnabled.main" in types


def _refuse_encrypted_document(package: Package) -> None:
    manifest = "META-INF/manifest.xml"
    if package.has(manifest) and b"encryption-data" in b"".join(package.chunks(manifest)):
        raise UserError(PASSWORD, file=package.file)


def local_name(tag: str) -> str:
    """Give an XML name without its namespace: strict and usual workbooks differ only there."""
    return tag.rpartition("}")[2]
