"""The organization that somebody has of their own: opened with their account, and again when they are in none any more."""

from typing import Final

from uuid_utils.compat import uuid7

from api.core.database import IdentitySession
from api.core.settings import Settings
from api.repositories.organization import OrganizationRepository
from api.repositories.user import UserRepository
from api.schemas.organization import OrganizationSummary
from api.schemas.user import User
from api.services import user_session
from api.services.user_session import NoOrganization

CURRENCY_BY_LOCALE: Final = {"pt": "BRL", "en": "USD", "es": "USD"}
NAME_BY_LOCALE: Final = {"pt": "Agência de {}", "en": "{}'s agency", "es": "Agencia de {}"}


def name_for(full_name: str, locale: str, *, is_personal: bool) -> str:
    return full_name if is_personal else NAME_BY_LOCALE[locale].format(full_name.split()[0])[:200]


async def find_or_open(settings: Settings, identity: IdentitySession, user: User) -> OrganizationSummary:
    """Where a log-in begins. Who was removed from everywhere gets in all the same: to take an invite, to see to their account."""
    try:
        return await user_session.find_organization(identity, user.id)
    except NoOrganization:
        # Of two log-ins at once, the second finds what the first has opened.
        await UserRepository(identity).lock(user.id)
    try:
        return await user_session.find_organization(identity, user.id)
    except NoOrganization:
        is_personal = settings.saas_mode == "B2C"
        organization = OrganizationSummary(
            id=uuid7(), name=name_for(user.full_name, user.locale, is_personal=is_personal), plan="unlimited",
            currency=CURRENCY_BY_LOCALE[user.locale], is_personal=is_personal, role="owner",
        )  # fmt: skip
        await OrganizationRepository(identity).insert_with_owner(
            organization.id, user.id, name=organization.name, currency=organization.currency, is_personal=is_personal
        )
        return organization
