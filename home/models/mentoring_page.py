from http import HTTPStatus

from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.blocks import BodyBlock, prefetch_renditions
from cms.models import BasePage, FixedAddressMixin
from cms.search import text_of
from mentoring.forms import SignupForm, receive_form, signup_context


class MentoringPage(FixedAddressMixin, BasePage):
    """What mentoring is, and the frame of the signup form. Its form holds a token, so no cache may keep it."""

    teaser = models.CharField(_("Anreißer"), max_length=200, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("Wie es geht"), blank=True)
    privacy_note = RichTextField(
        _("Hinweis zum Datenschutz"),
        features=["bold", "link", "ul"],
        blank=True,
        help_text=_("Steht über der Schaltfläche zum Absenden."),
    )

    template = "pages/mentoring_page.html"
    colour_pair = "sun"
    is_packaged = False
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    fixed_slug = "mentoring"
    page_description = _("Erklärt das Mentoring und nimmt Anmeldungen an")
    content_panels = [*BasePage.content_panels, FieldPanel("teaser"), FieldPanel("body"), FieldPanel("privacy_note")]

    class Meta:
        verbose_name = _("Mentoring")
        verbose_name_plural = _("Mentoring")

    def search_text(self):
        return f"{super().search_text()} {self.teaser} {text_of(self.body)}"

    def serve(self, request, *args, **kwargs):
        form, status = receive_form(request) if request.method == "POST" else (SignupForm(), HTTPStatus.OK)
        if form is None:
            # Without a fragment of its own the address would take over the form's, which leads to the errors.
            return HttpResponseRedirect(f"{reverse('mentoring-thanks')}#inhalt", status=status)
        response = super().serve(request, *args, form=form, **kwargs)
        response.status_code = status
        add_never_cache_headers(response)
        return response

    def get_context(self, request, *args, form=None, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        prefetch_renditions(self.body)
        return context | signup_context(form or SignupForm())
