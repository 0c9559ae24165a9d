from django.urls import path

from api.reading.views import COLLECTIONS, EntryView

# The path of an entry below its list, where it is not just the slug.
PLACES = {"occupations": "<slug:career_field>/<slug:slug>/", "offers": "<slug:company>/<slug:slug>/"}

urlpatterns = [path("", EntryView.as_view(), name="entry")]
for name, view in COLLECTIONS.items():
    place = PLACES.get(name, "<slug:slug>/")
    urlpatterns += [
        path(f"{name}/", view.as_view({"get": "list"}), name=f"{name}-list"),
        path(f"{name}/{place}", view.as_view({"get": "retrieve"}), name=f"{name}-detail"),
    ]
