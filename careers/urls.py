from django.urls import path

from careers import views

urlpatterns = [
    path("unternehmen/fristen.ics", views.offer_deadlines, name="offer-deadlines"),
    path("unternehmen/<slug:slug>/frist-<int:number>.ics", views.offer_deadline, name="offer-deadline"),
]
