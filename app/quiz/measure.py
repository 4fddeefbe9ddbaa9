"""`quiz measure`: one JSON request a line in, one JSON answer a line out, by the functions that the service itself runs.

Logits, no 1.7 factor. A line that cannot be answered gets {"error": …} in Vietnamese; the next one is answered again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.core.json_fields import Request, WrongRequest, field, list_of, number, object_of, whole
from app.quiz.domain.ability import Item, Normal, OutOfRange, estimate
from app.quiz.domain.adaptive.bank import Bank, BankItem
from app.quiz.domain.adaptive.exposure import Exposure, eligible_items
from app.quiz.domain.adaptive.sitting import Policy, Position, Sitting, decide, next_item
from app.quiz.domain.calibration import Answers, ItemPrior, calibrate
from app.quiz.domain.differential_functioning import mh_dif
from app.quiz.domain.person_fit import lz

Operation: TypeAlias = Callable[[Request], Request]
MOST_ITEMS = 10_000


def measure(lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """One answer per line, in order, without line end; False when it is an error."""
    sittings = Sittings()
    operations = {**OPERATIONS, "session_new": sittings.begin, "session_answer": sittings.answer}
    for line in lines:
        try:
            yield json.dumps(_answer(_request(line), operations), ensure_ascii=False, allow_nan=False), True
        except (WrongRequest, OutOfRange) as refusal:
            yield json.dumps({"error": str(refusal)}, ensure_ascii=False), False


class Sittings:
    """Certification tests on one bank, which the first request brings along; exposure is counted over all of them."""

    def __init__(self) -> None:
        self._bank: Bank | None = None
        self._exposure = Exposure()
        self._open: dict[int, tuple[Position, str]] = {}  # with the item that was asked
        self._begun = 0

    def begin(self, request: Request) -> Request:
        """`bank`, `config`, `seed` (and `seen`, ids asked in earlier tests) → `session`, `item`."""
        if "bank" in request:
            self._bank = Bank(_bank_item(item, f"bank[{place}]") for place, item in enumerate(list_of(request, "bank")))
            self._exposure = Exposure()
        if self._bank is None:
            raise WrongRequest("Yêu cầu session_new đầu tiên cần có bank.")
        policy, seed = _policy(object_of(field(request, "config"), "config")), _seed(request)
        operational = [item.id for item in self._bank.items if item.domain in policy.weights]
        eligible = eligible_items(self._exposure, operational, policy.r_max, seed)
        seen = frozenset(map(str, list_of(request, "seen"))) if "seen" in request else frozenset()
        self._exposure = self._exposure.with_sitting(eligible)
        self._begun += 1
        return {
            "session": self._begun,
            **self._next(self._begun, Position(self._bank, policy, Sitting(seed, eligible, seen))),
        }

    def answer(self, request: Request) -> Request:
        """`session`, `score` (whole steps; null: not reached) → `item`, or `decision` with its estimate and `reason`."""
        session, score = field(request, "session"), whole(field(request, "score"), "score")
        if not isinstance(session, int) or session not in self._open:
            raise WrongRequest("Không có lượt thi (session) này, hoặc lượt ấy đã xong.")
        position, item = self._open[session]
        steps = len(position.bank.by_id[item].item.steps)
        if score is not None and not 0 <= score <= steps:
            raise OutOfRange(f"Điểm {score} không có ở câu {steps} bậc.")
        del self._open[session]
        return self._next(session, replace(position, sitting=position.sitting.with_answer(item, score)))

    def _next(self, session: int, position: Position) -> Request:
        decision = decide(position)
        item = next_item(position, self._exposure.shown) if decision.outcome == "continue" else None
        if item is not None:
            self._exposure = self._exposure.with_item(item)
            self._open[session] = position, item
            return {"item": item}
        outcome = "refer" if decision.outcome == "exhausted" else decision.outcome  # and the reason says so
        return {"decision": outcome, "reason": decision.reason, "n": decision.n, **asdict(decision.estimate)}


def _request(line: bytes) -> Request:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        raise WrongRequest("Dòng này không phải JSON. Mỗi dòng viết một yêu cầu JSON.") from None
    return object_of(request, "Yêu cầu")


def _answer(request: Request, operations: Mapping[str, Operation]) -> Request:
    operation = request.get("op")
    if not isinstance(operation, str) or operation not in operations:
        raise WrongRequest(f"Chưa có phép tính này. Các phép tính có: {', '.join(operations)}. Viết trong op.")
    return operations[operation](request)


def _score(request: Request) -> Request:
    """`items:[{a,c,steps}]`, `scores` (null: not reached), `prior:{mean,sd}`, `cut` → `theta`, `se`, `p_master`."""
    items, scores = _items_and_scores(request)
    start = _normal(field(request, "prior"), "prior")
    return asdict(estimate(items, scores, start, number(field(request, "cut"), "cut")))


def _calibrate(request: Request) -> Request:
    """`n_items`, `responses:[[person,item,score]]`, `prior:{b,b_sd,a_sd}`, `c`, `fit_a`, `pop:{mean,sd}` or null →
    `items:[{a,b,se}]` and `pop`. `b`, `b_sd` and `c` are one number for all items, or a list of one each."""
    count = _count(field(request, "n_items"), "n_items", MOST_ITEMS)
    rows = list_of(request, "responses")
    if not all(isinstance(row, list) and len(row) == 3 and all(type(cell) is int for cell in row) for row in rows):
        raise WrongRequest("Mỗi dòng của responses gồm ba số nguyên: [người, câu, điểm].")
    prior = object_of(field(request, "prior"), "prior")
    try:
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    except OverflowError:
        raise WrongRequest("Có số lớn quá trong responses.") from None
    fit_a = request.get("fit_a", True)
    if not isinstance(fit_a, bool):
        raise WrongRequest("fit_a phải là true hoặc false.")
    found = calibrate(
        Answers(table[:, 0], table[:, 1], table[:, 2], count),
        ItemPrior(
            _each(field(prior, "b"), "prior.b", count),
            _each(field(prior, "b_sd"), "prior.b_sd", count),
            number(field(prior, "a_sd"), "prior.a_sd"),
            _each(request.get("c", 0), "c", count),
        ),
        fit_a=fit_a,
        population=None if request.get("pop") is None else _normal(request["pop"], "pop"),
    )
    items = [{"a": item.a, "b": item.b, "se": item.se} for item in found.items]
    return {"items": items, "pop": asdict(found.population)}


def _personfit(request: Request) -> Request:
    """`items`, `scores`, `theta` → `lz`."""
    items, scores = _items_and_scores(request)
    return {"lz": lz(items, scores, number(field(request, "theta"), "theta"))}


def _dif(request: Request) -> Request:
    """`u` (0, 1), `group` (0 reference, 1 focal), `stratum` (whole numbers) → `delta`, `chi2`, `class`."""
    lists = [[whole(value, name) for value in list_of(request, name)] for name in ("u", "group", "stratum")]
    if any(value is None for values in lists for value in values):
        raise WrongRequest("u, group và stratum không có null.")
    u, group, stratum = ([value for value in values if value is not None] for values in lists)
    found = mh_dif(u, group, stratum)
    return {"delta": found.delta, "chi2": found.chi2, "class": found.class_}


OPERATIONS: Mapping[str, Operation] = {"score": _score, "calibrate": _calibrate, "personfit": _personfit, "dif": _dif}


def _items_and_scores(request: Request) -> tuple[list[Item], list[int | None]]:
    items = [_item(item, f"items[{place}]") for place, item in enumerate(list_of(request, "items"))]
    scores = [whole(score, f"scores[{place}]") for place, score in enumerate(list_of(request, "scores"))]
    if len(items) != len(scores):
        raise WrongRequest(f"Có {len(items)} câu mà {len(scores)} điểm. Mỗi câu một điểm, chưa làm thì viết null.")
    return items, scores


def _bank_item(value: Any, where: str) -> BankItem:
    fields = object_of(value, where)
    id_, domain = field(fields, "id"), field(fields, "domain")
    if not isinstance(id_, str | int) or not isinstance(domain, str | int):
        raise WrongRequest(f"{where}.id và {where}.domain phải là chữ hoặc số.")
    return BankItem(str(id_), str(domain), _item(fields, where))


def _policy(config: Request) -> Policy:
    weights = object_of(field(config, "weights"), "config.weights")
    given: dict[str, Any] = {
        name: number(config[name], f"config.{name}") for name in ("certify_at", "deny_at", "r_max") if name in config
    }
    for name in ("min_per_domain", "n_min", "n_max"):
        if name in config:
            given[name] = _count(config[name], f"config.{name}", MOST_ITEMS, least=0)
    cut = number(config.get("cut", 0), "config.cut")
    prior = _normal(config["prior"], "config.prior") if "prior" in config else Normal(cut, 1.0)
    domains = {str(domain): number(weight, f"config.weights.{domain}") for domain, weight in weights.items()}
    return Policy(domains, cut, prior=prior, **given)


def _seed(request: Request) -> int:
    seed = whole(field(request, "seed"), "seed")
    if seed is None or seed < 0:
        raise WrongRequest("seed phải là số nguyên từ 0.")
    return seed


def _normal(value: Any, where: str) -> Normal:
    fields = object_of(value, where)
    return Normal(number(field(fields, "mean"), f"{where}.mean"), number(field(fields, "sd"), f"{where}.sd"))


def _each(value: Any, where: str, count: int) -> NDArray[np.float64]:
    values = value if isinstance(value, list) else [value] * count
    if len(values) != count:
        raise WrongRequest(f"{where} cần một số, hoặc {count} số.")
    return np.array([number(one, where) for one in values], dtype=np.float64)


def _count(value: Any, where: str, most: int, least: int = 1) -> int:
    found = whole(value, where)
    if found is None or not least <= found <= most:
        raise WrongRequest(f"{where} phải là số nguyên từ {least} đến {most}.")
    return found


def _item(value: Any, where: str) -> Item:
    fields = object_of(value, where)
    steps = tuple(number(step, f"{where}.steps") for step in list_of(fields, "steps"))
    return Item(number(field(fields, "a"), f"{where}.a"), number(field(fields, "c"), f"{where}.c"), steps)
