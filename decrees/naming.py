"""Decrees and bodies as official letters name them inside a sentence: given forms, not endings put on."""

from decrees.models import Body, Decree
from letters.facts import Fact, Two

# "постановление …", "… қаулысы": whose decree it is.
OF_BODY = {
    Body.CONGRESS: Two("Съезда", "Съездің"),
    Body.CENTRAL_COMMITTEE: Two("Центрального комитета", "Орталық комитеттің"),
    Body.EXECUTIVE: Two("Исполнительного комитета", "Атқару комитетінің"),
    Body.PLENUM: Two("Пленума", "Пленумның"),
    Body.COUNCIL: Two("Совета", "Кеңестің"),
    Body.COMMITTEE: Two("профсоюзного комитета", "кәсіподақ комитетінің"),
}
# How people shorten and spell the bodies of organizations, by the beginning of the word.
_BODIES = (
    ("исполком", Two("Исполком", "Атқару комитеті")),
    ("исполнительный комитет", Two("Исполнительный комитет", "Атқару комитеті")),
    ("атқару комитеті", Two("Исполнительный комитет", "Атқару комитеті")),
    ("совет", Two("Совет", "Кеңес")),
    ("кеңес", Two("Совет", "Кеңес")),
    ("пленум", Two("Пленум", "Пленум")),
    ("президиум", Two("Президиум", "Төралқа")),
    ("профком", Two("профком", "кәсіподақ комитеті")),
)


def body_in_both(written: str) -> Two:
    """A body as somebody wrote it; in the other language where it is one that everybody knows."""
    folded = written.strip().casefold()
    return next((both for known, both in _BODIES if folded == known), Two(written, written))


def decree_facts(decree: Decree) -> dict[str, Fact]:
    return {
        "of_body": OF_BODY[Body(decree.body)],
        "title": Two(decree.title_ru, decree.title_kk),
        "adopted_on": decree.adopted_on,
        "number": decree.full_number,
    }
