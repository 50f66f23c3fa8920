"""Letters: the templates staff own, drafts with the texts staff write, and issued documents."""

from letters.models.files import LetterFile, LetterScan
from letters.models.letter import LetterCounter, LetterText, OfficialLetter
from letters.models.template import WordTemplate

__all__ = ["LetterCounter", "LetterFile", "LetterScan", "LetterText", "OfficialLetter", "WordTemplate"]
