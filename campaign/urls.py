from django.urls import path

from campaign import views

urlpatterns = [
    path("termine/termine.ics", views.events_calendar, name="events-calendar"),
    path("termine/<slug:slug>/termin.ics", views.event_calendar, name="event-calendar"),
]
