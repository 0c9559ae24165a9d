"""The pages mentors see: their application, and those behind the links in their mails."""

from contextlib import suppress

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.views import QuietView
from mentoring.mentors.forms import MentorForm
from mentoring.mentors.next_steps import next_steps
from mentoring.models import Mentor, SignupToken
from mentoring.models.mentor import MAXIMUM_CAPACITY
from mentoring.views import IntakeView, LinkView

State = Mentor.State


class ApplyView(IntakeView):
    """What a mentor does, and the form to apply."""

    template_name = "pages/mentor_apply.html"
    heading = _("Ein paar Stunden, die zählen")
    form_class = MentorForm
    thanks_url_name = "mentor-thanks"

    def get_context_data(self, **kwargs):
        return super().get_context_data(vetting_days=settings.MENTORING_MENTOR_VETTING_DAYS, **kwargs)


class MentorThanksView(QuietView):
    template_name = "pages/mentor_thanks.html"
    heading = _("Fast geschafft: Schauen Sie in Ihr Postfach")


class MentorErasedView(QuietView):
    template_name = "pages/mentor_erased.html"
    heading = _("Gelöscht")


class MentorLinkView(LinkView):
    """What a mentor's token leads to."""

    erased_url_name = "mentor-erased"
    ended_template_name = "pages/mentor_link_ended.html"


class ConfirmMentorView(MentorLinkView):
    template_name = "pages/mentor_confirm.html"
    purpose = SignupToken.Purpose.CONFIRM_MENTOR

    def get_heading(self):
        is_new = self.person.state == State.APPLIED
        return _("Nur noch bestätigen") if is_new else _("Ihre Bewerbung ist bestätigt")

    def act(self):
        self.person.confirm_email()


class MentorPageView(MentorLinkView):
    """Where a mentor stands, and the buttons to pause, to change the number of places, to leave and to be erased."""

    template_name = "pages/mentor_own.html"
    purpose = SignupToken.Purpose.MENTOR_PAGE
    headings = {
        State.EMAIL_CONFIRMED: _("Wir prüfen Ihre Bewerbung"),
        State.ACTIVE: _("Sie sind dabei"),
        State.PAUSED: _("Sie machen Pause"),
        State.BLOCKED: _("Ihre Begleitung ruht"),
        State.LEFT: _("Sie haben aufgehört"),
    }

    def act(self):
        match self.request.POST.get("decision"):
            case "pause":
                self.person.pause()
            case "resume":
                self.person.resume()
            case "capacity":
                with suppress(ValueError):  # the form offers only what is possible
                    self.person.change_capacity(int(self.request.POST.get("capacity", "")))
            case "leave":
                self.person.leave()
            case "erase":
                self.person.withdraw()
            case decision:
                reference = self.request.POST.get("match", "").replace("\0", "")  # PostgreSQL looks for none of those
                if tandem := self.person.matches.filter(reference=reference).first():
                    tandem.decide(self.person, decision)

    def get_context_data(self, **kwargs):
        matches = self.person.matches.shown_to_mentors().select_related("signup", "mentor")
        return super().get_context_data(
            capacities=range(1, MAXIMUM_CAPACITY + 1),
            left_days=settings.MENTORING_MENTOR_LEFT_DAYS,
            matches=matches,
            next_steps=next_steps(self.person),
            **kwargs,
        )
