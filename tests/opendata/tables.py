"""The served tables as the services have them: keys with their padding, titles and columns."""

from dataclasses import dataclass
from typing import Literal

KINDS: dict[str, str] = {
    "0.0.0 ": "Totaal misdrijven",
    "1.1.1 ": "1.1.1 Diefstal/inbraak woning",
    "1.1.2 ": "1.1.2 Diefstal/inbraak box/garage/schuur",
    "1.2.1 ": "1.2.1 Diefstal uit/vanaf motorvoertuigen",
    "1.2.2 ": "1.2.2 Diefstal van motorvoertuigen",
    "1.2.3 ": "1.2.3 Diefstal van brom-, snor-, fietsen",
    "1.2.4 ": "1.2.4 Zakkenrollerij",
    "1.2.5 ": "1.2.5 Diefstal af/uit/van ov. voertuigen",
    "1.3.1 ": "1.3.1 Ongevallen (weg)",
    "1.4.1 ": "1.4.1 Zedenmisdrijf",
    "1.4.2 ": "1.4.2 Moord, doodslag",
    "1.4.3 ": "1.4.3 Openlijk geweld (persoon)",
    "1.4.4 ": "1.4.4 Bedreiging",
    "1.4.5 ": "1.4.5 Mishandeling",
    "1.4.6 ": "1.4.6 Straatroof",
    "1.4.7 ": "1.4.7 Overval",
    "1.5.2 ": "1.5.2 Diefstallen (water)",
    "1.6.1 ": "1.6.1 Brand/ontploffing",
    "1.6.2 ": "1.6.2 Overige vermogensdelicten",
    "1.6.3 ": "1.6.3 Mensenhandel",
    "2.1.1 ": "2.1.1 Drugs/drankoverlast",
    "2.2.1 ": "2.2.1 Vernieling cq. zaakbeschadiging",
    "2.4.1 ": "2.4.1 Burengerucht (relatieproblemen)",
    "2.4.2 ": "2.4.2 Huisvredebreuk",
    "2.5.1 ": "2.5.1 Diefstal/inbraak bedrijven enz.",
    "2.5.2 ": "2.5.2 Winkeldiefstal",
    "2.6.1 ": "2.6.1 Inrichting Wet Milieubeheer",
    "2.6.2 ": "2.6.2 Bodem",
    "2.6.3 ": "2.6.3 Water",
    "2.6.4 ": "2.6.4 Afval",
    "2.6.5 ": "2.6.5 Bouwstoffen",
    "2.6.7 ": "2.6.7 Mest",
    "2.6.8 ": "2.6.8 Transport gevaarlijke stoffen",
    "2.6.9 ": "2.6.9 Vuurwerk",
    "2.6.10": "2.6.10 Bestrijdingsmiddelen",
    "2.6.11": "2.6.11 Natuur en landschap",
    "2.6.12": "2.6.12 Ruimtelijke ordening",
    "2.6.13": "2.6.13 Dieren",
    "2.6.14": "2.6.14 Voedselveiligheid",
    "2.7.2 ": "2.7.2 Bijzondere wetten",
    "2.7.3 ": "2.7.3 Leefbaarheid (overig)",
    "3.1.1 ": "3.1.1 Drugshandel",
    "3.1.2 ": "3.1.2 Mensensmokkel",
    "3.1.3 ": "3.1.3 Wapenhandel",
    "3.2.1 ": "3.2.1 Kinderporno",
    "3.2.2 ": "3.2.2 Kinderprostitutie",
    "3.3.2 ": "3.3.2 Onder invloed (lucht)",
    "3.3.5 ": "3.3.5 Lucht (overig)",
    "3.4.2 ": "3.4.2 Onder invloed (water)",
    "3.5.2 ": "3.5.2 Onder invloed (weg)",
    "3.5.5 ": "3.5.5 Weg (overig)",
    "3.6.4 ": "3.6.4 Aantasting openbare orde",
    "3.7.1 ": "3.7.1 Discriminatie",
    "3.7.2 ": "3.7.2 Vreemdelingenzorg",
    "3.7.3 ": "3.7.3 Maatsch. integriteit (overig)",
    "3.7.4 ": "3.7.4 Cybercrime",
    "3.9.1 ": "3.9.1 Horizontale fraude",
    "3.9.2 ": "3.9.2 Verticale fraude",
    "3.9.3 ": "3.9.3 Fraude (overig)",
}
NUISANCE: dict[str, str] = {
    "0.0.0 ": "Totaal registraties overlast",
    "E33   ": "Overlast door verward persoon",
    "E35   ": "Melding overlast jeugd",
    "E38   ": "Overlast ivm alcohol/ drugs",
    "E41   ": "Overlast zwervers",
    "F010  ": "Openbare dronkenschap",
    "M061  ": "Geluidshinder horeca",
    "M062  ": "Geluidshinder evenement",
    "M22   ": "Geluidshinder overig",
}
TOTAL = "0.0.0 "
# In the code list of every table, but without rows per wijk and buurt.
HIDDEN_LOCALLY = frozenset({"1.4.1 ", "3.2.1 ", "3.2.2 "})
# Only published per year, in every table.
HIDDEN_MONTHLY = HIDDEN_LOCALLY | {"3.7.3 "}

