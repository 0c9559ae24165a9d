from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models.query import ModelIterable
from django.urls import resolve, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, get_page_models
from wagtail.search import index

from cms import structured_data
from cms.models.site_settings import SiteSettings
from cms.search import folded_words


class PublishingForm(WagtailAdminPageForm):
    """The edit form of pages: a draft may be incomplete, `clean_for_publishing` speaks up after that."""

    def clean(self):
        cleaned_data = super().clean()
        slug = cleaned_data.get("slug")
        if slug and self.parent_page.is_site_root() and resolve(f"/{slug}/").view_name != "wagtail_serve":
            self.add_error(
                "slug", _("Diese Adresse gehört zu einem festen Teil der Website. Bitte eine andere wählen.")
            )
        return cleaned_data

    def _post_clean(self):
        super()._post_clean()
        if not self.is_deferred_validation:
            try:
                self.instance.clean_for_publishing()
            except ValidationError as error:
                self.add_error(None, error)


class BasePage(Page):
    """What all pages share: search that forgives umlauts, previews on phones first, the panel for search engines.

    Page types also state how they look in lists, and what phones may keep of them (`frontend.package`).
    """

    # What visitors call such a page; "" for pages that lead to others, and for texts about the site.
    kind_name: Promise | str = ""
    card_template = "cards/page.html"
    # The variable in which the card's template expects the page.
    card_name = "hit"
    # The type of the index page that lists pages of this type with filters, as "app.Model".
    listed_by = ""
    # Whether that list begins with the newest page; others go by title.
    is_listed_by_date = False
    # Columns of a list that begins with what is soonest, as lookups from Page; empty ones come first.
    listed_by_columns: tuple[str, ...] = ()

    # What an embedded page of this type is called, in its template (pages/embed_….html) and in counters; "" for pages
    # that stay on the site.
    embed_kind = ""

    is_packaged = True
    # Whether the app keeps the page from its first contact on, unasked.
    is_always_kept = False
    # Whether the page shows a person: its pictures leave a phone that stays away for too long.
    is_personal = False

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Für Suchmaschinen"),
        )
    ]
    # Folded words also serve the search by beginnings of words ("Goerl" finds "Görlitz").
    search_fields = [
        *Page.search_fields,
        index.SearchField("search_text"),
        index.SearchField("folded_text"),
        index.AutocompleteField("search_text"),
        index.AutocompleteField("folded_text"),
    ]
    base_form_class = PublishingForm
    # A page behind a password would still show its title in listings and in search.
    private_page_options: list[str] = []
    preview_sizes = [
        {"name": "mobile", "icon": "mobile-alt", "device_width": 360, "label": _("Vorschau auf dem Handy")},
        {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": _("Vorschau auf dem Tablet")},
        {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Vorschau am Rechner")},
    ]

    class Meta:
        abstract = True

    def clean_for_publishing(self):
        """Raise a ValidationError by field for what a draft may lack but a page handed to others may not."""

    def search_text(self):
        """Return the page's own words; page types add theirs. HTML tags do not matter here."""
        return f"{self.title} {self.search_description}"

    def folded_text(self):
        return folded_words(self.search_text())

    def filter_values(self):
        """Return the values by GET parameter with which the filters of its listing find this page."""
        return {}

    @classmethod
    def outdated(cls):
        """Return the pages of this type whose time is over: live at their address, and left out everywhere else."""
        return cls.objects.none()

    @classmethod
    def listing_url(cls):
        """Return the path of the index page that lists pages of this type, "" where there is none."""
        index_page = apps.get_model(cls.listed_by).objects.live().first() if cls.listed_by else None
        return index_page.url if index_page else ""

    def get_sitemap_urls(self, request=None):
        changed_at = getattr(self, "changed_below", None) or self.last_published_at
        return [{"location": self.get_full_url(request), **({"lastmod": changed_at} if changed_at else {})}]

    def feeds(self, query=""):
        """Return title and address of the feeds of what this page lists, filtered by `query` ("?feld=elektro")."""
        return []

    def structured_data(self):
        """Return what search engines are told of this live page, as nodes of schema.org."""
        return [*self.subjects(), *structured_data.breadcrumbs(self.trail())]

    def subjects(self):
        """Return the things this page is about, as nodes of schema.org; page types say theirs."""
        return []

    def trail(self):
        """Return title and full address of the pages from the home page to this one, as far as they are public."""
        pages = self.get_ancestors(inclusive=True).live().filter(depth__gt=1).order_by("depth")
        return [(page.title, page.full_url) for page in pages]

    def share_texts(self):
        """Return what stands on the picture beside a shared link to this page (`frontend.share_cards`)."""
        kicker = self.kind_name or _("Landkreis Görlitz")
        return {"kicker": str(kicker), "headline": self.title, "detail": "", "note": ""}

    @property
    def publisher(self):
        """Who speaks on this site, as a node of schema.org; the home page tells more of it."""
        root = f"{self.get_url_parts()[1]}/"
        return structured_data.node(
            "Organization", id=f"{root}#organization", name=self.site_settings.brand_name, url=root
        )

    @cached_property
    def site_settings(self):
        """The settings of the site; lists made by `with_card()` share one object."""
        return SiteSettings.current()

    def get_template(self, request, *args, **kwargs):
        if self.embed_kind and getattr(request, "is_embed", False):
            return f"pages/embed_{self.embed_kind}.html"
        return super().get_template(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        self.site_settings = SiteSettings.for_request(request)
        context = super().get_context(request, *args, **kwargs)
        context["pair"] = getattr(self, "colour_pair", "red")
        context["feeds"] = self.feeds()
        context["edit_url"] = self.edit_url_for(getattr(request, "user", None))
        return context

    def edit_url_for(self, user):
        """Return the address of the edit view for a user who may edit this page, else None."""
        if not self.pk or not user or not user.is_authenticated or not self.permissions_for_user(user).can_edit():
            return None
        return reverse("wagtailadmin_pages:edit", args=[self.pk])


def without_outdated(pages):
    """Leave out of a queryset of pages, whatever their types, those whose time is over."""
    for model in get_page_models():
        if issubclass(model, BasePage):
            pages = pages.exclude(pk__in=model.outdated().values("pk"))
    return pages


class CardIterable(ModelIterable):
    """Gives all pages of a queryset the same site settings, with one query for the whole list."""

    def __iter__(self):
        settings = SiteSettings.current()
        for page in super().__iter__():
            page.site_settings = settings
            yield page
