from django.urls import path
from django.views.decorators.http import require_safe

from careers import views
from careers.feeds import OfferFeed

urlpatterns = [
    path("unternehmen/angebote.atom", require_safe(OfferFeed()), name=OfferFeed.name),
    path("unternehmen/fristen.ics", views.offer_deadlines, name="offer-deadlines"),
    path("unternehmen/<slug:slug>/frist-<int:number>.ics", views.offer_deadline, name="offer-deadline"),
]