# Each service has a key of its own for the country. Codes and titles of police units are a guess.
NATION, NATION_PARTS, NATION_POLICE = "NL01  ", "NL00      ", "NL00  "
POLICE_UNIT = "PE3100"
# Regions whose titles look like those that are asked for.
LIKE_REGIONS = {"LD01  ": "Noord-Nederland (LD)", "PV31  ": "Limburg (PV)"}
REFERENCES = {
    "GM0080": "Leeuwarden",
    "GM0150": "Deventer",
    "GM0503": "Delft",
    "GM0758": "Breda",
    "GM0794": "Helmond",
    "GM0917": "Heerlen",
    "GM0935": "Maastricht",
    "GM0957": "Roermond",
    "GM0984": "Venray",
    "GM0988": "Weert",
    "GM1883": "Sittard-Geleen",
}
NEIGHBOUR = "GM1507"
NEIGHBOUR_WIJKEN = {"WK150700": "Wijk 00 Buurgemeente"}
NEIGHBOUR_BUURTEN = {"BU15070000": "Buurkern", "BU15070001": "Buurveld"}
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)

Datatype = Literal["Long", "Float", "String"]


@dataclass(frozen=True)
class Topic:
    """A column of figures or texts; `group`: the titles of the groups above it, with bars."""

    key: str
    title: str
    datatype: Datatype = "Long"
    unit: str = "aantal"
    group: str = ""


@dataclass(frozen=True)
class Table:
    """A table: its dimensions in the order of the service, and its topics."""

    id: str
    title: str
    short: str
    catalog: Literal["Politie", "CBS"]
    dims: tuple[str, ...]
    topics: tuple[Topic, ...]
    years: bool = True
    months: bool = False
    # Only of the yearly table of inhabitants: such a table holds one year and has no periods.
    year: int | None = None
    modified: str = "2024-08-15T02:00:00"


DIMENSION_TITLES = {
    "SoortMisdrijf": ("Dimension", "Soort misdrijf"),
    "Overlast": ("Dimension", "Soort overlast"),
    "Marges": ("Dimension", "Marges"),
    "WijkenEnBuurten": ("GeoDetail", "Wijken en buurten"),
    "RegioS": ("GeoDimension", "Regio's"),
    "Perioden": ("TimeDimension", "Perioden"),
}
MARGINS = {
    "MW00000": "Waarde",
    "MOG0095": "Ondergrens 95%-interval",
    "MBG0095": "Bovengrens 95%-interval",
}

