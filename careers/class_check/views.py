"""The teacher's pages, whose address is all the authority, and the button of the pupils. GET shows, POST acts."""

from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from careers.class_check.forms import CountForm
from careers.class_check.throttling import ClassThrottle, TooManyError
from careers.models import ClassCheck, InterestCheckPage
from careers.models.class_check import ENOUGH, MOST_PHONES, ClassIsFullError
from cms.origin import is_from_here
from cms.views import QuietView


class ClassView(QuietView):
    """No session stands behind these pages that a foreign site could abuse; who sent a form is told by its headers."""

    pair = "plum"

    @classmethod
    def as_view(cls, **initkwargs):
        return csrf_exempt(super().as_view(**initkwargs))

    def show(self, status, **context):
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **kwargs):
        return super().get_context_data(enough=ENOUGH, hours=settings.CLASS_CHECK_HOURS, **kwargs)


class StartView(ClassView):
    template_name = "pages/class_start.html"
    heading = _("Interessencheck mit der Klasse")

    def post(self, request, *args, **kwargs):
        if not is_from_here(request):
            return self.show(HTTPStatus.FORBIDDEN, error=_("Das kam nicht von unserer Seite. Drücken Sie bitte hier."))
        if not ClassThrottle().may_start(request):
            error = _("Von Ihrem Anschluss kam gerade sehr viel. Versuchen Sie es in einer Stunde.")
            return self.show(HTTPStatus.TOO_MANY_REQUESTS, error=error)
        address = reverse("class-check", args=[ClassCheck.objects.start()])
        return HttpResponseRedirect(f"{address}#inhalt", status=HTTPStatus.SEE_OTHER)


class TeacherView(ClassView):
    template_name = "pages/class_open.html"

    def dispatch(self, request, *args, **kwargs):
        try:
            self.check = ClassCheck.objects.find(kwargs["token"])
        except ClassCheck.DoesNotExist:
            self.check = None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.show_open(HTTPStatus.OK) if self.check else self.show_ended()

    def post(self, request, *args, **kwargs):
        if not self.check:
            return self.show_ended()
        if not is_from_here(request):
            error = _("Das kam nicht von unserer Seite. Schließen Sie die Klasse bitte hier.")
            return self.show_open(HTTPStatus.FORBIDDEN, error=error)
        try:
            # What cannot be shown is not deleted.
            with transaction.atomic():
                self.template_name = "pages/class_sums.html"
                return self.show(HTTPStatus.OK, heading=_("Ihre Klasse"), result=self.check.close()).render()
        except ClassCheck.DoesNotExist:
            return self.show_ended()

    def show_open(self, status, **context):
        page = InterestCheckPage.objects.live().first()
        address = page.get_full_url(self.request) if page else self.request.build_absolute_uri("/interessencheck/")
        return self.show(
            status,
            heading=_("Code: %(code)s") % {"code": self.check.spaced_code},
            check=self.check,
            address=address,
            code_address=f"{address}?klasse={self.check.code}",
            **context,
        )

    def show_ended(self):
        self.template_name = "pages/class_ended.html"
        return self.show(HTTPStatus.GONE, heading=_("Diese Klasse ist geschlossen"))


class CountView(ClassView):
    template_name = "pages/class_count.html"
    heading = _("Mit der Klasse zählen")

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(reverse("interest-check"))

    def post(self, request, *args, **kwargs):
        form, throttle = CountForm(request.POST), ClassThrottle()
        if not is_from_here(request):
            return self.refuse(form, _("Das kam nicht von unserer Seite. Drück hier noch mal."), HTTPStatus.FORBIDDEN)
        if not throttle.may_add(request):
            return self.refuse(form, TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)
        if not form.is_valid():
            return self.show(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        code, key = form.cleaned_data["klasse"], form.cleaned_data["schluessel"]
        try:
            throttle.look_up(request, lambda: ClassCheck.objects.add(code, key, form.contribution))
        except TooManyError:
            return self.refuse(form, TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)
        except ClassCheck.DoesNotExist:
            return self.refuse(form, UNKNOWN, HTTPStatus.NOT_FOUND, "klasse")
        except ClassIsFullError:
            return self.refuse(form, FULL % {"number": MOST_PHONES}, HTTPStatus.CONFLICT)
        return HttpResponseRedirect(f"{reverse('class-counted')}#inhalt", status=HTTPStatus.SEE_OTHER)

    def refuse(self, form, reason, status, field=None):
        form.errors.clear()
        form.add_error(field, reason)
        return self.show(status, form=form)


class CountedView(ClassView):
    template_name = "pages/class_counted.html"
    heading = _("Gezählt")


TOO_MANY = _("Von deinem Anschluss kam gerade sehr viel. Versuch es in einer Stunde noch mal.")
UNKNOWN = _("Diesen Code gibt es nicht, oder die Klasse ist schon geschlossen. Frag deine Lehrkraft.")
FULL = _("In dieser Klasse haben schon %(number)s Handys mitgezählt. Mehr gehen nicht.")
