"""Every text of the project that is shown to people, as one catalogue; `python -m tests.messages` brings locale/ up to date.

Babel does it, which is in the lock, so neither the test nor the command needs gettext on the system.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "kk": "nplurals=2; plural=(n != 1);",
}
KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}{lazy}": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")
    for lazy in ("", "_lazy", "_noop")
}  # fmt: skip
NOT_OURS = {".venv", "var", "tests", "bench", "node_modules", "migrations"}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|\{\w*\}")

Key = tuple[str | None, str]


def po_path(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        if path.suffix in (".py", ".html", ".txt") and not NOT_OURS & {*path.relative_to(ROOT).parts}:
            yield path


def readable(path: Path) -> bytes:
    """Python as it stands; a template turned into calls of gettext, in brackets so that its indents mean nothing."""
    text = path.read_text()
    if path.suffix != ".py":
        text = f"({templatize(text)}\n)" if "{%" in text or "{{" in text else ""
    return text.encode()


def borrowed(language: str) -> Catalog:
    """Texts of Django and other packages that appear on our pages and that their own catalogues lack."""
    return read_po(io.BytesIO((ROOT / "locale" / language / "borrowed.pot").read_bytes()))


def extracted(language: str) -> Catalog:
    """What the sources and the borrowed texts ask to be translated."""
    catalog = Catalog(charset="utf-8")
    for path in sources():
        name = str(path.relative_to(ROOT))
        found = extract_python(io.BytesIO(readable(path)), list(KEYWORDS), ["Translators:"], {"encoding": "utf-8"})
        for line, function, arguments, comments in found:
            add(catalog, function, arguments, (name, line), comments)
    for message in borrowed(language):
        if message.id and not catalog.get(message.id, context=message.context):
            catalog.add(message.id, context=message.context, auto_comments=message.auto_comments)
    return catalog


def add(catalog: Catalog, function: str, arguments: object, place: tuple[str, int], comments: list[str]) -> None:
    texts = list(arguments) if isinstance(arguments, tuple) else [arguments]
    context = texts.pop(0) if "pgettext" in function else None
    singular, plural = texts[0], texts[1] if "ngettext" in function or "npgettext" in function else None
    if singular:
        catalog.add((singular, plural) if plural else singular, "", [place], auto_comments=comments, context=context)


def catalogue(language: str) -> Catalog:
    return read_po(io.BytesIO(po_path(language).read_bytes()), locale=language)


def key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def texts(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """One, or one for each plural form; an absent one is empty."""
    return (value,) if isinstance(value, str) else tuple(value or ("",))


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def renewed(language: str) -> tuple[bytes, list[Key]]:
    """The catalogue with what is new and without what is gone, nothing guessed; and what waits for a translation."""
    catalog = catalogue(language)
    catalog.update(extracted(language), no_fuzzy_matching=True, update_creation_date=False)
    body = io.BytesIO()
    write_po(body, catalog, width=0, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    waiting = [key(message) for message in catalog if message.id and not all(texts(message.string))]
    # The head stays as it is: the one that babel writes holds days.
    head = po_path(language).read_bytes().partition(b"\n\n")[0]
    return head + b"\n\n" + body.getvalue().strip(b"\n") + b"\n", waiting


if __name__ == "__main__":
    for language in LANGUAGES:
        text, waiting = renewed(language)
        po_path(language).write_bytes(text)
        sys.stdout.writelines(f"{language}: {one}\n" for one in waiting)
