"""The first three names are django-pwa's, whose views stand behind these and are never reached."""

from django.urls import path

from frontend import views
from frontend.share_cards.views import share_card as share_card_view

urlpatterns = [
    path("serviceworker.js", views.worker, name="serviceworker"),
    path("manifest.json", views.manifest, name="manifest"),
    path("offline/", views.shell_page, {"name": "offline"}, name="offline"),
    path("offline/suche/", views.shell_page, {"name": "offline_search"}, name="offline_search"),
    path("offline/anmeldung/", views.shell_page, {"name": "offline_signup"}, name="offline_signup"),
    path("offline/paket.json", views.package_list, name="package"),
    path("offline/seiten.json", views.package_pages, name="package_pages"),
    path("karte/<int:page_id>-<slug:digest>.<slug:suffix>", share_card_view, name="share-card"),
    path("merkliste/", views.shell_page, {"name": "saved"}, name="saved"),
    path("merkliste/geraet/", views.shell_page, {"name": "storage"}, name="storage"),
]
