"""Spanish nouns and their gender, with which a number before them agrees."""

from __future__ import annotations

from types import MappingProxyType

from channels.radio.agreement import Nouns, genders
from channels.radio.speech import listed

NOUNS = Nouns(
    language="es",
    known=MappingProxyType(
        genders(
            "día días mapa mapas problema problemas programa programas tema temas "
            "sistema sistemas idioma idiomas hombre hombres país países mes meses "
            "joven jóvenes líder líderes participante participantes representante "
            "representantes estudiante estudiantes integrante integrantes asistente "
            "asistentes habitante habitantes docente docentes taller talleres "
            "bebé bebés chelín chelines dólar dólares árbol árboles hogar hogares "
            "millón millones lugar lugares local locales plan planes panel paneles autobús autobuses",
            "mujer mujeres mano manos foto fotos labor labores flor flores clase clases "
            "sede sedes red redes calle calles noche noches tarde tardes madre madres "
            "vez veces ley leyes parte partes base bases hectárea hectáreas",
        )
    ),
    endings=(
        ("ista", ""),
        ("istas", ""),
        ("ma", ""),
        ("mas", ""),
        ("eta", ""),
        ("etas", ""),
        ("ción", "f"),
        ("ciones", "f"),
        ("sión", "f"),
        ("siones", "f"),
        ("dad", "f"),
        ("dades", "f"),
        ("tad", "f"),
        ("tades", "f"),
        ("tud", "f"),
        ("tudes", "f"),
        ("umbre", "f"),
        ("umbres", "f"),
        ("aje", "m"),
        ("ajes", "m"),
        ("dor", "m"),
        ("dores", "m"),
        ("tor", "m"),
        ("tores", "m"),
        ("a", "f"),
        ("as", "f"),
        ("o", "m"),
        ("os", "m"),
    ),
    stops=frozenset(
        listed(
            "a al con de del desde durante e en es están está fueron ha han hasta más menos "
            "ni no o para pero por que se según ser sin sobre son u y ya"
        )
    ),
)
