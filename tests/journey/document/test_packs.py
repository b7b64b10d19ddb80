"""Every document of every method in methods/ comes out whole, as PDF and as a Word file."""

import io
import re
from pathlib import Path

import docx
import pytest
from django.conf import settings
from django.urls import reverse
from pypdf import PdfReader

from samsyn.basis.method.actions import take_in
from samsyn.basis.method.models import Method, MethodVersion
from samsyn.basis.method.queries import read_once
from samsyn.journey.document import pdf, word
from samsyn.journey.document.blank import sheet_of
from samsyn.journey.document.parts import plain
from tests.basis.method.texts import WHOLE
from tests.factories.basis import actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]
PACKS = sorted(Path(settings.SAMSYN_METHODS).glob("*.yaml"))
SIGNS = re.compile(r"[☐•\s]|_{4,}")
PAGE = re.compile(r"\d+ / \d+")


def squeezed(text: str) -> str:
    """Without spaces, boxes, bullets and lines: where lines break is the paper's own matter."""
    return SIGNS.sub("", text)


def told(sheet) -> str:
    """What the paper is to say, in order."""
    lines = [sheet.title, *(line for part in sheet.parts for line in plain(part))]
    signing = ["Underskrifter"] if sheet.signing else []
    for one in sheet.signing:
        signing += [one.who, "Dag och namnförtydligande"]
    return squeezed("".join(lines + signing))


def of_pdf(sheet) -> str:
    reader = PdfReader(io.BytesIO(pdf.of(sheet)))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], reader.metadata.title) == (sheet.lang, True, sheet.title)
    assert all(_are_embedded(page) for page in reader.pages)
    text = "".join(page.extract_text() for page in reader.pages)
    return squeezed(PAGE.sub("", text).replace(sheet.source, ""))


def _are_embedded(page) -> bool:
    """Whether a page has fonts, and carries each."""
    fonts = [font.get_object()["/DescendantFonts"][0].get_object() for font in page["/Resources"]["/Font"].values()]
    files = {"/FontFile", "/FontFile2", "/FontFile3"}
    return bool(fonts) and all(files & set(font["/FontDescriptor"].get_object()) for font in fonts)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_every_document_of_a_method_comes_out_whole(pack):
    text = pack.read_text()
    version = MethodVersion(method=Method(name="Metod"), number=1, text=text)
    for document in read_once(text).documents:
        sheet = sheet_of(version, document.id)
        expected = told(sheet)
        assert of_pdf(sheet) == expected, document.id
        paragraphs = docx.Document(io.BytesIO(word.of(sheet))).paragraphs
        assert squeezed("".join(one.text for one in paragraphs)) == expected, document.id
        assert "None" not in expected


def test_nothing_is_fetched_for_a_pdf(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hemligt")
    for address in (secret.as_uri(), "http://127.0.0.1:9/"):
        with pytest.raises(ValueError, match="nothing is fetched"):
            pdf._refuse(address)


def test_a_machine_that_cannot_make_pdf_says_so(monkeypatch, sign_in, w):
    """The other ways home still work."""
    [version] = take_in([WHOLE], by=None)
    client = sign_in(actor(w.pes))
    monkeypatch.setattr(pdf, "lacks", lambda: "Pango")
    names = ("document:blank", "document:blank_pdf", "document:blank_word")
    pages = [reverse(name, args=[version.pk, "agreement"]) for name in names]
    found = [client.get(page) for page in pages]
    assert [one.status_code for one in found] == [200, 409, 200]
    assert "Pango saknas" in found[1].content.decode()
    assert client.get(reverse("document:template")).content == word.template_path().read_bytes()
