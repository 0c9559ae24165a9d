"""The match board: the best assignment over all who wait, from which coordinators choose pair by pair."""

import re
from http import HTTPStatus
from itertools import zip_longest

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from mentoring.admin import CoordinatorsOnlyMixin
from mentoring.matching.scores import Scoring, best_pairs, candidates, without_pair
from mentoring.models import Match, MatchingWeights, MatchingWish, Mentor, MentoringSignup
from mentoring.models.match import NotPossibleError
from mentoring.models.mentor import Language

REFERENCE = re.compile(r"[\w-]{1,20}", re.ASCII)


class WeightsForm(forms.ModelForm):
    class Meta:
        model = MatchingWeights
        fields = ["fields", "distance", "furthest_km", "young_km", "languages", "wish", "places"]


class MentorChoiceField(forms.ModelChoiceField):
    """Mentors by number, with what tells them apart without a name."""

    def label_from_instance(self, mentor):
        return _("%(number)s: %(region)s; %(fields)s; %(places)s") % {
            "number": mentor.reference,
            "region": mentor.region,
            "fields": mentor.field_names,
            "places": mentor.places_in_words,
        }


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
        field_classes = {"mentor": MentorChoiceField}
        help_texts = {
            "furthest_km": _("Gilt statt der Entfernung, die für alle jungen Jugendlichen eingestellt ist."),
            "mentor": _(
                "Nur wenn die oder der Jugendliche jemand Bestimmten genannt hat. Wen Sie selbst für passend halten,"
                " schlagen Sie unter „Jemand anderen wählen“ vor."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = Mentor.objects.available().order_by("reference")


class ProposingView(CoordinatorsOnlyMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page from which pairs are proposed. Nothing happens before a coordinator says so."""

    header_icon = "link"

    def scoring(self, signups):
        return Scoring(MatchingWeights.current(), Match.objects.past_ends(signups))

    def propose(self, chosen):
        """Propose pairs, each "number:number" of a signup and a mentor, and tell what came of it."""
        done = []
        for pair in chosen:
            # PostgreSQL looks for no NUL byte.
            signup, _colon, mentor = pair.replace("\0", "").partition(":")
            names = _("%(signup)s mit %(mentor)s") % {"signup": signup[:20], "mentor": mentor[:20]}
            try:
                Match.objects.propose(
                    get_one(MentoringSignup.objects.visible(), signup),
                    get_one(Mentor.objects.confirmed(), mentor),
                    self.request.user,
                )
            except ObjectDoesNotExist:
                messages.error(self.request, _("Eine der beiden Personen ist nicht mehr dabei."))
            except NotPossibleError as error:
                messages.error(self.request, f"{names}: {error}")
            else:
                done.append(names)
        if done:
            text = ngettext(
                "Vorschlag gemacht: %(pairs)s. Beide bekommen jetzt eine Mail.",
                "%(number)d Vorschläge gemacht: %(pairs)s. Alle bekommen jetzt eine Mail.",
                len(done),
            )
            messages.success(self.request, text % {"number": len(done), "pairs": "; ".join(done)})


class BoardView(ProposingView):
    """Who fits whom, with the reasons in words and without a name."""

    template_name = "mentoring/admin/match_board.html"
    page_title = _("Vermittlung")

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("matches:index"), "label": _("Tandems")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        signups, mentors = list(MentoringSignup.objects.searching()), list(Mentor.objects.with_free_places())
        scoring = self.scoring(signups)
        pairs = best_pairs(signups, mentors, scoring)
        context = {
            # Each with the number of the next one, where the page is to be read on after the decision.
            "pairs": [
                (pair, following and following.signup.reference) for pair, following in zip_longest(pairs, pairs[1:])
            ],
            "left_over": without_pair(signups, mentors, pairs, scoring),
            "weights_form": WeightsForm(instance=scoring.weights),
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request, *args, **kwargs):
        if request.POST.get("action") == "weights":
            form = WeightsForm(request.POST, instance=MatchingWeights.current())
            if not form.is_valid():
                context = self.get_context_data(weights_form=form)
                return self.render_to_response(context, status=HTTPStatus.BAD_REQUEST)
            form.save()
            messages.success(request, _("Die Gewichte sind gespeichert, und es ist neu gerechnet."))
        elif chosen := request.POST.getlist("only") or request.POST.getlist("pair"):
            self.propose(chosen)
        else:
            messages.warning(request, _("Bitte kreuzen Sie mindestens ein Paar an."))
        return redirect("matches:board")


class AboutSignupMixin:
    """A page about one youth who waits for a match."""

    @cached_property
    def signup(self):
        signups = MentoringSignup.objects.visible().select_related("municipality", "wish__mentor")
        return get_object_or_404(signups.prefetch_related("career_fields"), reference=self.kwargs["reference"])

    def get_page_subtitle(self):
        return self.signup.reference

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("matches:board"), "label": _("Vermittlung")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


class ChooseView(AboutSignupMixin, ProposingView):
    """All mentors for one youth, with what speaks for each and what against; the coordinator chooses."""

    template_name = "mentoring/admin/match_choose.html"
    page_title = _("Jemanden vorschlagen")

    def get_context_data(self, **kwargs):
        mentors = list(Mentor.objects.available())
        # Whom one came for, from the inbox say, one goes back to.
        following = get_valid_next_url_from_request(self.request)
        context = {"signup": self.signup, "next": following}
        if self.signup.state == MentoringSignup.State.ELIGIBLE:
            context["candidates"] = candidates(self.signup, mentors, self.scoring([self.signup]))
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request, *args, **kwargs):
        self.propose([f"{self.signup.reference}:{request.POST.get('mentor', '')}"])
        return redirect(get_valid_next_url_from_request(request) or "matches:board")


class WishView(AboutSignupMixin, CoordinatorsOnlyMixin, WagtailAdminTemplateMixin, TemplateView):
    """What a youth told the coordination about the mentor they want."""

    template_name = "mentoring/admin/match_wish.html"
    page_title = _("Wünsche")
    header_icon = "link"

    @cached_property
    def wish(self):
        return MatchingWish.objects.filter(signup=self.signup).first() or MatchingWish(signup=self.signup)

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, form=WishForm(instance=self.wish), **kwargs)

    def post(self, request, *args, **kwargs):
        form = WishForm(request.POST, instance=self.wish)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, **kwargs), status=HTTPStatus.BAD_REQUEST)
        form.save()
        messages.success(request, _("Die Wünsche sind gespeichert."))
        return redirect("matches:choose", self.signup.reference)


def get_one(people, reference):
    """Return who has this number; DoesNotExist for any other text, also for one that a database cannot hold."""
    return people.get(reference=reference if REFERENCE.fullmatch(reference) else "")
