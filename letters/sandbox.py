"""What a Word template may do: print fields, go through lists, choose between two texts. Nothing more.

Templates are uploaded by people, so they are read as a stranger's program would be. The tree of the template is
looked through before anything runs, and each sentence names the tag that is at fault. While it runs, passes of loops,
characters and seconds are counted.
"""

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from jinja2 import StrictUndefined, nodes
from jinja2.environment import Template
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from letters.context import Fields
from letters.saying import FILTERS

MOST_PASSES = 5_000
MOST_CHARACTERS = 20_000_000
MOST_SECONDS = 10.0

TAG = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
OF_LOOP = frozenset({"index", "index0", "first", "last", "length"})
TESTS = (
    "defined",
    "undefined",
    "none",
    "odd",
    "even",
    "divisibleby",
    "true",
    "false",
    "eq",
    "ne",
    "lt",
    "gt",
    "le",
    "ge",
)
MAY = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
)
OPENS = {"for": "endfor", "if": "endif"}


class TooMuch(ValidationError):
    """A template that would go on and on."""


def _too_much() -> TooMuch:
    return TooMuch(
        _(
            "The template repeats too much: a letter may go through at most %(passes)s rows and take %(seconds)s "
            "seconds. A long list belongs in an annex."
        ),
        code="too_much",
        params={"passes": MOST_PASSES, "seconds": round(MOST_SECONDS)},
    )


class Meter:
    """Counts what one rendering costs."""

    def __init__(self) -> None:
        self.passes = self.characters = 0
        self.until = time.monotonic() + MOST_SECONDS

    def one_pass(self) -> None:
        self.passes += 1
        if self.passes > MOST_PASSES or time.monotonic() > self.until:
            raise _too_much()

    def wrote(self, piece: str) -> None:
        self.characters += len(piece)
        if self.characters > MOST_CHARACTERS or time.monotonic() > self.until:
            raise _too_much()


class Rows(list[Any]):
    """Rows of a list that count their passes."""

    def __init__(self, rows: list[Any], meter: Meter) -> None:
        super().__init__(rows)
        self.meter = meter

    def __iter__(self) -> Iterator[Any]:
        for row in super().__iter__():
            self.meter.one_pass()
            yield row


def metered(value: Any, meter: Meter) -> Any:
    if isinstance(value, Fields):
        return Fields({key: metered(one, meter) for key, one in value.items()})
    if isinstance(value, list):
        return Rows([metered(one, meter) for one in value], meter)
    return value


class MeasuredTemplate(Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        meter = Meter()
        context = {key: metered(one, meter) for key, one in dict(*args, **kwargs).items()}
        pieces = []
        for piece in self.generate(context):
            meter.wrote(piece)
            pieces.append(piece)
        return "".join(pieces)


class LetterEnvironment(SandboxedEnvironment):
    """Fields by their names; no methods, no attributes of Python, no calls, no arithmetic."""

    template_class = MeasuredTemplate
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, extensions=())
        self.globals = {}
        self.filters = dict(FILTERS)
        self.tests = {name: self.tests[name] for name in TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Fields):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and attribute in OF_LOOP:
            return getattr(obj, attribute)
        raise SecurityError(f"{attribute} is out of reach")

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=argument)

    def call(self, *args: Any, **kwargs: Any) -> Any:
        raise SecurityError("a template calls nothing")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError("a template does not count")


# --- Looking through before running ---------------------------------------------------------------------------------


def refused(sentence: Any, **params: Any) -> ValidationError:
    return ValidationError(sentence, code="template", params=params)


def tidy(tag: str) -> str:
    """The tag as its author sees it: without the marks of Word, short enough for a sentence."""
    words = " ".join(re.sub(r"<[^>]*>", "", tag).split())
    return words if len(words) <= 120 else words[:119] + "…"


def check_source(source: str, names: Mapping[str, Any]) -> None:
    """Raises ValidationError with a sentence that names the faulty tag."""
    _check_pairs(source)
    # Every tag begins a line, so that the number of a line leads to its tag.
    tags = [match.group() for match in TAG.finditer(source)]
    lined = TAG.sub(lambda match: "\n" + match.group().replace("\n", " "), source.replace("\n", " "))
    try:
        tree = LetterEnvironment().parse(lined)
    except TemplateSyntaxError as error:
        raise refused(
            _("The tag “%(tag)s” is not written as tags are: look at its braces, quotes and signs."),
            tag=_tag_on(lined, error.lineno),
        ) from error
    _Reader(tags, names).read(tree)


def _tag_on(lined: str, number: int) -> str:
    line = lined.split("\n")[number - 1]
    begins = re.search(r"{{|{%|{#", line)
    return tidy(line[begins.start() :] if begins else line[:200])


