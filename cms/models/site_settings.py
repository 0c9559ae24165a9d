import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page

# A host name as browsers compare it: lower case, umlauts already written in ASCII (IDNA).
DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")

# What stands in the rules of the agreements for something that is known elsewhere.
AGREEMENT_PLACEHOLDERS = {"{treffen}", "{jahre}", "{kontakt}", "{kinderschutz}"}
AGREEMENT_RULES = """\
Die Mentorin oder der Mentor zeigt den eigenen Beruf: mindestens {treffen} Treffen und eine Aufgabe.
Getroffen wird sich nur, wo auch andere Leute sind, zum Beispiel im Betrieb. Nie in einer Wohnung.
Tag, Uhrzeit und Ort weiß die sorgeberechtigte Person vorher, auch wie der Weg hin und zurück geht.
Es geht ums Zuschauen und Ausprobieren, nicht ums Arbeiten. Geld und größere Geschenke gibt es nicht.
Fotos macht und zeigt nur, wer vorher die abgebildete und die sorgeberechtigte Person gefragt hat.
Der Landkreis hat das erweiterte Führungszeugnis der Mentorin oder des Mentors gesehen. Es gilt {jahre} Jahre.
Alle können jederzeit aufhören, ohne zu sagen, warum. Die Einwilligung lässt sich jederzeit widerrufen.
Die Koordination ist zu erreichen unter: {kontakt}.
Wenn etwas nicht in Ordnung ist, hilft die Ansprechperson für Kinderschutz: {kinderschutz}."""
VISIT_RULES = """\
Beim Besuch wird zugeschaut, gefragt und ausprobiert. Gearbeitet wird nicht, und Geld gibt es keins.
Tag, Uhrzeit und Ort weiß die sorgeberechtigte Person vorher, auch wie der Weg hin und zurück geht.
Im Betrieb ist jemand da, der den Besuch begleitet und sagt, was an Maschinen erlaubt ist und was nicht.
Fotos macht und zeigt nur, wer vorher die abgebildete und die sorgeberechtigte Person gefragt hat.
Alle können den Besuch absagen oder abbrechen, ohne zu sagen, warum.
Die Koordination ist zu erreichen unter: {kontakt}.
Wenn etwas nicht in Ordnung ist, hilft die Ansprechperson für Kinderschutz: {kinderschutz}."""


