from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careers.filters import CompanyFilter, OccupationFilter
from careers.models.career_field import CareerFieldPage
from careers.models.company import CompanyPage
from careers.models.interest import InterestCheckPage
from careers.models.occupation import OccupationPage
from cms.calendars import subscription
from cms.feeds import feed_link
from cms.listing import paginate
from cms.models import BasePage, FixedAddressMixin, IntroductionMixin


class CareerFieldIndexPage(FixedAddressMixin, IntroductionMixin, BasePage):
    """Entry to all career fields and, by filter, to all occupations."""

    template = "pages/career_field_index_page.html"
    embed_kind = "occupations"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["careers.CareerFieldPage"]
    max_count = 1
    fixed_slug = "berufsfelder"
    page_description = _("Übersicht aller Berufsfelder und Berufe")
    content_panels = [*BasePage.content_panels, *IntroductionMixin.introduction_panels]

    class Meta:
        verbose_name = _("Übersicht der Berufsfelder")
        verbose_name_plural = _("Übersichten der Berufsfelder")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        occupations = OccupationPage.objects.live().with_card().order_by("title", "pk")
        filterset = OccupationFilter(request.GET, occupations, request=request)
        context |= {
            "career_fields": list(CareerFieldPage.objects.live().with_card()),
            "occupations": paginate(request, filterset.qs),
            "interest_check": InterestCheckPage.objects.live().first(),
            **filterset.context(),
        }
        return context


class CompanyIndexPage(FixedAddressMixin, IntroductionMixin, BasePage):
    """Entry to companies, vocational schools and universities."""

    template = "pages/company_index_page.html"
    embed_kind = "companies"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["careers.CompanyPage"]
    max_count = 1
    fixed_slug = "unternehmen"
    page_description = _("Übersicht aller Betriebe, Schulen und Hochschulen")
    content_panels = [*BasePage.content_panels, *IntroductionMixin.introduction_panels]

    class Meta:
        verbose_name = _("Übersicht der Unternehmen")
        verbose_name_plural = _("Übersichten der Unternehmen")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        companies = CompanyPage.objects.live().with_card().order_by("title", "pk")
        filterset = CompanyFilter(request.GET, companies, request=request)
        context |= {"companies": paginate(request, filterset.qs), **filterset.context()}
        context["calendar"] = subscription(request, reverse("offer-deadlines"), context["page_query"])
        context["feeds"] = self.feeds(filterset.query)
        return context

    def feeds(self, query=""):
        return [feed_link("offer-feed", _("Neue freie Plätze"), query)]
