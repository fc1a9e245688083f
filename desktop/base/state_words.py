"""Names of States as people write them in lists, beside the official ones: "Estados Unidos", "St. Lucia"."""

from __future__ import annotations

import re

from desktop.base.text import fold

_EVERYDAY = {
    "USA": "estados unidos, united states, etats-unis, eeuu, ee uu, usa, eua, us",
    "GBR": "reino unido, united kingdom, royaume-uni, uk, great britain, gran bretana, inglaterra",
    "RUS": "russia, rusia, russie",
    "KOR": "south korea, corea del sur, coree du sud, coreia do sul",
    "PRK": "north korea, corea del norte, coree du nord, coreia do norte, dprk",
    "TTO": "trinidad y tobago, trinite-et-tobago, trinidad e tobago, trinidad, trinidad tobago",
    "KNA": "san cristobal y nieves, st kitts, saint kitts, saint-kitts-et-nevis, sao cristovao e nevis",
    "LCA": "st lucia, sta lucia",
    "VCT": "st vincent, saint vincent, san vicente",
    "ATG": "antigua, antigua barbuda",
    "BHS": "bahamas",
    "DOM": "rep dominicana, dominicana",
    "SUR": "surinam",
    "VEN": "venezuela",
    "BOL": "bolivia",
    "NLD": "holanda, holland",
    "CIV": "costa de marfil, ivory coast, costa do marfim",
    "IRN": "iran",
    "SYR": "syria, siria, syrie",
    "TZA": "tanzania, tanzanie",
    "VNM": "vietnam, viet nam",
    "LAO": "laos",
    "MDA": "moldova, moldavia, moldavie",
    "MKD": "macedonia, macedoine",
    "CPV": "cape verde",
    "SWZ": "swaziland, suazilandia",
    "MMR": "burma, birmania, birmanie",
    "TUR": "turkey, turquia, turquie",
    "CZE": "czechia, chequia",
    "COD": "dr congo, drc, rdc, rd congo, congo kinshasa",
    "COG": "congo brazzaville",
    "PSE": "palestine, palestina",
    "VAT": "vatican, vaticano",
    "ARE": "uae, eau, emiratos arabes, emirates",
    "SAU": "arabia saudi, arabia saudita",
    "BRN": "brunei",
    "FSM": "micronesia",
    "TLS": "east timor, timor oriental",
    "CHN": "china",
    "DEU": "germany, alemania, allemagne",
}  # fmt: skip
EVERYDAY_NAMES = {name.strip(): code for code, names in _EVERYDAY.items() for name in names.split(",")}
"""Codes by names in the form that `state_word` gives."""

_ARTICLE = re.compile(r"^(?:the|la|las|los|le|les|el|o|a) (?=\w{3})")


def state_word(text: str) -> str:
    """Give a name in the form in which small words, dots and "&" do not count."""
    word = fold(text).replace("&", " and ").replace(".", " ")
    word = re.sub(r"^(?:st|ste|sta)\b", "saint", _ARTICLE.sub("", " ".join(word.split())))
    return re.sub(r"^rep\b(?= (?:of|de|du|do)\b)", "republic", word)
