"""What stands beside the pages that editors make."""

from django.urls import path
from django.views.decorators.http import require_safe

from careers import views
from careers.class_check import views as class_check
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
    path("schulen/klasse/", class_check.StartView.as_view(), name="class-start"),
    path("schulen/klasse/<str:token>/", class_check.TeacherView.as_view(), name="class-check"),
    path("interessencheck/mitzaehlen/", class_check.CountView.as_view(), name="class-count"),
    path("interessencheck/mitgezaehlt/", class_check.CountedView.as_view(), name="class-counted"),
]
