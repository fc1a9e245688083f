"""The one thin layer through which every mark comes onto a page of a PDF.

It says what each mark is (`begin_role`) or that it is no content (`begin_artifact`), so that tags can be
written from here. Finished pages are kept compressed; what needs the number of pages is added at the end.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import IO, Any, Literal

from reportlab.pdfbase import pdfdoc

from desktop.reports.pdf.typesetter import Faces, Line, Typesetter
from desktop.reports.style import Colour, Letter, Size

Align = Literal["left", "right", "centre"]
Role = Literal["Sect", "H1", "H2", "H3", "P", "Note", "Table", "TR", "TH", "TD", "Figure", "L", "Title"]

_COMPRESSION = 4


class _Page(pdfdoc.PDFPage):
    """A page whose parts are set here, not by reportlab's canvas."""

    Override_default_compilation = 1


def _new_document(language: str) -> Any:
    # reportlab's own types do not name the attributes that its classes set.
    return pdfdoc.PDFDocument(compression=1, invariant=1, lang=language, pdfVersion=(1, 7))


class _Bookmarks:
    """What reportlab's outline asks a canvas for."""

    def __init__(self) -> None:
        self.places: dict[str, Any] = {}

    def _bookmarkReference(self, name: str) -> Any:  # noqa: N802 - reportlab's name
        return self.places[name]


