"""Certificates: made at the moment of the download, complete as PDF/UA, and only for whom they are meant."""

import re
import zlib
from unittest.mock import patch

import pytest
import typst
from django.urls import reverse

from mentoring import certificates
from mentoring.models import AuditEvent, Match
from tests.factories import CareerFieldFactory, MentorFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db

HEXADECIMAL = re.compile(rb"<((?:[0-9A-Fa-f]{4})+)>")


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


def matched(**signup):
    match = Match.objects.propose(
        SignupFactory(age=18, eligible=True, **signup), MentorFactory(active=True), UserFactory()
    )
    match.accept(match.signup)
    match.accept(match.mentor)
    return match


@pytest.fixture
def completed(mailoutbox):
    """A match that was just completed; the two mails about it are the only ones."""
    match = matched(first_name="Zoë")
    match.mentor.career_fields.set([CareerFieldFactory(title="Bau")])
    for kind in ("meeting", "meeting", "task"):
        match.meetings.create(kind=kind, state="held", day=match.created_at)
    mailoutbox.clear()
    match.complete(UserFactory(), early="goal_reached")
    return match


@pytest.fixture
def texts(monkeypatch):
    """What goes into each certificate that is made."""
    made = []
    real = certificates.compile_pdf
    monkeypatch.setattr(certificates, "compile_pdf", lambda **inputs: made.append(inputs) or real(**inputs))
    return made


def streams(pdf):
    """Return all streams of a PDF, unpacked."""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            yield stream


def test_both_download_it_by_the_link_in_the_mail_and_on_their_own_pages(client, completed, mailoutbox, texts):
    people = (completed.signup, completed.mentor)
    assert [mail.to for mail in mailoutbox] == [[person.email] for person in people]
    pages = [link_in(mail) for mail in mailoutbox]
    for person in people:
        person.mails.all().delete()
        person.owe_link()
        pages.append(link_in(mailoutbox[-1]))
    for page in pages:
        link = f"urkunde/{completed.reference}/"
        assert link in client.get(page).content.decode()
        response = client.get(page + link)
        assert response["Content-Type"] == "application/pdf"
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
        assert response["Content-Disposition"] == f'attachment; filename="urkunde-{completed.reference}.pdf"'
        assert response.content.startswith(b"%PDF-")
        assert client.post(page + link).status_code == 405
    assert [text["name"] for text in texts] == ["Zoë", "Ruth Hänsel"] * 2
    assert texts[0]["details"] == "2 Treffen, 1 gemeinsame Aufgabe. Es ging um: Bau."
    assert "Ruth" not in str(texts[0])
    assert "Zoë" not in str(texts[1])


def test_it_is_a_tagged_page_of_a4_in_german_with_its_fonts(completed):
    pdf = certificates.certificate(completed, completed.signup)
    assert b"/Lang(de)" in pdf
    assert b"/Title(Urkunde)" in pdf
    assert b"/MarkInfo<</Marked true" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/S/H1" in pdf
    assert len(re.findall(rb"/Type/Page\b", pdf)) == 1
    assert re.search(rb"/MediaBox\[0 0 595\.27\d* 841\.88\d*\]", pdf)
    assert any(b"pdfuaid:part>1<" in stream.replace(b" ", b"") for stream in streams(pdf))
    fonts = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([\w-]+)", pdf))
    assert fonts >= {b"BricolageGrotesque-Bold", b"BricolageGrotesque-Regular"}
    descriptors = re.findall(rb"/Type/FontDescriptor.*?>>", pdf, re.DOTALL)
    assert descriptors
    assert all(re.search(rb"/FontFile\d? \d+ 0 R", descriptor) for descriptor in descriptors)


def test_the_name_can_be_read_out_of_it(completed):
    pdf = certificates.certificate(completed, completed.signup)
    letters = {
        bytes.fromhex(value.decode()).decode("utf-16-be")
        for stream in streams(pdf)
        if b"beginbfchar" in stream
        for value in HEXADECIMAL.findall(stream)
    }
    assert set("Zoë") <= letters


@pytest.mark.parametrize("name", ["Łukasz", "Дарія", "نور", "阮", "#panic()", '"]; #image("/etc/passwd")', "$x$"])
def test_every_name_comes_out_as_it_is(completed, name):
    completed.signup.first_name = name
    assert certificates.certificate(completed, completed.signup).startswith(b"%PDF-")


def test_what_is_written_is_text_and_never_a_program():
    values = ("title", "publisher", "kicker", "text", "details", "date", "signature")
    pdf = certificates.compile_pdf(**dict.fromkeys(values, "#sys.version"), name="*Mila*")
    assert pdf.startswith(b"%PDF-")
    assert b"#sys.version" in pdf


def test_nobody_downloads_that_of_others_or_before_the_end(client, completed, mailoutbox):
    page = link_in(mailoutbox[0])
    running = matched()
    for reference in (running.reference, "x"):
        assert client.get(f"{page}urkunde/{reference}/").status_code == 410
    assert client.get(f"/mentoring/vorschlag/x/urkunde/{completed.reference}/").status_code == 410
    running.signup.owe_link()
    running.signup.mails.all().delete()
    running.signup.owe_link()
    assert client.get(f"{link_in(mailoutbox[-1])}urkunde/{running.reference}/").status_code == 410


def test_a_coordinator_gives_a_reason_first(admin_client, client, coordinator, completed, texts):
    url = reverse("matches:detail", args=[completed.reference])
    data = {"action": "certificate", "of": "youth", "reason": "certificate"}
    assert admin_client.post(url, data).status_code == 403
    assert client.post(url, {**data, "reason": ""}).status_code == 400
    assert not texts
    for side, person in (("youth", completed.signup), ("mentor", completed.mentor)):
        response = client.post(url, {**data, "of": side})
        assert response["Content-Type"] == "application/pdf"
        assert "no-store" in response["Cache-Control"]
        assert AuditEvent.objects.of(person)[0].detail == "certificate"
    assert [text["name"] for text in texts] == ["Zoë", "Ruth Hänsel"]


def test_a_name_that_no_font_can_write_costs_the_standard_and_not_the_certificate():
    calls = []

    def fails_once(*args, pdf_standards, **options):
        calls.append(pdf_standards)
        if pdf_standards:
            raise typst.TypstError("the text could not be displayed")
        return b"%PDF-"

    values = ("title", "publisher", "kicker", "name", "text", "details", "date", "signature")
    with patch.object(typst, "compile", fails_once):
        assert certificates.compile_pdf(**dict.fromkeys(values, "阮")) == b"%PDF-"
    assert calls == [["ua-1"], []]