def domain_of(text):
    """Return the host name in what somebody typed or pasted, a whole address too; raise ValueError if there is none."""
    host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    host = host.removeprefix("*.").rstrip(".").encode("idna").decode()
    if not DOMAIN.fullmatch(host):
        raise ValueError(text)
    return host


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Everything about the programme that may change without a developer."""

    brand_name = models.CharField(_("Name der Kampagne"), max_length=60, default="Impuls Regio")
    claim = models.CharField(
        _("Leitsatz"), max_length=160, default="Was im Landkreis Görlitz geht, erzählt von denen, die es machen."
    )
    programme_name = models.CharField(_("Name des Mentoring-Programms"), max_length=60, default="Mentoring")
    mentee_name = models.CharField(_("Bezeichnung der Jugendlichen"), max_length=60, default="Mentee")
    mentor_name = models.CharField(_("Bezeichnung der Begleitenden"), max_length=60, default="Mentorin oder Mentor")

    atypical_threshold = models.PositiveSmallIntegerField(
        _("Untypisch unter (Prozent)"),
        default=40,
        help_text=_("Anteil von Frauen oder Männern, unter dem ein Beruf als untypisch für sie gilt (Girls’Day: 40)."),
    )
    shortage_threshold = models.DecimalField(
        _("Engpass ab (Punkte)"),
        max_digits=2,
        decimal_places=1,
        default=2,
        help_text=_("Mittelwert der sechs Indikatoren der Bundesagentur für Arbeit, 0 bis 3."),
    )
    count_example_figures = models.BooleanField(
        _("Beispielwerte zählen für Abzeichen"),
        default=False,
        help_text=_("Nur für die Vorführung: Abzeichen aus Beispielwerten werden als Beispiel markiert."),
    )
    figures_max_age_years = models.PositiveSmallIntegerField(_("Zahlen gelten als veraltet nach (Jahren)"), default=2)

    contact_email = models.EmailField(_("E-Mail"), blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    contact_address = models.TextField(_("Anschrift"), blank=True)
    child_protection_email = models.EmailField(_("E-Mail der Kinderschutz-Ansprechperson"), blank=True)

    agreement_rules = models.TextField(
        _("Was in der Vereinbarung zum Mentoring gilt"),
        default=AGREEMENT_RULES,
        help_text=_(
            "Steht auf dem Blatt, das vor dem ersten Treffen unterschrieben wird: eine Regel je Zeile. Von selbst"
            " eingesetzt werden {treffen} (wie viele mindestens), {jahre} (wie lange ein Führungszeugnis gilt),"
            " {kontakt} und {kinderschutz}. Eine Zeile, für die die Angabe fehlt, entfällt. Das Jugendamt muss den"
            " Text kennen."
        ),
    )
    visit_rules = models.TextField(
        _("Was in der Vereinbarung zum Besuch eines Betriebs gilt"),
        default=VISIT_RULES,
        help_text=_("Genauso, für das Blatt vor einem Besuch: eine Regel je Zeile."),
    )

    instagram_url = models.URLField("Instagram", blank=True)
    youtube_url = models.URLField("YouTube", blank=True)
    tiktok_url = models.URLField("TikTok", blank=True)

    keep_visited = models.BooleanField(
        _("Besuchte Seiten automatisch behalten"),
        default=True,
        help_text=_(
            "Was jemand gelesen hat, lässt sich dann auch ohne Netz noch einmal lesen. Ausgeschaltet bleibt auf dem"
            " Gerät nur, was jemand selbst gespeichert hat."
        ),
    )
    offline_is_off = models.BooleanField(
        _("Offline-Funktion abschalten (Notschalter)"),
        default=False,
        help_text=_(
            "Jedes Gerät löscht beim nächsten Besuch alles, was es von dieser Website gespeichert hat, auch"
            " Merklisten. Das lässt sich nicht zurückholen."
        ),
    )

    embedding_domains = models.TextField(
        _("Wer Seiten einbetten darf"),
        blank=True,
        help_text=_(
            "Leer: alle. Sonst eine Domain je Zeile, zum Beispiel schule-am-markt.de; ihre Unterdomains gehören dazu."
            " Auf anderen Websites bleibt der Rahmen dann leer."
        ),
    )

    imprint_page = models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Impressum")
    )
    privacy_page = models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Datenschutz")
    )
    accessibility_page = models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Barrierefreiheit")
    )
    easy_language_page = models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Leichte Sprache")
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [FieldPanel(name) for name in ("brand_name", "claim", "programme_name", "mentee_name", "mentor_name")],
                heading=_("Namen"),
            ),
            ObjectList(
                [
                    FieldPanel(name)
                    for name in (
                        "atypical_threshold",
                        "shortage_threshold",
                        "figures_max_age_years",
                        "count_example_figures",
                    )
                ],
                heading=_("Schwellen"),
            ),
            ObjectList(
                [
                    FieldPanel(name)
                    for name in ("contact_email", "contact_phone", "contact_address", "child_protection_email")
                ],
                heading=_("Kontakt"),
            ),
            ObjectList([FieldPanel("agreement_rules"), FieldPanel("visit_rules")], heading=_("Vereinbarung")),
            ObjectList(
                [FieldPanel(name) for name in ("instagram_url", "youtube_url", "tiktok_url")],
                heading=_("Soziale Medien"),
            ),
            ObjectList([FieldPanel(name) for name in ("keep_visited", "offline_is_off")], heading=_("Offline")),
            ObjectList([FieldPanel("embedding_domains")], heading=_("Einbetten")),
            ObjectList(
                [
                    FieldPanel(name)
                    for name in ("imprint_page", "privacy_page", "accessibility_page", "easy_language_page")
                ],
                heading=_("Rechtliches"),
            ),
        ]
    )

    select_related = ["imprint_page", "privacy_page", "accessibility_page", "easy_language_page"]

    class Meta:
        verbose_name = _("Einstellungen der Website")

    @classmethod
    def current(cls):
        """Return the settings of the default site (there is one site), the defaults where none are saved."""
        return cls.objects.filter(site__is_default_site=True).first() or cls()

    def clean(self):
        super().clean()
        for name in ("agreement_rules", "visit_rules"):
            if unknown := set(re.findall(r"\{.*?\}", getattr(self, name))) - AGREEMENT_PLACEHOLDERS:
                message = _("Das wird nicht eingesetzt: %(names)s.") % {"names": ", ".join(sorted(unknown))}
                raise ValidationError({name: message})
        domains = []
        for line in self.embedding_domains.split():
            try:
                domains.append(domain_of(line.strip(",;")))
            except ValueError as error:
                message = _("Das ist keine Domain: %(line)s. Bitte nur den Namen, zum Beispiel schule-am-markt.de.")
                raise ValidationError({"embedding_domains": message % {"line": line[:80]}}) from error
        self.embedding_domains = "\n".join(dict.fromkeys(domains))

    @property
    def frame_ancestors(self):
        """The sources that may frame an embed, for its policy; empty where everybody may."""
        domains = self.embedding_domains.split()
        return ["'self'", *(source for name in domains for source in (name, f"*.{name}"))] if domains else []

    @property
    def legal_links(self):
        """Links to the legal pages that are public, for the footer."""
        pages = (self.imprint_page, self.privacy_page, self.accessibility_page, self.easy_language_page)
        return [{"href": page.url, "label": page.title} for page in pages if page and page.live]

    @property
    def social_links(self):
        channels = ("instagram_url", "youtube_url", "tiktok_url")
        return [
            {"href": url, "label": self._meta.get_field(name).verbose_name}
            for name in channels
            if (url := getattr(self, name))
        ]
