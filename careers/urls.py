"""What stands beside the pages that editors make."""

from django.urls import path
from django.views.decorators.http import require_safe

from careers import views
from careers.feeds import OfferFeed
from careers.sheets import views as sheets

urlpatterns = [
    path("unternehmen/angebote.atom", require_safe(OfferFeed()), name=OfferFeed.name),
    path("unternehmen/fristen.ics", views.offer_deadlines, name="offer-deadlines"),
    path("unternehmen/<slug:slug>/frist-<int:number>.ics", views.offer_deadline, name="offer-deadline"),
    path("schulen/blatt/<slug:field>.pdf", sheets.career_field_sheet, name="career-field-sheet"),
    path("schulen/blatt/<slug:field>/<slug:occupation>.pdf", sheets.occupation_sheet, name="occupation-sheet"),
    path("schulen/karten/", sheets.cards, name="cards"),
    path("schulen/karten/karten.pdf", sheets.cards_pdf, name="cards-pdf"),
]
