"""The names of groups of States and of regional organisations, marked for translation."""

from __future__ import annotations

from desktop.base.i18n import N_, Texts

GROUP_NAMES = {
    "AFRICAN": N_("African States"),
    "ASIA_PACIFIC": N_("Asia-Pacific States"),
    "EASTERN_EUROPEAN": N_("Eastern European States"),
    "GRULAC": N_("Latin American and Caribbean States"),
    "WEOG": N_("Western European and other States"),
    "ARAB_LEAGUE": N_("League of Arab States"),
    "ASEAN": N_("Association of Southeast Asian Nations"),
    "AU": N_("African Union"),
    "CARICOM": N_("Caribbean Community"),
    "ECOWAS": N_("Economic Community of West African States"),
    "EU": N_("European Union"),
    "MERCOSUR": N_("Southern Common Market"),
    "OAS": N_("Organization of American States"),
    "OSCE": N_("Organization for Security and Co-operation in Europe"),
    "PIF": N_("Pacific Islands Forum"),
    "SICA": N_("Central American Integration System"),
}


def group_name(code: str, texts: Texts) -> str:
    """The name of a group or organisation; its code where nobody has named it."""
    return texts.gettext(GROUP_NAMES[code]) if code in GROUP_NAMES else code
