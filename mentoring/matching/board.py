"""The match board: the best assignment over all who wait, from which coordinators choose pair by pair."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from mentoring.admin import CoordinatorsOnlyMixin
from mentoring.matching.scores import best_pairs
from mentoring.models import Match, MatchingWeights, MatchingWish, Mentor, MentoringSignup
from mentoring.models.match import NotPossibleError
from mentoring.models.mentor import Language


class WeightsForm(forms.ModelForm):
    class Meta:
        model = MatchingWeights
        fields = ["fields", "distance", "furthest_km", "languages", "wish", "places"]


class WishForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        label=_("Sprachen, die gebraucht werden"),
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = MatchingWish
        fields = ["languages", "furthest_km", "mentor"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = Mentor.objects.filter(state=Mentor.State.ACTIVE).order_by("reference")


class BoardView(CoordinatorsOnlyMixin, WagtailAdminTemplateMixin, TemplateView):
    """Who fits whom, with the reasons in words and without a name. Nothing happens before a coordinator says so."""

    template_name = "mentoring/admin/match_board.html"
    page_title = _("Vermittlung")
    header_icon = "link"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("matches:index"), "label": _("Tandems")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        weights = MatchingWeights.current()
        signups = list(MentoringSignup.objects.searching())
        pairs = best_pairs(signups, list(Mentor.objects.with_free_places()), weights)
        found = {pair.signup.pk for pair in pairs}
        context = {
            "pairs": pairs,
            "left_over": [signup for signup in signups if signup.pk not in found],
            "weights_form": WeightsForm(instance=weights),
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request, *args, **kwargs):
        if request.POST.get("action") == "weights":
            form = WeightsForm(request.POST, instance=MatchingWeights.current())
            if not form.is_valid():
                context = self.get_context_data(weights_form=form)
                return self.render_to_response(context, status=HTTPStatus.BAD_REQUEST)
            form.save()
        else:
            self.propose()
        return redirect("matches:board")

    def propose(self):
        try:
            signup = MentoringSignup.objects.visible().get(reference=self.request.POST.get("signup", ""))
            mentor = Mentor.objects.confirmed().get(reference=self.request.POST.get("mentor", ""))
            Match.objects.propose(signup, mentor, self.request.user)
        except ObjectDoesNotExist:
            messages.error(self.request, _("Eine der beiden Personen ist nicht mehr dabei."))
        except NotPossibleError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("Beide bekommen jetzt eine Mail mit dem Vorschlag."))


class WishView(CoordinatorsOnlyMixin, WagtailAdminTemplateMixin, TemplateView):
    """What a youth told the coordination about the mentor they want."""

    template_name = "mentoring/admin/match_wish.html"
    page_title = _("Wünsche")
    header_icon = "link"

    @cached_property
    def signup(self):
        return get_object_or_404(MentoringSignup.objects.visible(), reference=self.kwargs["reference"])

    @cached_property
    def wish(self):
        return MatchingWish.objects.filter(signup=self.signup).first() or MatchingWish(signup=self.signup)

    def get_page_subtitle(self):
        return self.signup.reference

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("matches:board"), "label": _("Vermittlung")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, form=WishForm(instance=self.wish), **kwargs)

    def post(self, request, *args, **kwargs):
        form = WishForm(request.POST, instance=self.wish)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, **kwargs), status=HTTPStatus.BAD_REQUEST)
        form.save()
        return redirect("matches:board")
