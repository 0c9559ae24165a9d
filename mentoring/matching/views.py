"""What the two who are brought together see and decide, behind the links in their mails."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentoring.models import Match, Meeting, SignupToken
from mentoring.views import LinkView, number_in, report_href

State = Match.State


class AboutMatchView(LinkView):
    """A match as one of the two sees it."""

    answered: Promise
    over: Promise
    declined: Promise
    taken_back: Promise

    def act(self):
        number = number_in(self.request.POST.get("meeting"))
        self.token.match.decide(self.person, self.request.POST.get("decision"), number)

    def get_heading(self):
        match = self.token.match
        if match.state == State.ENDED:
            return self.heading_of_end(match)
        if match.state == State.PROPOSED and match.accepted_at(self.person):
            return self.answered
        return self.headings[match.state]

    def heading_of_end(self, match):
        """Say what ended: meetings, or a proposal, which the reader may have declined."""
        if match.began_at:
            return self.over
        return self.declined if match.was_declined_by(self.person) else self.taken_back

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            match=self.token.match,
            to_be_rated=Meeting.objects.to_be_rated_by(self.person).filter(match=self.token.match),
            **kwargs,
        )


class MatchView(AboutMatchView):
    template_name = "pages/match.html"
    purpose = SignupToken.Purpose.MATCH
    headings = {
        State.PROPOSED: _("Wir haben einen Vorschlag für dich"),
        State.ACCEPTED: _("Ihr habt beide Ja gesagt"),
        State.ACTIVE: _("Ihr seid ein Tandem"),
        State.PAUSED: _("Eure Treffen machen Pause"),
        State.COMPLETED: _("Ihr habt es geschafft"),
    }
    answered = _("Dein Ja ist angekommen")
    over = _("Eure Treffen sind zu Ende")
    declined = _("Danke, dein Nein ist angekommen")
    taken_back = _("Aus dem Vorschlag wird nichts")

    def get_context_data(self, **kwargs):
        return super().get_context_data(report_href=report_href(), **kwargs)


class MentorMatchView(AboutMatchView):
    template_name = "pages/mentor_match.html"
    purpose = SignupToken.Purpose.MENTOR_MATCH
    erased_url_name = "mentor-erased"
    ended_template_name = "pages/mentor_link_ended.html"
    headings = {
        State.PROPOSED: _("Wir haben einen Vorschlag für Sie"),
        State.ACCEPTED: _("Sie haben beide Ja gesagt"),
        State.ACTIVE: _("Sie sind ein Tandem"),
        State.PAUSED: _("Ihre Treffen machen Pause"),
        State.COMPLETED: _("Sie haben es geschafft"),
    }
    answered = _("Ihr Ja ist angekommen")
    over = _("Ihre Treffen sind zu Ende")
    declined = _("Danke, Ihr Nein ist angekommen")
    taken_back = _("Aus dem Vorschlag wird nichts")
