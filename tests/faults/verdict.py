"""What was lost, sent twice or held: the provider's record against the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from outreach.model.contracts import Fate
from outreach.model.states import State
from tests.faults.loop import Kill, Round

_WENT = frozenset({State.ACCEPTED, State.DELIVERED})
_WAITS = frozenset({State.HELD, State.UNKNOWN})


@dataclass(slots=True, kw_only=True)
class Verdict:
    """Deliveries by what is wrong with them, or held; all other words are faults."""

    mode: str
    fate: Fate
    kills: list[Kill]
    texts: int
    held: set[str]
    most_held: int
    lost: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)
    #: Neither sent nor waiting for a person.
    stuck: set[str] = field(default_factory=set)
    #: Reported as delivered, and not so in the ledger.
    deaf: set[str] = field(default_factory=set)
    tracebacks: int = 0
    finished: bool = True

    @property
    def faults(self) -> list[str]:
        """One sentence for each thing that is wrong."""
        found = [
            f"{len(ids)} {word}: {' '.join(sorted(ids)[:5])}"
            for word in ("lost", "twice", "stuck", "deaf")
            if (ids := getattr(self, word))
        ]
        if not self.finished:
            found.append("it did not finish")
        if len(self.held) > self.most_held:
            found.append(
                f"{len(self.held)} held, at most {self.most_held} were in flight"
            )
        if strange := self.held.difference(*(kill.in_flight for kill in self.kills)):
            found.append(f"{len(strange)} held that no kill met in flight")
        if self.tracebacks:
            found.append(f"{self.tracebacks} tracebacks in the log")
        return found


def judge(round: Round, *, finished: bool) -> Verdict:
    """Compare the provider's record with the ledger."""
    rows = round.rows()
    let_out = Counter(round.place.record.read_text().split())
    state = {delivery: row.state for delivery, row in rows.items()}
    waits = _WAITS if round.fate is Fate.HOLD else frozenset()
    expected = {
        f"{c}-{n}" for c in round.office.codes for n in range(round.office.phones)
    }
    return Verdict(
        mode=round.mode,
        fate=round.fate,
        kills=round.kills,
        texts=len(expected),
        held={d for d, s in state.items() if s is State.HELD},
        most_held=round.most_in_flight if round.fate is Fate.HOLD else 0,
        lost={d for d in expected if not let_out[d] and state.get(d) not in waits},
        twice={d for d, number in let_out.items() if number > 1 or d not in expected},
        stuck={d for d, s in state.items() if s not in _WENT | waits},
        deaf=_deaf(round, state),
        tracebacks=round.fleet.log.read_text().count("Traceback"),
        finished=finished,
    )


def _deaf(round: Round, state: dict[str, State]) -> set[str]:
    told = round.place.heard.read_text().split()
    return {d for d in told if state.get(d) is not State.DELIVERED}


def table(verdicts: Iterable[Verdict]) -> str:
    """Phase by mode by fate: kills, and what became of the deliveries in flight at them.

    A delivery counts at the last kill that it was in flight at.
    """
    lines = [
        "| mode | gateway | killed in | kills | in flight | lost | twice | held |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for verdict in verdicts:
        lines += _rows_of(verdict)
    return "\n".join(lines)


def _rows_of(verdict: Verdict) -> list[str]:
    last = {d: kill.phase for kill in verdict.kills for d in kill.in_flight}
    kills = Counter(kill.phase for kill in verdict.kills)
    counts = [Counter(last.values())] + [
        Counter(last.get(d, "no kill") for d in ids)
        for ids in (verdict.lost, verdict.twice, verdict.held)
    ]
    phases = sorted({*kills, *(phase for count in counts for phase in count)})
    return [
        f"| {verdict.mode} | {verdict.fate} | {phase} | {kills[phase]} | "
        + " | ".join(str(count[phase]) for count in counts)
        + " |"
        for phase in phases
    ]
