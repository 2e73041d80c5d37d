"""Asking a machine. What it suggests stands in no draft: a person takes it, segment by segment, or does not."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.core.cache import cache
from django.db import connection, transaction

from cms.pages.segments import Segment, longest_of
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.outside.wire import Fault
from sites.refusals import Refused
from workflows.machine.carrying import received, to_send
from workflows.machine.engines import Engine, Pair, engines
from workflows.machine.faults import words_of
from workflows.machine.models import Answer, Sending, Suggestion
from workflows.machine.policies import is_personal, reasons_not_to_ask, reasons_not_to_send, reasons_switched_off
from workflows.machine.rules import Help, Limits, help_of, limits
from workflows.machine.selectors import Translated, budget_of, open_suggestions
from workflows.machine.servers import Server, server_named
from workflows.translation.enums import SegmentState
from workflows.translation.models import Translation
from workflows.translation.texts import opened

BUDGET_LOCK = 7_210
KNOWN_FOR = 3600  # seconds that a server's languages are remembered
LONGEST_TITLE = 300
SHORTEST = 0.5  # seconds with which asking is not begun any more


@dataclass(slots=True)
class Asked:
    """What came of it: suggestions, those thrown away, segments that were kept back, those still open; why it ended."""

    taken: int = 0
    thrown: list[str] = field(default_factory=list)
    kept_back: int = 0
    left: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes in one request."""

    segments: Sequence[Segment]
    has_tags: bool

    @property
    def texts(self) -> list[str]:
        """As the machine gets them."""
        return [to_send(segment) for segment in self.segments]

    @property
    def characters(self) -> int:
        """How many leave the house."""
        return sum(map(len, self.texts))