def _check_pairs(source: str) -> None:
    """Loops and conditions that are never closed, or closed without being open."""
    opened: list[tuple[str, str]] = []
    for match in TAG.finditer(source):
        tag = match.group()
        words = re.sub(r"<[^>]*>", "", tag).strip("{%-} \n").split()
        word = words[0] if words else ""
        if not tag.startswith("{%"):
            continue
        if word in OPENS:
            opened.append((word, tag))
        elif word in OPENS.values():
            if not opened or OPENS[opened[-1][0]] != word:
                raise refused(_("The tag “%(tag)s” closes nothing that is open."), tag=tidy(tag))
            opened.pop()
        elif word not in {"else", "elif"}:
            raise refused(
                _("The tag “%(tag)s” is not allowed. A template may use: for, endfor, if, elif, else, endif."),
                tag=tidy(tag),
            )
    if opened:
        word, tag = opened[-1]
        raise refused(
            _("The tag “%(tag)s” is never closed: %(end)s is missing."), tag=tidy(tag), end="{% " + OPENS[word] + " %}"
        )


class _Reader:
    """Goes through the tree with the names known at each place."""

    def __init__(self, tags: list[str], names: Mapping[str, Any]) -> None:
        self.tags = tags
        self.names = names

    def read(self, tree: nodes.Template) -> None:
        for node in tree.body:
            self._read(node, dict(self.names))

    def _read(self, node: nodes.Node, names: dict[str, Any]) -> None:
        if not isinstance(node, MAY):
            raise refused(_("The tag “%(tag)s” does what a template may not do."), tag=self._tag_of(node))
        if isinstance(node, nodes.For):
            return self._read_loop(node, names)
        if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            self._shape(node, names)
            return None
        if isinstance(node, (nodes.Filter, nodes.Test)):
            self._check_filter(node)
        for child in node.iter_child_nodes():
            self._read(child, names)
        return None

    def _check_filter(self, node: "nodes.Filter | nodes.Test") -> None:
        known = FILTERS if isinstance(node, nodes.Filter) else TESTS
        if node.name not in known:
            raise refused(
                _("There is no “%(name)s” in “%(tag)s”. A template may use: %(accepted)s."),
                name=node.name,
                tag=self._tag_of(node),
                accepted=", ".join(known),
            )

    def _read_loop(self, node: nodes.For, names: dict[str, Any]) -> None:
        rows = self._shape(node.iter, names) if not isinstance(node.iter, nodes.Filter) else None
        if not isinstance(node.target, nodes.Name) or node.recursive or node.test or not isinstance(rows, list):
            raise refused(
                _("The loop “%(tag)s” does not go through a list. It is written so: %(example)s."),
                tag=self._tag_of(node),
                example="{% for row in name.rows %}",
            )
        inside = {**names, node.target.name: rows[0], "loop": dict.fromkeys(OF_LOOP)}
        for child in node.body:
            self._read(child, inside)
        for child in node.else_:
            self._read(child, names)

    def _shape(self, node: nodes.Node, names: dict[str, Any]) -> Any:
        """What stands behind a path of names; refuses one that nobody knows."""
        if isinstance(node, nodes.Name):
            return self._in(names, node.name, node)
        if isinstance(node, nodes.Getattr):
            return self._in(self._shape(node.node, names), node.attr, node)
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            whole = self._shape(node.node, names)
            if isinstance(whole, list) and isinstance(node.arg.value, int):
                return whole[0]
            return self._in(whole, str(node.arg.value), node)
        raise refused(_("The tag “%(tag)s” does what a template may not do."), tag=self._tag_of(node))

    def _in(self, whole: Any, name: str, node: nodes.Node) -> Any:
        if name.startswith("_"):
            raise refused(
                _("The tag “%(tag)s” reaches for “%(name)s”, which is not a field of the letter."),
                tag=self._tag_of(node),
                name=name,
            )
        if not isinstance(whole, Mapping) or name not in whole:
            raise refused(
                _("The tag “%(tag)s” names the field “%(path)s”, which this letter does not have."),
                tag=self._tag_of(node),
                path=_path(node),
            )
        return whole[name]

    def _tag_of(self, node: nodes.Node) -> str:
        place = node.lineno - 2
        return tidy(self.tags[place]) if 0 <= place < len(self.tags) else type(node).__name__


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_path(node.node)}.{node.arg.value}"
    return ""


def in_words(error: TemplateError) -> ValidationError:
    """What goes wrong only while a template runs, as a sentence; the words of the library are English."""
    return refused(_("The template cannot be filled in with the facts of this letter."))
