"""The pages behind the links in our mails. GET shows, POST acts; the token in the address is all the authority."""

from collections.abc import Mapping
from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from careers.models import CompanyPage
from cms.models import SiteSettings
from cms.views import QuietView
from mentoring.forms import IntakeForm, receive_form
from mentoring.models import AuditEvent, GuardianText, Meeting, MentoringSignup, SignupToken
from mentoring.models.signup import WrongStateError
from mentoring.models.token import held_by

State = MentoringSignup.State


class IntakeView(QuietView):
    """A page with a form that takes somebody in, and leads to `thanks_url_name`."""

    form_class: type[IntakeForm]
    thanks_url_name: str

    @classmethod
    def as_view(cls, **initkwargs):
        # A signed token in the form stands in for the cookie, see mentoring.forms.
        return csrf_exempt(super().as_view(**initkwargs))

    def make_form(self):
        return self.form_class()

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, form=self.make_form(), **kwargs)

    def post(self, request, *args, **kwargs):
        form, status = receive_form(request, self.form_class)
        if form is None:
            # Without a fragment of its own the address would take over the form's, which leads to the errors.
            return HttpResponseRedirect(f"{reverse(self.thanks_url_name)}#inhalt", status=status)
        return self.render_to_response(self.get_context_data(form=form, **kwargs), status=status)


class ThanksView(QuietView):
    template_name = "pages/mentoring_thanks.html"
    heading = _("Fast geschafft: Schau in dein Postfach")


class ErasedView(QuietView):
    template_name = "pages/mentoring_erased.html"
    heading = _("Gelöscht")


class LinkView(QuietView):
    """What one kind of token leads to; `person` is the signup or mentor it belongs to.

    Subclasses state `purpose` and a heading by state, and act in `act()`.
    """

    purpose: SignupToken.Purpose
    headings: Mapping[str, str | Promise]
    erased_url_name = "mentoring-erased"
    ended_template_name = "pages/mentoring_link_ended.html"

    @classmethod
    def as_view(cls, **initkwargs):
        # Who knows the token may act: there is no session that a foreign site could abuse. On dispatch the exemption
        # would be lost to a subclass that overrides it.
        return csrf_exempt(super().as_view(**initkwargs))

    def dispatch(self, request, *args, **kwargs):
        try:
            self.token = SignupToken.objects.find(kwargs["token"], self.purpose)
        except SignupToken.DoesNotExist:
            self.person = None
        else:
            self.person = self.token.person
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.person else self.link_has_ended()

    def post(self, request, *args, **kwargs):
        if self.person is None:
            return self.link_has_ended()
        try:
            self.act()
        except ObjectDoesNotExist:
            return self.link_has_ended()
        except WrongStateError:
            pass  # done before, perhaps by a second click: the page shows where things stand
        else:
            if self.person.pk is None:
                return see_other(reverse(self.erased_url_name))
        return see_other(request.path)

    def act(self):
        raise NotImplementedError

    def link_has_ended(self):
        context = {"pair": "sun", "heading": _("Dieser Link führt nicht mehr weiter")}
        return render(self.request, self.ended_template_name, context, status=HTTPStatus.GONE)

    def get_heading(self):
        return self.headings[self.person.state]

    def get_context_data(self, **kwargs):
        # A template knows the person as signup, mentor or follow_up.
        return super().get_context_data(**{**held_by(self.person), **kwargs})


class ConfirmEmailView(LinkView):
    template_name = "pages/mentoring_confirm.html"
    purpose = SignupToken.Purpose.CONFIRM_EMAIL
    headings = {
        **dict.fromkeys(State, _("Bestätigt. Du bist dabei")),
        State.RECEIVED: _("Nur noch bestätigen"),
        State.EMAIL_CONFIRMED: _("Bestätigt. Eine Zustimmung fehlt noch"),
    }

    def act(self):
        self.person.confirm_email()


class ConsentView(LinkView):
    """A guardian agrees, or refuses or withdraws, which erases the signup."""

    template_name = "pages/mentoring_consent.html"
    purpose = SignupToken.Purpose.GUARDIAN_CONSENT
    headings = {
        **dict.fromkeys(State, _("Sie haben eingewilligt")),
        State.EMAIL_CONFIRMED: _("Dürfen wir Ihr Kind begleiten?"),
    }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        signup = context["signup"]
        context["lacks_agreement"] = signup.current_match is not None and signup.current_match.lacks_agreement
        texts, text = GuardianText.objects.for_page(self.request.GET.get("sprache"))
        if text:
            is_asked = signup.state == State.EMAIL_CONFIRMED
            context["heading"] = text.heading if is_asked else text.thanks_heading
            context["introduction"] = text.introduction_for(signup)
            context["visit_note"] = text.visit_note_for(signup) if is_asked else ""
            context["standing"] = text.standing_of(signup)
            context["language"] = text.language
        return context | {"texts": texts, "text": text}

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        if response.get("Location") == request.path:
            response["Location"] = request.get_full_path()  # stay in the language
        return response

    def act(self):
        match self.request.POST.get("decision"):
            case "consent":
                self.person.confirm_by_guardian()
            case "refuse" if self.person.guardian_confirmed_at:
                self.person.withdraw(AuditEvent.Actor.GUARDIAN)
            case "refuse":
                self.person.reject()


class OwnPageView(LinkView):
    """Where a youth's signup stands, and the buttons that keep it for longer or erase it."""

    template_name = "pages/mentoring_own.html"
    purpose = SignupToken.Purpose.OWN_PAGE
    headings = {
        State.EMAIL_CONFIRMED: _("Deine Anmeldung wartet noch"),
        State.ELIGIBLE: _("Du bist angemeldet"),
        State.PROPOSED: _("Wir haben einen Vorschlag für dich"),
        State.ACCEPTED: _("Ihr habt beide Ja gesagt"),
        State.ACTIVE: _("Ihr seid ein Tandem"),
        State.PAUSED: _("Eure Treffen machen Pause"),
        State.COMPLETED: _("Ihr habt es geschafft"),
        State.ENDED: _("Eure Treffen sind zu Ende"),
    }

    def act(self):
        match self.request.POST.get("decision"):
            case "renew":
                self.person.renew()
            case "erase":
                self.person.withdraw()
            case "withdraw_visit":
                if visit := self.person.current_visit:
                    visit.withdraw()
            case decision if tandem := self.person.current_match:
                tandem.decide(self.person, decision, number_in(self.request.POST.get("meeting")))

    def get_context_data(self, **kwargs):
        to_be_rated = Meeting.objects.to_be_rated_by(self.person)
        can_visit = self.person.may_ask_for_visit and CompanyPage.objects.live().offering_visits().exists()
        return super().get_context_data(
            match=self.person.current_match,
            report_href=report_href(),
            to_be_rated=to_be_rated,
            visit=self.person.current_visit,
            can_visit=can_visit,
            **kwargs,
        )


def number_in(value):
    """Return the number of a row that a form names, 0 for anything else."""
    return int(value) if value and value.isdecimal() and len(value) < 10 else 0


def report_href(way=""):
    """Return where a youth reports something, `way` up from the page; nothing where the site names no contact."""
    return f"{way}melden/" if SiteSettings.current().child_protection_email else ""


def see_other_after_form(address):
    """Lead on from a form that leads to its errors: without a fragment the new address would take over the form's."""
    return see_other(f"{address}#inhalt")


def see_other(address):
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
