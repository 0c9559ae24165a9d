"""Who coordinates, and what of the admin is open to who does nothing else."""

from wagtail.permissions import page_permission_policy

# Namespaces of our own views, and names of Wagtail's and allauth's.
OWN_PART = {"inbox", "signups", "mentors", "matches", "visits", "figures"}
EVERYBODYS_PART = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_dismissibles",
    "second_factor_set_up",
    "second_factor_challenge",
    "session_left",
    "session_stay",
}
SECOND_FACTOR = "mfa_"


def is_coordinator(user):
    """Whether a user is in a group that may see signups. Being a superuser is not enough."""
    return (
        user.is_active
        and user.groups.filter(
            permissions__content_type__app_label="mentoring", permissions__codename="view_mentoringsignup"
        ).exists()
    )


def is_closed_to(user, match):
    """Whether a view, named by its resolver match, is none of the business of who only coordinates.

    Wagtail's choosers, API and reports ask for no right beyond entering the admin: they would list pages, drafts too,
    pictures, documents and tags to somebody who has no right to any page.
    """
    if match.namespace in OWN_PART or match.view_name in EVERYBODYS_PART or match.view_name.startswith(SECOND_FACTOR):
        return False
    return only_coordinates(user)


def only_coordinates(user):
    """Whether a user is a coordinator who has no right to any page."""
    return is_coordinator(user) and not page_permission_policy.user_has_any_permission(
        user, ["add", "change", "publish"]
    )