class PageCanvas:
    """Pages being drawn, in points from the lower left corner."""

    def __init__(self, *, title: str, author: str, language: str, day: date | None) -> None:
        self.pdf = _new_document(language)
        self.pdf.setTitle(title)
        self.pdf.setAuthor(author)
        self.pdf.setSubject("")
        self.pdf.setCreator("Desk1540")
        self.pdf.setProducer("Desk1540, ReportLab")
        stamp = f"D:{day or date(2000, 1, 1):%Y%m%d}000000+00'00'"
        self.pdf.setDateFormatter(lambda *_moment: stamp)
        self.pdf.Catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        self.faces = Faces(self.pdf)
        self.size: Size = (0.0, 0.0)
        self._resources: Any = pdfdoc.PDFResourceDictionary()
        self._resources.basicFonts()
        self._resources.allProcs()
        self._images: dict[str, Any] = {}
        self._setters: dict[Letter, Typesetter] = {}
        self._pages: list[tuple[_Page, list[Any], Size]] = []
        self._bookmarks = _Bookmarks()
        self._marks: list[str] = []
        self._open: list[str] = []
        self._font = ""
        self._colour: Colour | None = None

    @property
    def page_count(self) -> int:
        """How many pages have been begun."""
        return len(self._pages)

    def setter(self, letter: Letter) -> Typesetter:
        """The typesetter of a size, weight and colour."""
        setter = self._setters.get(letter)
        if setter is None:
            setter = self._setters[letter] = Typesetter(self.faces, letter)
        return setter

    def begin_page(self, size: Size, under: Any) -> None:
        """Begin a page; `under` is a kept drawing that lies beneath it."""
        page = _Page()
        page.MediaBox = pdfdoc.PDFArray([0, 0, round(size[0], 2), round(size[1], 2)])
        page.Parent = self.pdf.Reference(self.pdf.Pages)
        page.Resources = self.pdf.Reference(self._resources)
        self.size = size
        self._pages.append((page, [under], size))
        self.pdf.addPage(page)

    def end_page(self) -> None:
        """End the page and put it away compressed."""
        self._pages[-1][1].append(self._taken())

    def kept(self, draw: Callable[[], None]) -> Any:
        """A drawing that lies on many pages and is stored once."""
        held, self._marks = self._marks, []
        draw()
        reference = self._taken()
        self._marks = held
        return reference

    def begin_role(self, role: Role) -> None:
        """What follows is a part of the text with this role, until `end_role`."""
        self._open.append(role)

    def end_role(self) -> None:
        """End the innermost role."""
        self._open.pop()

    def begin_artifact(self) -> None:
        """What follows belongs to the page, not to the text, until `end_artifact`."""
        self._open.append("Artifact")
        self._marks.append("/Artifact BMC")

    def end_artifact(self) -> None:
        """End what belongs to the page."""
        self._open.pop()
        self._marks.append("EMC")

    def text(
        self, x: float, y: float, lines: Sequence[Line], setter: Typesetter, align: Align = "left"
    ) -> None:
        """Show lines of text, the first one's foot at `y`; `x` is their left, right or middle."""
        if not lines:
            return
        letter = setter.letter
        self._use(setter)
        if align == "left":
            shown = lines[0].code if len(lines) == 1 else " T* ".join([line.code for line in lines])
            leading = f"{letter.leading:g} TL " if len(lines) > 1 else ""
            self._marks.append(f"BT {leading}{x:.2f} {y:.2f} Td {shown} ET")
            return
        part = 1.0 if align == "right" else 0.5
        for number, line in enumerate(lines):
            left, foot = x - line.width * part, y - number * letter.leading
            self._marks.append(f"BT {left:.2f} {foot:.2f} Td {line.code} ET")

    def turned_text(self, x: float, y: float, line: Line, setter: Typesetter, turn: Size) -> None:
        """Show one line with its middle at a point, turned by an angle given as its cosine and sine."""
        cosine, sine = turn
        left, foot = x - line.width / 2 * cosine, y - line.width / 2 * sine
        self._use(setter)
        matrix = f"{cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f} {left:.2f} {foot:.2f}"
        self._marks.append(f"BT {matrix} Tm {line.code} ET")

    def rule(
        self, x: float, y: float, length: float, thickness: float, colour: Colour, rise: float = 0
    ) -> None:
        """Draw a line to the right, or upwards by `rise`."""
        ink = f"{colour[0]:.3g} {colour[1]:.3g} {colour[2]:.3g} RG {thickness:g} w"
        self._marks.append(f"{ink} {x:.2f} {y:.2f} m {x + length:.2f} {y + rise:.2f} l S")

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a box."""
        self._fill(colour)
        self._marks.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def image(self, data: bytes, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture given by its bytes, on white."""
        name = self._image_name(data)
        self._marks.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm /{name} Do Q")

    def bookmark(self, title: str, y: float) -> None:
        """Note a place in the reader's outline."""
        name = f"place{len(self._bookmarks.places)}"
        page = pdfdoc.PDFObjectReference(f"Page{self.page_count}")
        where = [page, pdfdoc.PDFName("XYZ"), "null", round(y, 2), "null"]
        self._bookmarks.places[name] = pdfdoc.PDFArray(where)
        self.pdf.outline.addOutlineEntry(name, 0, title)

    def save(self, stream: IO[bytes], draw_over: Callable[[int, int], None]) -> None:
        """Add to each page what `draw_over(number, count)` draws, and write the file."""
        for number, (page, parts, size) in enumerate(self._pages, 1):
            self.size = size
            draw_over(number, self.page_count)
            page.Contents = pdfdoc.PDFArray([*parts, self._taken()])
        if self._images:
            self._resources.XObject = {
                name: self.pdf.Reference(image) for name, image in self._images.items()
            }
        stream.write(self.pdf.GetPDFData(self._bookmarks))

    def _use(self, setter: Typesetter) -> None:
        if setter.letter.colour != self._colour:
            self._fill(setter.letter.colour)
        if setter.font != self._font:
            self._marks.append(setter.font)
            self._font = setter.font

    def _fill(self, colour: Colour) -> None:
        self._marks.append(f"{colour[0]:.3g} {colour[1]:.3g} {colour[2]:.3g} rg")
        self._colour = colour

    def _taken(self) -> Any:
        """Put what has been drawn into the file as one compressed part of a page."""
        data = zlib.compress("\n".join(["q", *self._marks, "Q\n"]).encode("ascii"), _COMPRESSION)
        self.pdf.updateSignature(data)
        self._marks, self._font, self._colour = [], "", None
        stream = pdfdoc.PDFStream(content=data)
        stream.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
        return self.pdf.Reference(stream)

    def _image_name(self, data: bytes) -> str:
        from PIL import Image

        name = f"Im{zlib.crc32(data):08x}"
        if name not in self._images:
            with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
                whole = picture.convert("RGBA")
            flat = Image.new("RGB", whole.size, "white")
            flat.paste(whole, mask=whole.getchannel("A"))
            stream = pdfdoc.PDFStream(content=zlib.compress(flat.tobytes(), 9))
            for key, value in (
                ("Type", "XObject"), ("Subtype", "Image"), ("ColorSpace", "DeviceRGB"),
                ("Filter", "FlateDecode"),
            ):  # fmt: skip
                stream.dictionary[key] = pdfdoc.PDFName(value)
            stream.dictionary["Width"], stream.dictionary["Height"] = flat.size
            stream.dictionary["BitsPerComponent"] = 8
            self._images[name] = stream
        return name
