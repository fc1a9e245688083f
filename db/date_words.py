"""The words of written dates in Spanish, English, French, Portuguese and Italian, folded."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "enero ene january jan janvier janv janeiro gennaio gen",
            "febrero feb february fevrier fevr fev fevereiro febbraio febbr",
            "marzo mar march mars marco",
            "abril abr april apr avril avr aprile",
            "mayo may mai maio maggio mag",
            "junio jun june juin junho giugno giu",
            "julio jul july juillet juil julho luglio lug",
            "agosto ago august aug aout",
            "septiembre setiembre sept sep set september septembre setembro settembre sett",
            "octubre oct october octobre outubro out ottobre ott",
            "noviembre nov november novembre novembro",
            "diciembre dic december dec decembre dezembro dez dicembre",
        ),
        start=1,
    )
    for word in words.split()
}

ENGLISH_MONTHS = _set(
    "january jan february feb march mar april apr may june jun july jul august aug september sept sep "
    "october oct november nov december dec"
)
"""Words for months that English uses, and with them a day behind the month."""

WEEKDAYS = _set(
    "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun "
    "lunes lun martes mar miercoles mie jueves jue viernes vie sabado sab domingo dom lundi mardi "
    "mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim segunda seg terca ter quarta qua quinta "
    "qui sexta sex lunedi martedi mercoledi giovedi gio venerdi sabato domenica "
)
"""Days of the week: what stands before a date and says nothing more about it."""

UNITS = {
    word: months
    for months, words in {
        2: "bimestre bimestres bimester",
        3: "t q trim trimestre trimestres trimester quarter quarters qtr tri",
        4: "cuatrimestre cuatrimestres quadrimestre quadrimestres quadrimester",
        6: "s h sem semestre semestres semester half mitad metade moitie",
    }.items()
    for word in words.split()
}
"""Parts of a year by their months."""

LAST = 0
"""The ordinal "last": how many there are depends on the unit it counts."""

ORDINALS = {
    word: number
    for number, words in {
        LAST: "ultimo ultima last dernier derniere",
        1: "primer primero primera first premier premiere primeiro primeira primo prima i",
        2: "segundo segunda second deuxieme seconde secondo seconda ii",
        3: "tercer tercero tercera third troisieme terceiro terceira terzo terza iii",
        4: "cuarto cuarta fourth quatrieme quarto quarta iv",
        5: "quinto quinta fifth cinquieme v",
        6: "sexto sexta sixth sixieme sesto sesta vi",
    }.items()
    for word in words.split()
}

ORDINAL_SUFFIXES = _set("ero era er ro ra re do da to ta mo o a e eme ieme nd nde st rd th")

CONTINUOUS = _set(
    "permanente permanentes permanent permanents permanentemente continuo continua continuos continuas "
    "continu continue continuous continuously continuamente ongoing"
)

BESIDE_CONTINUOUS = _set(
    "en de em maniere forma manera caracter modo accion actividad acao atividade action activity"
)
"""Words that may stand beside a word for "continuous" and change nothing."""

NOISE = _set("de del d of the du da do dos di le la el os il l en in em no na nel year ano annee anno")
"""Words that say nothing about which date is meant."""

TO_WORDS = _set("a al au to ate through hasta until till")
AND_WORDS = _set("y e and et")
FROM_WORDS = _set("from desde entre between dal dalla tra")

NOT_EXACT_OPENINGS = (
    "a mas tardar",
    "no later than",
    "not later than",
    "au plus tard",
    "by the end of",
    "jusqu'a",
    "jusqu'au",
    "hasta",
    "until",
    "till",
    "ate",
    "by",
    "entro",
    "d'ici a",
    "d'ici",
    "a fines de",
    "a finales de",
    "a fin de",
    "fines de",
    "finales de",
    "fin de",
    "fin",
    "the end of",
    "end of",
    "end",
    "final de",
    "fim de",
    "no final de",
    "fine",
)
"""Openings that keep the last day of what follows but say more than the canonical form can."""
