"""Building blocks of page bodies that more than one room uses."""

from collections import defaultdict
from copy import copy
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage

__all__ = [
    "BODY_FEATURES",
    "AudioBlock",
    "BigQuoteBlock",
    "BodyBlock",
    "CallToActionBlock",
    "FactBoxBlock",
    "FigureBlock",
    "GalleryBlock",
    "InterviewBlock",
    "ParagraphBlock",
    "QuestionBlock",
    "TimelineBlock",
    "VideoBlock",
    "images_in",
    "lacks_alternative_text",
    "prefetch_renditions",
    "raw_images",
]

BODY_FEATURES = ["h2", "h3", "bold", "italic", "ul", "ol", "link"]


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(**{"features": BODY_FEATURES, **kwargs})

    class Meta:
        template = "blocks/paragraph.html"
        icon = "pilcrow"
        label = _("Text")
        description = _("Absätze, Zwischenüberschriften und Listen")
        preview_value = _("<h2>Was nervt?</h2><p>Der Bus. Er fährt zweimal am Morgen, und beide Male zu früh.</p>")


class BigQuoteBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("Zitat"), max_length=160, help_text=_("Ohne Anführungszeichen, sie kommen von selbst.")
    )
    attribution = blocks.CharBlock(label=_("Wer sagt das"), max_length=80, required=False)

    class Meta:
        template = "blocks/big_quote.html"
        icon = "openquote"
        label = _("Großes Zitat")
        description = _("Ein Satz, so groß wie eine Überschrift")
        preview_value = {"text": _("Ich wollte nie weg. Ich wollte nur nicht ins Büro."), "attribution": "Jette"}


def preview_figures(number):
    """Return the newest pictures of the library as the values that previews of blocks show."""
    images = list(get_image_model().objects.order_by("-pk")[:number])
    for image in images:
        image.contextual_alt_text, image.decorative = image.title, False
    return [{"image": image, "caption": image.title} for image in images]


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Bild"))
    caption = blocks.CharBlock(label=_("Bildunterschrift"), max_length=200, required=False)

    def get_preview_value(self):
        return self.normalize(next(iter(preview_figures(1)), {}))

    class Meta:
        template = "blocks/figure.html"
        icon = "image"
        label = _("Bild")
        description = _("Ein Bild mit Bildunterschrift")


class GalleryBlock(blocks.StructBlock):
    images = blocks.ListBlock(FigureBlock(), label=_("Bilder"), min_num=2, max_num=12)

    def get_preview_value(self):
        return self.normalize({"images": preview_figures(3)})

    class Meta:
        template = "blocks/gallery.html"
        icon = "grid"
        label = _("Bildreihe")
        description = _("Zwei bis zwölf Bilder zum Durchwischen")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Frage"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Antwort"), features=["bold", "italic", "ul", "ol", "link"])

    class Meta:
        template = "blocks/question.html"
        icon = "help"
        label = _("Frage und Antwort")
        description = _("Eine ehrliche Frage und die Antwort darauf")
        preview_value = {
            "question": _("Wer zahlt den Führerschein?"),
            "answer": _("<p>Die Hälfte zahlt der Betrieb.</p>"),
        }


class InterviewBlock(QuestionBlock):
    class Meta:
        template = "blocks/interview.html"
        icon = "comment"
        label = _("Interview")
        description = _("Eine Frage und die Antwort im Wortlaut")
        preview_value = {
            "question": _("Was hat dich überrascht?"),
            "answer": _("<p>Wie leise die Halle nachts ist.</p>"),
        }


class TimelineStepBlock(blocks.StructBlock):
    when = blocks.CharBlock(label=_("Wann"), max_length=40)
    what = blocks.CharBlock(label=_("Was"), max_length=300)


class TimelineBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Überschrift"), max_length=100, required=False)
    steps = blocks.ListBlock(TimelineStepBlock(), label=_("Schritte"), min_num=2)

    class Meta:
        template = "blocks/timeline.html"
        icon = "list-ol"
        label = _("Zeitstrahl")
        description = _("Stationen eines Weges oder eines Tages")
        preview_value = {
            "heading": _("Mein Weg"),
            "steps": [
                {"when": "2022", "what": _("Praktikum, drei Tage")},
                {"when": "2023", "what": _("Schulabschluss, zwei Zusagen")},
            ],
        }


class FactBoxBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Überschrift"), max_length=100)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ul", "ol", "link"])
    source = blocks.CharBlock(label=_("Quelle"), max_length=200, required=False)
    source_url = blocks.URLBlock(label=_("Adresse der Quelle"), required=False)

    class Meta:
        template = "blocks/fact_box.html"
        icon = "info-circle"
        label = _("Faktenkasten")
        description = _("Eine Erklärung am Rand, mit Quelle")
        preview_value = {
            "heading": _("Was ist ein Umgebindehaus?"),
            "text": _("<p>Blockstube unten, Fachwerk oben.</p>"),
        }


def ending(document):
    return PurePath(document.filename).suffix.lower() if document else ""


class RecordingValue(blocks.StructValue):
    @property
    def mime_type(self):
        """The media type for `<source type>`, by the file's ending."""
        return self.block.MEDIA_TYPES.get(ending(self.get("file")), "")


