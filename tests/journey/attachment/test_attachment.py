"""Files: told by their bytes, cleaned, encrypted, never shown within a page, never there without right."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.access.errors import RuleBroken
from samsyn.access.models import AuditEntry
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.journey.attachment import storage
from samsyn.journey.attachment.actions import add_attachment
from samsyn.journey.attachment.models import Attachment
from samsyn.journey.attachment.sniff import clean_name, examine
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, ids, open_case

MOST = 10 * 1024 * 1024
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(more)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*more: bytes) -> bytes:
    tables = segment(0xDB, b"\0" + bytes(64)) + segment(0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0")
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + b"".join(more)
        + tables
        + (segment(0xDA, b"\x01\x01\0\0?\0") + b"\x12\xff\x00\x34\xff\xd0\x56" + b"\xff\xd9")
    )


def exif(turned: int) -> bytes:
    """EXIF with which way is up and a camera's name."""
    entries = struct.pack("<HHII", 0x0112, 3, 1, turned) + struct.pack("<HHII", 0x010F, 2, 20, 38)
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<H", 2) + entries + b"\0\0\0\0" + b"Hemlig kamera 59.3N\0"
    return segment(0xE1, b"Exif\0\0" + tiff)


def docx(**more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("_rels/.rels", "<Relationships/>")
        packed.writestr("word/document.xml", "<document/>")
        for name, body in more.items():
            packed.writestr(name, body)
    return out.getvalue()


def code_of(name: str, data: bytes) -> str:
    with pytest.raises(RuleBroken) as refusal:
        examine(name, data, most=MOST)
    return refusal.value.code


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("samtycke.pdf", PDF, "application/pdf"),
        ("bild.PNG", png(), "image/png"),
        ("foto.jpeg", jpeg(), "image/jpeg"),
        ("intyg.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("rader.txt", "Åsa säger hej\r\n".encode(), "text/plain"),
    ],
)
def test_the_five_types_are_told_by_their_bytes(name, data, kind):
    found = examine(name, data, most=MOST)
    assert (found.content_type, found.data) == (kind, data)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("tom.pdf", b"", "EMPTY_FILE"),
        ("stor.txt", b"a" * (MOST + 1), "TOO_LARGE"),
        ("bild.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "WRONG_TYPE"),
        ("sida.txt", b"hej <!DOCTYPE html><p>", "WRONG_TYPE"),
        ("sida.txt", b"a" * 5000 + b"<SCRIPT>alert(1)</script>", "WRONG_TYPE"),
        ("program.exe", b"MZ" + bytes(200), "WRONG_TYPE"),
        ("arkiv.zip", b"PK\x05\x06" + bytes(18), "WRONG_TYPE"),
        ("tal.txt", b"abc\x00def", "WRONG_TYPE"),
        ("latin.txt", "Åsa".encode("latin-1"), "WRONG_TYPE"),
        ("bild.png", PDF, "WRONG_NAME"),
        ("dokument.pdf", png(), "WRONG_NAME"),
        ("dokument.pdf.exe", PDF, "WRONG_NAME"),
        ("utanslut", PDF, "WRONG_NAME"),
        ("script.pdf", PDF.replace(b"/Catalog", b"/Catalog /JavaScript"), "NOT_CLEAN"),
        ("dubbel.pdf", PDF + docx(), "NOT_CLEAN"),
        ("kapad.pdf", b"%PDF-1.4\n" + bytes(4000), "NOT_CLEAN"),
        ("makro.docx", docx(**{"word/vbaProject.bin": b"x"}), "NOT_CLEAN"),
        ("stig.docx", docx(**{"../ut.txt": b"x"}), "NOT_CLEAN"),
        ("bomb.docx", docx(**{"word/stor.xml": bytes(101 * 1024 * 1024)}), "NOT_CLEAN"),
        ("kapad.png", png()[:-6], "NOT_CLEAN"),
        ("kapad.jpg", jpeg()[:-2], "NOT_CLEAN"),
    ],
)
def test_everything_else_is_refused(name, data, code):
    assert code_of(name, data) == code


def test_a_picture_keeps_no_place_camera_or_hidden_tail_but_which_way_is_up():
    found = examine("foto.jpg", jpeg(exif(6), segment(0xFE, b"anteckning")) + b"<script>" + docx(), most=MOST)
    assert b"Hemlig" not in found.data
    assert b"anteckning" not in found.data
    assert b"<script>" not in found.data
    assert found.data.count(b"Exif\0\0MM") == 1
    assert examine("foto.jpg", found.data, most=MOST).data == found.data
    assert examine("rak.jpg", jpeg(exif(1)), most=MOST).data == jpeg()


