from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from careers import structured_data
from careers.filters import CompanyFilter
from careers.models import CompanyPage, Offer
from cms.feeds import FilteredFeed, tag


class OfferFeed(FilteredFeed):
    """The newest free places, filtered as the companies are that have them."""

    name = "offer-feed"
    title_of_list = _("Freie Plätze")
    index_model = "careers.CompanyIndexPage"
    page_model = "careers.CompanyPage"

    def filterset(self, request):
        return CompanyFilter(request.GET, CompanyPage.objects.live(), request=request)

    def newest(self, filterset):
        offers = Offer.objects.current().filter(page__in=filterset.qs.values("pk")).order_by("-posted_at", "-pk")
        if kind := filterset.values.get("angebot"):
            offers = offers.filter(kind=kind)
        return offers.select_related("page", "occupation").prefetch_related(
            "page__career_fields", "page__locations__municipality"
        )

    def item_title(self, offer):
        title = f"{offer.title} · {offer.page.title}"
        return _("Beispiel: %(title)s") % {"title": title} if offer.page.is_example else title

    def item_description(self, offer):
        return format_html("{}", " · ".join(str(part) for part in (offer.get_kind_display(), *offer.facts)))

    def item_extra_kwargs(self, offer):
        return {"content": structured_data.description(offer)}

    def item_link(self, offer):
        return offer.full_url

    def item_guid(self, offer):
        return tag(f"offer-{offer.pk}")

    def item_pubdate(self, offer):
        return offer.posted_at

    def item_updateddate(self, offer):
        return offer.changed_at

    def item_author_name(self, offer):
        return offer.page.title

    def item_author_link(self, offer):
        return offer.page.full_url

    def item_categories(self, offer):
        return [offer.get_kind_display(), *(field.title for field in offer.page.career_fields.all() if field.live)]
