"""Swahili nouns and their classes, with which a number after them agrees."""

from __future__ import annotations

from types import MappingProxyType

from channels.radio.speech import listed

#: The class of a noun, as the numerals' concords name it.
CLASSES = MappingProxyType(
    {
        noun: noun_class
        for noun_class, nouns in [
            (
                "wa",
                "mtu watu mwanamke wanawake mwanamume wanaume mshiriki washiriki mjumbe "
                "wajumbe mtoto watoto kijana vijana kiongozi viongozi mwakilishi wawakilishi "
                "mwanachama wanachama mkulima wakulima mwalimu walimu mwanafunzi wanafunzi "
                "mwandishi waandishi mgeni wageni mfanyakazi wafanyakazi msichana wasichana "
                "mvulana wavulana rafiki marafiki mama mzee wazee mkazi wakazi",
            ),
            ("mi", "mwezi miezi mwaka miaka mkutano mikutano mkoa mikoa mti miti mradi miradi mji miji mto mito"),
            ("ma", "shirika mashirika eneo maeneo kundi makundi jambo mambo tangazo matangazo swali maswali somo masomo kanisa makanisa jimbo majimbo masaa"),
            ("vi", "kiti viti kikundi vikundi chama vyama kijiji vijiji chumba vyumba kitabu vitabu kituo vituo chombo vyombo kisima visima kikao vikao chuo vyuo kipindi vipindi"),
            ("n", "siku wiki saa dakika nafasi nchi kaunti wilaya shule kata shilingi dola mita kilomita lita ekari semina warsha mada barua simu nyumba familia kaya taasisi jumuiya namba nambari hatua lugha asilimia sekunde mara"),
        ]
        for noun in listed(nouns)
    }
)  # fmt: skip
#: Words after which a figure is a name, not a count: room three, page five.
LABELS = frozenset(
    listed(
        "namba nambari na ukurasa sura kifungu ghorofa barabara sehemu toleo awamu "
        "chumba saa tarehe mwaka posta sanduku box elfu laki milioni bilioni"
    )
)