def test_a_png_keeps_no_texts_and_no_tail():
    found = examine(
        "bild.png",
        png(chunk(b"tEXt", b"Author\0Hemlig"), chunk(b"eXIf", b"II*\0")) + b"PK\x03\x04svans",
        most=MOST,
    )
    assert found.data == png()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Åsa\\intyg.pdf", "intyg.pdf"),
        ("gnp.\u202eexe.pdf", "gnp.exe.pdf"),
        ('a"b<c>\r\n.pdf', "a_b_c_.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("...", "fil"),
    ],
)
def test_names_are_cleaned(given, kept):
    assert clean_name(given) == kept


def send(client, address, name="samtycke.pdf", data=PDF, **more):
    form = {"file": SimpleUploadedFile(name, data), "category": "other", **more}
    return client.post(address, form)


def test_a_file_is_saved_encrypted_and_comes_back_as_a_download(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client = sign_in(writer)
    assert send(client, reverse("attachment:add", args=[case.pk]), "Åsas intyg.pdf").status_code == 302
    file = Attachment.objects.get()
    on_disk = storage.path_of(file.pk).read_bytes()
    assert b"PDF" not in on_disk
    assert storage.path_of(file.pk).stat().st_mode & 0o777 == 0o600
    response = client.get(reverse("attachment:download", args=[file.pk]))
    assert response.content == PDF
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%85sas")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].endswith("sandbox")
    assert (
        AuditEntry.objects.filter(kind="read", verb="attachment:download", staff_id=writer.staff_id).count()
        == 1
    )


def test_a_signed_paper_is_attached_to_its_consent_and_read_by_the_circle(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    made = confirmed_consent(case, by=writer, to=[reader])
    client = sign_in(writer)
    response = send(client, reverse("attachment:add_to", args=[made.pk]), share=[str(reader.party_id)])
    assert response.url == reverse("consent:read", args=[made.pk])
    assert Attachment.objects.get().belongs_to_id == made.pk
    other = sign_in(reader)
    assert "samtycke.pdf" in other.get(reverse("consent:read", args=[made.pk])).content.decode()
    address = reverse("attachment:download", args=[Attachment.objects.get().pk])
    assert other.get(address).status_code == 200
    withdraw_consent(made, by=writer)
    assert other.get(address).status_code == 404


def test_wrong_files_are_said_at_the_field(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("attachment:add", args=[case.pk])
    for name, data, words in (
        ("bild.svg", b"<svg/>", "Filen kan inte tas emot"),
        ("tom.pdf", b"", "Filen är tom"),
        ("stor.pdf", PDF + b" " * MOST, "högst 10 MB"),
    ):
        response = send(client, address, name, data)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert Attachment.objects.count() == 0


def test_no_file_chosen_is_said(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    response = sign_in(writer).post(reverse("attachment:add", args=[case.pk]), {"category": "other"})
    assert response.status_code == 422
    assert "Välj en fil" in response.content.decode()


@pytest.mark.parametrize("name", ["read", "download"])
def test_a_file_is_not_there_without_right(w, sign_in, name):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader])
    file = add_attachment(case, by=writer, name="a.pdf", data=PDF)
    address = reverse(f"attachment:{name}", args=[file.pk])
    assert [sign_in(a).get(address).status_code for a in (reader, actor(w.pes), actor(w.region))] == [404] * 3


def test_a_changed_file_is_refused_with_words(w, sign_in):
    writer = actor(w.pes)
    file = add_attachment(open_case(by=writer), by=writer, name="a.pdf", data=PDF)
    path = storage.path_of(file.pk)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    response = sign_in(writer).get(reverse("attachment:download", args=[file.pk]))
    assert response.status_code == 409
    assert b"%PDF" not in response.content


def test_nothing_is_saved_when_the_file_cannot_be_stored(w, tmp_path, settings):
    from samsyn.access import crypto

    writer = actor(w.pes)
    case = open_case(by=writer)
    crypto.key_ids()
    (tmp_path / "attachments").write_text("a file where the folder should be")
    settings.SAMSYN_DATA_DIR = tmp_path
    with pytest.raises(RuleBroken) as refusal:
        add_attachment(case, by=writer, name="a.pdf", data=PDF)
    assert refusal.value.code == "NOT_STORED"
    assert Attachment.objects.count() == 0


def test_a_file_of_another_case_is_refused(w):
    writer = actor(w.pes)
    one, other = open_case(by=writer), open_case(by=writer)
    file = add_attachment(one, by=writer, name="a.pdf", data=PDF)
    with pytest.raises(RuleBroken) as refusal:
        add_attachment(other, by=writer, name="b.pdf", data=PDF, belongs_to=file.item, share=ids())
    assert refusal.value.code == "OTHER_CASE"
