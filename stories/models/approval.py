from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from stories.models.story import StoryPage


class ConsentApprovalTask(AbstractGroupApprovalTask):
    """Approval by a group. A story whose consents are missing can be sent back, not approved."""

    class Meta:
        verbose_name = _("Freigabe mit geprüften Einwilligungen")
        verbose_name_plural = _("Freigaben mit geprüften Einwilligungen")

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        if isinstance(obj.specific, StoryPage) and obj.specific.get_latest_revision_as_object().missing_consents():
            return [action for action in actions if action[0] != "approve"]
        return actions

    @classmethod
    def get_description(cls):
        return _("Mitglieder der gewählten Gruppen geben frei; Geschichten nur mit ihren Einwilligungen")
