"""What is being typed for an obligation, and how it becomes a hand-in: shared by every form that fills one.

A draft's data are the fields of its form as typed: a name with a text, or with a list where several were chosen.
The page says from which version it started; whoever saved in between is never overwritten (`Draft.Conflict`).
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import BadRequest, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from documents.undisturbed import undisturbed
from documents.uploads import check_upload, clean_name
from reporting import receipts
from reporting.models import Draft, DraftFile, Obligation, Submission, SubmissionFile
from reporting.models.inserting import insert
from reporting.models.together import upsert

Data = dict[str, Any]


class Answer(NamedTuple):
    """One field of a form as people read it, on the page that checks and on the page that compares."""

    name: str
    label: str
    shown: str


Reader = Callable[[Obligation, Data], list[Answer]]
# What a hand-in lacks: (name of the field, sentence).
Shortcomings = Callable[[Submission], list[tuple[str, str]]]
Joiner = Callable[[Obligation, Data, date], Data]

# What a form carries beside the answers.
NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", "version", "token", "action", "files"})
# A member organization with two thousand primary ones: a term, a reason and a confirmation of each.
MOST_FIELDS = 10_000
LONGEST = 1_000_000
MOST_FILES = 20

_readers: dict[str, Reader] = {}
_shortcomings: dict[str, Shortcomings] = {}
_joiners: dict[str, Joiner] = {}


def register_reader(kind: str, reader: Reader) -> None:
    """How the answers of that kind of form are read out to people, all of them and in the order of the form."""
    _readers[kind] = reader


def register_joiner(kind: str, joiner: Joiner) -> None:
    """For forms of several pages: the whole draft after one page of it was sent."""
    _joiners[kind] = joiner


def joined(obligation: Obligation, sent: Data, day: date) -> Data:
    """What becomes of the draft when a page sends this; a form of one page sends the whole."""
    joiner = _joiners.get(obligation.kind.slug)
    return joiner(obligation, sent, day) if joiner else sent


def register_shortcomings(kind: str, find: Shortcomings) -> None:
    """What a computer sees to be lacking in a hand-in of that kind: the remarks a return begins with."""
    _shortcomings[kind] = find


def shortcomings(submission: Submission) -> list[tuple[str, str]]:
    find = _shortcomings.get(submission.obligation.kind.slug)
    return find(submission) if find else []


def answers(obligation: Obligation, data: Data) -> list[Answer]:
    reader = _readers.get(obligation.kind.slug)
    if reader:
        return reader(obligation, data)
    return [Answer(name, name, "\n".join(several(value))) for name, value in data.items()]


def several(value: str | list[str] | None) -> list[str]:
    """The values of a field in which more than one may be chosen."""
    return value if isinstance(value, list) else [value] if value else []


# --- Typing -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shut:
    """Why nothing can be filled in on a day; `standing` is the hand-in to look at instead."""

    code: str
    sentence: str
    standing: Submission | None = None


def shut(obligation: Obligation, day: date) -> Shut | None:
    """Standing, not open yet, exempt; None while the form is open."""
    try:
        obligation.refuse_submitting(day, Submission.Channel.ONLINE)
    except ValidationError as error:
        return Shut(error.code or "", error.messages[0], obligation.standing())
    return None


def to_correct(obligation: Obligation) -> Submission | None:
    """The returned hand-in that is being corrected, with its remarks; None where nothing was returned."""
    last = obligation.submissions.filter(voided_on=None).order_by("round").last()
    return last if last and last.returned_on else None


def posted(post: QueryDict) -> Data:
    """The answers of a form sent without scripts, in the shape of a draft."""
    return tidy({name: post.getlist(name) for name in post if name not in NOT_ANSWERS})


def tidy(data: Any) -> Data:
    """The same answers always in the same shape, and nothing a database refuses. BadRequest for what no form sends."""
    if not isinstance(data, dict) or len(data) > MOST_FIELDS:
        raise BadRequest("A draft is an object of fields.")
    tidied = {_text(name): _value(value) for name, value in data.items()}
    if sum(map(len, map(str, tidied.values()))) > LONGEST:
        raise BadRequest("A draft holds a million characters at most.")
    return {name: value for name, value in tidied.items() if value != []}


def read_sent(body: bytes) -> tuple[int, Data] | None:
    """Version and answers as a script sends them; None for anything else."""
    try:
        sent = json.loads(body)
        version, data = sent["version"], tidy(sent["data"])
    except (BadRequest, ValueError, KeyError, TypeError, RecursionError):
        return None
    return (version, data) if isinstance(version, int) else None


def _value(value: Any) -> str | list[str]:
    if not isinstance(value, list):
        return _text(value)
    return _text(value[0]) if len(value) == 1 else [_text(one) for one in value]


def _text(value: Any) -> str:
    """Neither zero characters nor halves of characters: PostgreSQL stores none. Line ends as scripts send them."""
    if not isinstance(value, str):
        raise BadRequest("An answer is a text.")
    return value.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "ignore").decode()


def as_post(data: Data) -> QueryDict:
    """A draft as a form takes it: `SomeForm(as_post(draft.data))`."""
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def version_of(post: Mapping[str, Any]) -> int:
    """The version a page started from; one that is not a number fits no draft."""
    text = str(post.get("version", ""))
    return int(text) if text.isdecimal() and len(text) < 12 else -1


def comparison(obligation: Obligation, mine: Data, theirs: Data) -> list[dict[str, Any]]:
    """Two versions of the answers, field by field."""
    ours = {answer.name: answer for answer in answers(obligation, mine)}
    others = {answer.name: answer for answer in answers(obligation, theirs)}
    rows = []
    for name, answer in {**others, **ours}.items():
        shown = [side[name].shown if name in side else "" for side in (ours, others)]
        rows.append({"key": answer.label, "mine": shown[0], "theirs": shown[1], "differs": shown[0] != shown[1]})
    return rows


# --- Many at once -----------------------------------------------------------------------------------


def of_many(obligations: Iterable[Obligation]) -> dict[int, Draft]:
    """As `Draft.of`, by the number of the obligation: two queries for any number of them."""
    by_pk = {obligation.pk: obligation for obligation in obligations}
    saved = {draft.obligation_id: draft for draft in Draft.objects.filter(obligation__in=list(by_pk))}
    rounds = Submission.objects.filter(obligation__in=list(by_pk)).order_by().values_list("obligation")
    counts = dict(rounds.annotate(Count("pk")))
    return {
        pk: saved.get(pk) or Draft(obligation=one, version=counts.get(pk, 0) * Draft.VERSIONS_OF_A_ROUND)
        for pk, one in by_pk.items()
    }


@undisturbed()
@transaction.atomic
def save_many(changed: Iterable[tuple[Draft, Data]], *, by: Any, at: datetime) -> None:
    """What one file says of many drafts, all or nothing. Raises Draft.Conflict when one was saved since it was read."""
    wanted = {draft.obligation_id: (draft, data) for draft, data in changed}
    locked = list(Obligation.objects.select_for_update().filter(pk__in=list(wanted)).order_by("pk"))
    now = of_many(locked)
    for pk, (draft, data) in wanted.items():
        if now[pk].version != draft.version:
            raise Draft.Conflict(now[pk])
        now[pk].data, now[pk].version, now[pk].saved_by, now[pk].saved_at = data, draft.version + 1, by, at
    upsert(Draft, [draft for draft in now.values() if draft.pk])
    insert(draft for draft in now.values() if not draft.pk)


# --- Files ------------------------------------------------------------------------------------------


def add_file(draft: Draft, upload: File) -> DraftFile:
    """Keep a file with the draft, after looking into it; the same file twice is kept once."""
    check_upload(upload)
    sha256 = digest(upload)
    name = clean_name(upload.name or "")
    if same := draft.files.filter(sha256=sha256, name=name).first():
        return same
    if draft.files.count() >= MOST_FILES:
        raise ValidationError(_("There are %(most)s files already; no more fit."), params={"most": MOST_FILES})
    return DraftFile.objects.create(draft=draft, file=upload, name=name, size=upload.size, sha256=sha256)


def add_files(draft: Draft, uploads: Iterable[File]) -> list[ValidationError]:
    """Keeps what may be kept; a refusal names its file."""
    refusals = []
    for upload in uploads:
        try:
            add_file(draft, upload)
        except ValidationError as error:
            refusals += [_refused(upload, message) for message in error.messages]
    return refusals


def _refused(upload: File, message: str) -> ValidationError:
    return ValidationError(
        _("File “%(name)s”: %(message)s"), params={"name": clean_name(upload.name or ""), "message": message}
    )


def remove_file(file: DraftFile) -> None:
    """Taken away before anything was handed in: nothing of it stays."""
    name, storage = str(file.file.name), file.file.storage
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))


def digest(file: File) -> str:
    """SHA-256 of the contents; leaves the file rewound."""
    file.seek(0)
    sha256 = hashlib.sha256()
    for chunk in file.chunks():
        sha256.update(chunk)
    file.seek(0)
    return sha256.hexdigest()


# --- Handing in -------------------------------------------------------------------------------------


def sent_before(obligation: Obligation, token: UUID) -> Submission | None:
    """The hand-in that this very form has made already."""
    return obligation.submissions.filter(token=token).first()


def hand_in(
    obligation: Obligation,
    *,
    by: Any,
    at: datetime,
    today: date,
    token: UUID,
    version: int | None = None,
    channel: str = Submission.Channel.ONLINE,
    text: str = "",
    nothing_to_report: bool = False,
    kept: Collection[SubmissionFile] = (),
    then: Callable[[Submission], None] | None = None,
) -> Submission:
    """Hand in what the draft holds: the hand-in, its files, the rows of the domain (`then`), the receipt by mail and
    the end of the draft in one transaction; the same form (`token`) sent again changes nothing and answers the same.

    `version`: of the draft that was checked; raises Draft.Conflict when somebody has saved since.
    `kept`: files of the round before that are handed in again.
    """

    def complete(submission: Submission) -> None:
        draft = Draft.of(obligation)
        if version is not None and draft.version != version:
            raise Draft.Conflict(draft)
        _hand_over(draft, submission, kept)
        if then:
            then(submission)
        receipts.post(submission, to=by, at=at)

    return obligation.submit(
        by=by,
        at=at,
        received_on=today,
        channel=channel,
        token=token,
        then=complete,
        text=text,
        nothing_to_report=nothing_to_report,
        signed_by=getattr(by, "person", None),
    )


def _hand_over(draft: Draft, submission: Submission, kept: Collection[SubmissionFile]) -> None:
    """Files pass on as they lie on the disk: both rows name the same contents, which are never changed."""
    files = [*kept, *(draft.files.all() if draft.pk else ())]
    for file in files:
        SubmissionFile.objects.create(
            submission=submission, file=file.file.name, name=file.name, size=file.size, sha256=file.sha256
        )
    if draft.pk:
        draft.delete()
