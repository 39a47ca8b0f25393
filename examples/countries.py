"""What the invented organisations of six countries are made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What the invented organisations of one country are made of."""

    code: str
    name: str
    timezone: str
    organisations: int
    stations: int
    languages: tuple[str, ...]
    #: Region, its districts.
    places: tuple[tuple[str, tuple[str, ...]], ...]
    first: tuple[str, ...]
    kind: tuple[str, ...]
    #: The telephones, by their running number.
    phone: str
    box: str
    secretary: str


COUNTRIES = (
    Country(
        code="KE",
        name="KENYA",
        timezone="Africa/Nairobi",
        organisations=60,
        stations=4,
        languages=("sw", "en", "sw"),
        places=(
            ("Kisumu County", ("Nyando", "Seme", "Muhoroni")),
            ("Siaya County", ("Bondo", "Rarieda", "Ugunja")),
            ("Kakamega County", ("Malava", "Lurambi")),
            ("Turkana County", ("Loima", "Kibish")),
        ),
        first=(
            "Tumaini",
            "Nyota",
            "Mwangaza",
            "Chemchemi",
            "Umoja",
            "Pamoja",
            "Rafiki",
        ),
        kind=(
            "Water Users",
            "Women’s Group",
            "Farmers’ Union",
            "Youth League",
            "Trust",
        ),
        phone="+254 300 1{:02} {:03}",
        box="P.O. Box {}",
        secretary="The Secretary",
    ),
    Country(
        code="TZ",
        name="TANZANIA",
        timezone="Africa/Dar_es_Salaam",
        organisations=35,
        stations=3,
        languages=("sw",),
        places=(
            ("Mwanza", ("Magu", "Misungwi", "Ukerewe")),
            ("Mara", ("Rorya", "Bunda")),
            ("Tanga", ("Muheza", "Lushoto")),
        ),
        first=("Jitihada", "Maendeleo", "Neema", "Upendo", "Faraja", "Baraka"),
        kind=("Kikundi cha Wanawake", "Umoja wa Wakulima", "Kamati ya Maji", "Asasi"),
        phone="+255 300 1{:02} {:03}",
        box="S.L.P. {}",
        secretary="Katibu",
    ),
    Country(
        code="SN",
        name="SÉNÉGAL",
        timezone="Africa/Dakar",
        organisations=35,
        stations=3,
        languages=("fr",),
        places=(
            ("Thiès", ("Mbour", "Tivaouane")),
            ("Kolda", ("Vélingara", "Médina Yoro Foulah")),
            ("Saint-Louis", ("Podor", "Dagana")),
        ),
        first=("Jappoo", "Teranga", "Yaakaar", "Liggéey", "Naatangué", "Deggo"),
        kind=(
            "Association des femmes",
            "Union des éleveurs",
            "Comité de l’eau",
            "Réseau",
        ),
        phone="+221 500 1{:02} {:03}",
        box="B.P. {}",
        secretary="Le secrétariat",
    ),
    Country(
        code="MX",
        name="MÉXICO",
        timezone="America/Mexico_City",
        organisations=30,
        stations=2,
        languages=("es",),
        places=(
            ("Oaxaca", ("Tlaxiaco", "Juchitán", "Miahuatlán")),
            ("Chiapas", ("Ocosingo", "Las Margaritas")),
            ("Guerrero", ("Tlapa", "Ometepec")),
        ),
        first=("Semilla", "Raíz", "Amanecer", "Maíz Nuevo", "Agua Clara", "Sendero"),
        kind=("Red de mujeres", "Cooperativa", "Comité de agua", "Colectivo"),
        phone="+52 100 1{:02} 0{:03}",
        box="Apartado postal {}",
        secretary="Secretaría",
    ),
    Country(
        code="FR",
        name="FRANCE",
        timezone="Europe/Paris",
        organisations=10,
        stations=1,
        languages=("fr",),
        places=(("Bretagne", ("Redon", "Pontivy")), ("Occitanie", ("Figeac", "Mende"))),
        first=("Passerelle", "Horizon", "Trait d’union", "Escale"),
        kind=("Association de solidarité", "Comité de jumelage", "Réseau"),
        phone="+33 6 39 98 {:02} {:02}",
        box="B.P. {}",
        secretary="Le secrétariat",
    ),
    Country(
        code="IN",
        name="INDIA",
        timezone="Asia/Kolkata",
        organisations=30,
        stations=2,
        languages=("hi", "en"),
        places=(
            ("Rajasthan", ("Barmer", "Jalore", "Sirohi")),
            ("Jharkhand", ("Simdega", "Khunti")),
            ("Bihar", ("Araria", "Supaul")),
        ),
        first=("Asha", "Jyoti", "Prayas", "Sangam", "Udaan", "Navjeevan"),
        kind=("Mahila Mandal", "Kisan Samiti", "Jal Samiti", "Seva Sangh"),
        phone="+91 100 00{:02} {:03}",
        box="P.O. Box {}",
        secretary="The Secretary",
    ),
)
