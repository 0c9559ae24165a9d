from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

FEWEST, MOST = 3, 5
LONGEST = 200


def lines_of(text):
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def validate_class_questions(text):
    questions = lines_of(text)
    if len(questions) > MOST:
        raise ValidationError(_("Höchstens %(number)s Fragen passen auf das Blatt."), params={"number": MOST})
    if any(len(question) > LONGEST for question in questions):
        raise ValidationError(_("Eine Frage darf höchstens %(number)s Zeichen haben."), params={"number": LONGEST})


class ClassQuestionsMixin(models.Model):
    """Questions for class, on the sheet that teachers print: the editors' own, and some that follow from the page."""

    class_questions = models.TextField(
        _("Fragen für den Unterricht"),
        blank=True,
        validators=[validate_class_questions],
        help_text=_(
            "Eine Frage je Zeile, in der Du-Form, höchstens fünf. Sie stehen auf dem Blatt zum Ausdrucken. Sind es"
            " weniger als drei, ergänzt die Website Fragen, die zum Inhalt der Seite passen."
        ),
    )

    class_questions_panels = [FieldPanel("class_questions")]

    class Meta:
        abstract = True

    def questions_for_class(self):
        """Return three to five questions: the editors' first, filled up with those that the page gives rise to."""
        own = lines_of(self.class_questions)[:MOST]
        generated = [str(question) for question in self.generated_questions()]
        return own + generated[: max(FEWEST + 1 - len(own), 0)] if len(own) < FEWEST else own

    def generated_questions(self):
        """Return at least three questions that what is on the page gives rise to, the best first."""
        raise NotImplementedError
