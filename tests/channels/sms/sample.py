"""An invented workshop with every fact, in every language that has a catalogue."""

from __future__ import annotations

from typing import Any

from outreach.model.announcement import Announcement
from outreach.model.reading import read

_TITLES = {
    "en": "Safe water in our villages",
    "fr": "De l'eau saine dans nos villages",
    "es": "Agua segura en nuestros pueblos",
    "ar": "مياه نظيفة في قرانا",
    "ru": "Чистая вода в наших селах",
    "zh": "乡村安全用水",
    "sw": "Maji salama vijijini mwetu",
    "pt": "Agua limpa nas nossas aldeias".replace("Agua", "Água"),
    "hi": "हमारे गाँवों में साफ़ पानी",
    "am": "ንጹህ ውሃ ለመንደሮቻችን",
}
_SUMMARIES = {
    "en": "Learn to test a well and mend a pump.",
    "fr": "Apprendre à tester un puits et à réparer une pompe.",
    "es": "Aprenda a probar un pozo y a reparar una bomba.",
    "ar": "تعلموا فحص البئر وإصلاح المضخة.",
    "ru": "Научитесь проверять колодец и чинить насос.",
    "zh": "学习检测水井和修理水泵。",
    "sw": "Jifunze kupima kisima na kutengeneza pampu.",
    "pt": "Aprenda a testar um poço e a reparar uma bomba.",
    "hi": "कुएँ की जाँच और पंप की मरम्मत सीखिए।",
    "am": "ጉድጓድ መመርመርና ፓምፕ መጠገን ይማሩ።",
}
_ORGANIZERS = {
    "en": "Lake Region Women’s Network",
    "fr": "Réseau des femmes du lac",
    "es": "Red de Mujeres del Lago",
    "ar": "شبكة نساء البحيرة",
    "ru": "Сеть женщин озера",
    "zh": "湖区妇女网络",
    "sw": "Mtandao wa Wanawake wa Ziwa",
    "pt": "Rede de Mulheres do Lago",
    "hi": "झील क्षेत्र महिला नेटवर्क",
    "am": "የሐይቅ ክልል ሴቶች መረብ",
}
_HALLS = {
    "en": "Town Hall",
    "fr": "Mairie",
    "es": "Ayuntamiento",
    "ar": "دار البلدية",
    "ru": "Ратуша",
    "zh": "市政厅",
    "sw": "Ukumbi wa Mji",
    "pt": "Sala da Vila",
    "hi": "नगर भवन",
    "am": "ማዘጋጃ ቤት",
}
_TOWNS = {
    **dict.fromkeys(("en", "fr", "es", "sw", "pt"), "Kisumu"),
    "ar": "كيسومو",
    "ru": "Кисуму",
    "zh": "基苏木",
    "hi": "किसुमु",
    "am": "ኪሱሙ",
}
_OPENINGS = {
    "en": "Opening",
    "fr": "Ouverture",
    "es": "Apertura",
    "ar": "الافتتاح",
    "ru": "Открытие",
    "zh": "开幕",
    "sw": "Ufunguzi",
    "pt": "Abertura",
    "hi": "उद्घाटन",
    "am": "መክፈቻ",
}
_FARES = {
    "en": "Bus fare is paid back.",
    "fr": "Le bus est remboursé.",
    "es": "Se devuelve el pasaje.",
    "ar": "تُرد أجرة الحافلة.",
    "ru": "Проезд оплачивается.",
    "zh": "报销车费。",
    "sw": "Nauli hurejeshwa.",
    "pt": "O transporte é pago.",
    "hi": "बस का किराया लौटाया जाएगा।",
    "am": "የአውቶቡስ ዋጋ ይመለሳል።",
}
LANGUAGES = tuple(_TITLES)


def content(**changes: Any) -> dict[str, Any]:
    """The workshop as JSON values, with ``changes`` at the top level."""
    return {
        "id": "kisumu-water-27",
        "kind": "workshop",
        "organizer": _ORGANIZERS,
        "starts_at": "2027-05-05T09:00",
        "ends_at": "2027-05-05T17:00",
        "timezone": "Africa/Nairobi",
        "venue": {"name": _HALLS, "room": "3B", "locality": _TOWNS, "country": "KE"},
        "registration": {
            "opens": "2027-03-01",
            "deadline": "2027-04-20",
            "how": ["sms", "phone"],
            "keyword": "JOIN 14",
            "fee": {"amount": "0", "currency": "KES"},
            "seats": 200,
            "seats_per_organisation": 2,
            "travel_support": _FARES,
        },
        "contact": {"name": "Amina Otieno", "phones": ["+254722000014"]},
        "programme": [{"at": "09:00", "title": _OPENINGS, "speaker": "Amina Otieno"}],
        "url": "https://water.example/27",
        "texts": {
            language: {"title": title, "summary": _SUMMARIES[language]}
            for language, title in _TITLES.items()
        },
        **changes,
    }


def workshop(**changes: Any) -> Announcement:
    """The workshop, with ``changes`` at the top level."""
    return read(content(**changes)).announcement


def in_english(title: str = "Safe water", **changes: Any) -> Announcement:
    """A bare meeting in English, to which tests add the one fact they are about."""
    bare = {
        "id": "bare",
        "kind": "meeting",
        "organizer": "Lake Network",
        "starts_at": "2027-05-05T14:30",
        "timezone": "Africa/Nairobi",
        "venue": {"name": "Town Hall", "locality": "Kisumu", "country": "KE"},
        "contact": {"name": "Amina", "phones": ["+254722000014"]},
        "texts": {"en": {"title": title}},
    }
    return read({**bare, **changes}).announcement