_CRIMES = Topic("GeregistreerdeMisdrijven_1", "Geregistreerde misdrijven")
_NUISANCE = Topic("GeregistreerdeOverlast_1", "Geregistreerde overlast")
_REGION = "Regioaanduiding"
_REGION_TOPICS = (
    Topic("Gemeentenaam_2", "Gemeentenaam", "String", "naam", _REGION),
    Topic("SoortRegio_3", "Soort regio", "String", "omschrijving", _REGION),
)
_NUISANCE_IN_AREA = "Leefbaarheid en overlast in woonbuurt | Overlast in buurt"
_LIVING = "Leefbaarheid en overlast in woonbuurt | Leefbaarheid woonbuurt"
_OLD_CRIME, _ONLINE = "Traditionele criminaliteit", "Online criminaliteit"
_FEELING = "Veiligheidsbeleving | Veiligheidsbeleving in buurt"
_SURVEY_TOPICS = (
    Topic(
        "RapportcijferLeefbaarheidWoonbuurt_18",
        "Rapportcijfer leefbaarheid woonbuurt",
        "Float",
        "rapportcijfer",
        _LIVING,
    ),
    Topic(
        "OordeelFunctionerenGemeenteAlgemeen_19",
        "Oordeel functioneren gemeente - algemeen",
        "Float",
        "%",
        _LIVING,
    ),
    Topic(
        "EenOfMeerVormenFysiekeVerloedering_26",
        "Een of meer vormen fysieke verloedering",
        "Float",
        "%",
        f"{_NUISANCE_IN_AREA} | Fysieke verloedering",
    ),
    Topic(
        "EenOfMeerVormenVanSocialeOverlast_34",
        "Een of meer vormen van sociale overlast",
        "Float",
        "%",
        f"{_NUISANCE_IN_AREA} | Sociale overlast",
    ),
    Topic(
        "EenOfMeerVormenVanVerkeersoverlast_38",
        "Een of meer vormen van verkeersoverlast",
        "Float",
        "%",
        f"{_NUISANCE_IN_AREA} | Verkeersoverlast",
    ),
    Topic(
        "VoeltZichWeleensOnveiligInBuurt_50",
        "Voelt zich weleens onveilig in buurt",
        "Float",
        "%",
        _FEELING,
    ),
    Topic(
        "RapportcijferVeiligheidInBuurt_60",
        "Rapportcijfer veiligheid in buurt",
        "Float",
        "rapportcijfer",
        _FEELING,
    ),
    # Many topics have this title: only the group above tells them apart.
    Topic("Slachtoffers_68", "Slachtoffers", "Float", "%", _OLD_CRIME),
    Topic(
        "Slachtoffers_72",
        "Slachtoffers",
        "Float",
        "%",
        f"{_OLD_CRIME} | Geweldsdelicten | Geweldsdelicten totaal",
    ),
    Topic("Slachtoffers_132", "Slachtoffers", "Float", "%", _ONLINE),
    Topic("Slachtoffers_141", "Slachtoffers", "Float", "%", f"{_ONLINE} | Hacken"),
    Topic(
        "TevredenheidFunctionerenInBuurt_199",
        "Tevredenheid functioneren in buurt",
        "Float",
        "%",
        "Tevredenheid politie",
    ),
)
INHABITANTS = "AantalInwoners_5"
_INHABITANT_TOPICS = (
    Topic("Gemeentenaam_1", "Gemeentenaam", "String", "naam", _REGION),
    Topic("SoortRegio_2", "Soort regio", "String", "omschrijving", _REGION),
    Topic("Codering_3", "Codering", "String", "code", _REGION),
    Topic(INHABITANTS, "Aantal inwoners", group="Bevolking"),
)

# A table per year: nothing but its title and its period says which.
INHABITANT_TABLES = {
    "85039NED": 2021,
    "85318NED": 2022,
    "85618NED": 2023,
    "85984NED": 2024,
    "86165NED": 2025,
}

_LOCAL = ("SoortMisdrijf", "WijkenEnBuurten", "Perioden")
TABLES: dict[str, Table] = {
    table.id: table
    for table in (
        Table(
            "47018NED",
            "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, jaarcijfers",
            "Misdrijven per wijk en buurt per jaar",
            "Politie",
            _LOCAL,
            (_CRIMES, *_REGION_TOPICS),
        ),
        Table(
            "47022NED",
            "Geregistreerde misdrijven; soort misdrijf, wijk, buurt, maandcijfers",
            "Misdrijven per wijk en buurt per maand",
            "Politie",
            _LOCAL,
            (_CRIMES, *_REGION_TOPICS),
            years=False,
            months=True,
        ),
        Table(
            "47013NED",
            "Geregistreerde misdrijven en aangiften; soort misdrijf, gemeente 2024",
            "Misdrijven en aangiften per gemeente",
            "Politie",
            ("SoortMisdrijf", "RegioS", "Perioden"),
            (
                _CRIMES,
                Topic("Aangiften_2", "Aangiften"),
                Topic("Internetaangiften_3", "Internetaangiften"),
                Topic("AandeelInternetaangiften_4", "Aandeel internetaangiften", "Float", "%"),
            ),
            months=True,
        ),
        Table(
            "47024NED",
            "Geregistreerde overlast; soort overlast, wijk, buurt",
            "Overlast per wijk en buurt",
            "Politie",
            ("Overlast", "WijkenEnBuurten", "Perioden"),
            (_NUISANCE, *_REGION_TOPICS),
            months=True,
        ),
        Table(
            "47021NED",
            "Geregistreerde overlast; soort overlast, gemeente 2024",
            "Overlast per gemeente",
            "Politie",
            ("Overlast", "RegioS", "Perioden"),
            (_NUISANCE,),
            months=True,
        ),
        Table(
            "85146NED",
            "Veiligheidsmonitor; kerncijfers, regio",
            "Veiligheidsmonitor per regio",
            "CBS",
            ("Marges", "RegioS", "Perioden"),
            _SURVEY_TOPICS,
        ),
        *(
            Table(
                key,
                f"Kerncijfers wijken en buurten {year}",
                f"Kerncijfers wijken {year}",
                "CBS",
                ("WijkenEnBuurten",),
                _INHABITANT_TOPICS,
                years=False,
                year=year,
            )
            for key, year in INHABITANT_TABLES.items()
        ),
    )
}