class RecordingBlock(blocks.StructBlock):
    """An audio or video file; the transcript is required, so that nobody is left out."""

    MEDIA_TYPES: dict[str, str] = {}

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    file = DocumentChooserBlock(label=_("Datei"))
    captions = DocumentChooserBlock(label=_("Untertitel (WebVTT)"), required=False)
    transcript = blocks.RichTextBlock(label=_("Abschrift"), features=["bold", "italic", "ul", "ol"])

    def clean(self, value):
        value = super().clean(value)
        errors = {}
        if value["file"] and ending(value["file"]) not in self.MEDIA_TYPES:
            allowed = ", ".join(self.MEDIA_TYPES)
            errors["file"] = ValidationError(
                _("Bitte eine Datei mit der Endung %(endings)s wählen.") % {"endings": allowed}
            )
        if value["captions"] and ending(value["captions"]) != ".vtt":
            errors["captions"] = ValidationError(_("Untertitel brauchen das Format WebVTT (.vtt)."))
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return value

    class Meta:
        value_class = RecordingValue


class AudioBlock(RecordingBlock):
    MEDIA_TYPES = {".m4a": "audio/mp4", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".opus": "audio/ogg"}

    class Meta:
        template = "blocks/audio.html"
        icon = "media"
        label = _("Ton")
        description = _("Eine Aufnahme zum Hören, mit Abschrift")
        preview_value = {"title": _("Wie die Halle klingt"), "transcript": _("<p>Man hört einen Kran.</p>")}


class VideoBlock(RecordingBlock):
    MEDIA_TYPES = {".mp4": "video/mp4", ".webm": "video/webm"}

    poster = ImageBlock(label=_("Standbild"), required=False)

    class Meta:
        template = "blocks/video.html"
        icon = "media"
        label = _("Video")
        description = _("Ein Film mit Untertiteln und Abschrift")
        preview_value = {"title": _("Ein Rundgang"), "transcript": _("<p>Die Kamera geht durch das Tor.</p>")}


class LinkValue(blocks.StructValue):
    @cached_property
    def href(self):
        """The address of the chosen page or the given one; "" when the page is not public."""
        page = self.get("page")
        return (page.url if page and page.live else self.get("link")) or ""


class CallToActionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Überschrift"), max_length=100)
    text = blocks.TextBlock(label=_("Text"), max_length=300, required=False)
    label = blocks.CharBlock(
        label=_("Beschriftung der Schaltfläche"), max_length=60, help_text=_("Sagt, was geschieht.")
    )
    page = blocks.PageChooserBlock(label=_("Seite"), required=False)
    link = blocks.URLBlock(label=_("oder Adresse"), required=False)

    def clean(self, value):
        value = super().clean(value)
        if bool(value["page"]) == bool(value["link"]):
            error = ValidationError(_("Bitte entweder eine Seite wählen oder eine Adresse eintragen."))
            raise blocks.StructBlockValidationError({"page": error})
        return value

    class Meta:
        template = "blocks/call_to_action.html"
        icon = "link"
        label = _("Nächster Schritt")
        description = _("Ein Kasten mit einer Schaltfläche")
        value_class = LinkValue
        preview_value = {
            "heading": _("Frag jemanden, der’s macht"),
            "label": _("Mentorin oder Mentor finden"),
            "link": "https://example.org/",
        }


class BodyBlock(blocks.StreamBlock):
    """The body of a story or of a page with text."""

    paragraph = ParagraphBlock()
    big_quote = BigQuoteBlock()
    image = FigureBlock()
    gallery = GalleryBlock()
    interview = InterviewBlock()
    timeline = TimelineBlock()
    fact_box = FactBoxBlock()
    audio = AudioBlock()
    video = VideoBlock()
    call_to_action = CallToActionBlock()

    class Meta:
        template = "blocks/body.html"


def images_in(value):
    """Yield the images in the value of a StreamField or of one of its blocks, at any depth, in order."""
    if isinstance(value, AbstractImage):
        yield value
    elif isinstance(value, blocks.StreamValue):
        for child in value:
            yield from images_in(child.value)
    elif isinstance(value, blocks.StructValue):
        for child in value.values():
            yield from images_in(child)
    elif isinstance(value, blocks.list_block.ListValue):
        for child in value:
            yield from images_in(child)


def raw_images(stream):
    """Yield the stored form of each image in a stream, a dict of image (primary key), alt_text and decorative.

    Unlike `images_in` it asks the database for nothing.
    """
    waiting = list(reversed(stream.raw_data))
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict) and "image" in value and "alt_text" in value:
            if value["image"]:
                yield value
        elif isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def lacks_alternative_text(raw_image):
    return not raw_image.get("decorative") and not (raw_image.get("alt_text") or "").strip()


def prefetch_renditions(stream):
    """Fetch the renditions of all images of a stream with one query.

    Django's own prefetch shares renditions between two uses of an image, and with them the alternative text.
    """
    images = list(images_in(stream))
    if not images:
        return
    renditions = defaultdict(list)
    for rendition in get_image_model().get_rendition_model().objects.filter(image__in={image.pk for image in images}):
        renditions[rendition.image_id].append(rendition)
    for image in images:
        image.prefetched_renditions = [copy(rendition) for rendition in renditions[image.pk]]
        for rendition in image.prefetched_renditions:
            rendition.image = image