@dataclass(frozen=True, slots=True)
class Named:
    """What a list calls something that is no page, and where it is opened."""

    title: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person asking one server about one text, until a moment."""

    actor: User
    translation: Translation
    server: Server
    engine: Engine
    longest: Mapping[str, int]
    until: float
    asked: Asked
    named: Named

    @property
    def pair(self) -> Pair:
        """From which language into which."""
        return Pair(self.translation.source_locale, self.translation.locale)

    @property
    def seconds(self) -> float:
        """What is left of the time; raises Fault where it is too little to begin."""
        left = self.until - time.monotonic()
        if left < SHORTEST:
            raise Fault("out_of_time")
        return left


def suggest(actor: User, *, translation: Translation) -> Asked:
    """Have suggested what is not translated yet, as far as the budget, the server and the time of a request allow.

    Refused to who may not write the text; where it is switched off or the server is not listed; for what never leaves
    the house; and where the budget is used up. What the server does wrong is told, and what came before it stays.
    """
    if reasons := reasons_not_to_ask(actor, translation=translation):
        raise Refused(reasons=reasons)
    rule, _server = allowed_on(translation.site)
    found = opened(translation)
    if reasons := reasons_not_to_send(translation, found.source, rule=rule):
        raise Refused(reasons=reasons)
    wanted = wanted_of(found)
    sent = [segment for segment in wanted if not is_personal(found.source.page, segment)]
    longest = longest_of(found.source.page)
    return ask(actor, translation=translation, segments=sent, longest=longest, kept_back=len(wanted) - len(sent))


def ask(
    actor: User,
    *,
    translation: Translation,
    segments: Sequence[Segment],
    longest: Mapping[str, int],
    kept_back: int,
    named: Named | None = None,
) -> Asked:
    """Send what whoever calls has found may leave the house, `kept_back` segments left out; `named` is what a list of
    what was sent calls it, where it is no page. `longest` is how long each answer may be.

    Refused where it is switched off or the server is not listed. What the server does wrong is told.
    """
    rule, server = allowed_on(translation.site)
    most = limits()
    asked = Asked(kept_back=kept_back, left=len(segments))
    if not segments:
        return asked
    engine, until = engines[rule.engine](server, most), time.monotonic() + most.seconds
    sitting = Sitting(actor, translation, server, engine, longest, until, asked, named or Named())
    try:
        _check_languages(sitting)
        for batch in _batches(segments, most):
            _ask(sitting, batch)
    except Fault as fault:
        asked.fault = words_of(fault, server.name)
    return asked


def forget(public_id: UUID) -> None:
    """Empty what machines suggested for a text that is erased; anywhere else the database refuses it."""
    Suggestion.objects.filter(translation__public_id=public_id).update(target="")


def allowed_on(site: PublicSite) -> tuple[Help, Server]:
    """The rule of a site and its server; Refused where either lets nobody ask."""
    rule = help_of(site)
    server = server_named(rule.server) if rule else None
    if rule is None or server is None or reasons_switched_off(site):
        raise Refused(reasons=reasons_switched_off(site))
    return rule, server


def wanted_of(found: Translated) -> list[Segment]:
    """What has neither a translation nor a suggestion for the source as it is."""
    suggested = open_suggestions(found)
    return [line.segment for line in found.lines if line.state == SegmentState.NONE and line.key not in suggested]


def _batches(segments: Sequence[Segment], most: Limits) -> Iterator[Batch]:
    """Requests of bearable size, those with tags apart from those without."""
    for has_tags in (False, True):
        batch: list[Segment] = []
        for segment in segments:
            if bool(segment.tags) != has_tags:
                continue
            if batch and _is_full(Batch([*batch, segment], has_tags), most):
                yield Batch(batch, has_tags)
                batch = []
            batch.append(segment)
        if batch:
            yield Batch(batch, has_tags)


def _is_full(batch: Batch, most: Limits) -> bool:
    return batch.characters > most.characters or len(batch.segments) > most.segments


def _check_languages(sitting: Sitting) -> None:
    """Whether the server knows the pair: asked once an hour."""
    pair = sitting.pair
    key = f"machine:{sitting.server.name}:{pair.source}:{pair.target}"
    if cache.get(key):
        return
    if not sitting.engine.can(pair, seconds=sitting.seconds):
        raise Fault("unknown_pair", f"{pair.source} → {pair.target}")
    cache.set(key, 1, KNOWN_FOR)


def _ask(sitting: Sitting, batch: Batch) -> None:
    """One request: written down before it leaves, and what became of it after."""
    seconds, sending, began = sitting.seconds, _reserve(sitting, batch), time.monotonic()
    try:
        answers = sitting.engine.translate(batch.texts, sitting.pair, has_tags=batch.has_tags, seconds=seconds)
    except Fault as fault:
        _answered(sending, began, fault=fault)
        raise
    made = [
        (segment, received(segment, answer, most=sitting.longest.get(segment.key, 0)))
        for segment, answer in zip(batch.segments, answers, strict=True)
    ]
    with transaction.atomic():
        Suggestion.objects.bulk_create(
            Suggestion(
                sending=sending,
                translation=sitting.translation,
                key=segment.key,
                source_sha256=segment.sha256,
                target=text,
            )
            for segment, text in made
            if text
        )
        taken = sum(bool(text) for _segment, text in made)
        _answered(sending, began, taken=taken, thrown=len(made) - taken)
    sitting.asked.taken += taken
    sitting.asked.thrown += [segment.text for segment, text in made if not text]
    sitting.asked.left -= len(made)


def _reserve(sitting: Sitting, batch: Batch) -> Sending:
    """Write down what is about to leave, one after the other, so that a budget is not used twice."""
    site = sitting.translation.site
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", [BUDGET_LOCK, site.pk])
        if batch.characters > budget_of(site).left:
            raise Fault("budget")
        return Sending.objects.create(
            by=sitting.actor,
            at=clock.now(),
            site=site,
            translation=sitting.translation,
            locale=sitting.translation.locale,
            host=sitting.server.name,
            characters=batch.characters,
            segments=len(batch.segments),
            title=sitting.named.title[:LONGEST_TITLE],
            address=sitting.named.address,
        )


def _answered(sending: Sending, began: float, *, taken: int = 0, thrown: int = 0, fault: Fault | None = None) -> None:
    Answer.objects.create(
        sending=sending,
        at=clock.now(),
        fault=fault.code if fault else "",
        said=fault.said if fault else "",
        taken=taken,
        thrown=thrown,
        milliseconds=round((time.monotonic() - began) * 1000),
    )
