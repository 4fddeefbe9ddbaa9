"""The public log for programs: heads, entries, and the proofs of RFC 9162. Everything in it is public."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.certification import transparency_log as log
from app.certification.deps import reading
from app.certification.domain.merkle_tree import leaf_hash
from app.certification.queries import newest_heads
from app.web.errors import NotFound

Number = Annotated[str, Query(pattern=r"^[0-9]{1,12}$")]


class SignedHead(BaseModel):
    """`token`: ES256, ký bởi một khóa ở /.well-known/jwks.json; nói `size` và `root`."""

    size: int
    root: str
    token: str


class Entry(BaseModel):
    index: int
    entry: str
    leaf: str


class InclusionProof(BaseModel):
    index: int
    size: int
    root: str
    hashes: list[str]


class ConsistencyProof(BaseModel):
    first: int
    second: int
    first_root: str
    second_root: str
    hashes: list[str]


class Problem(BaseModel):
    error: str


NOTHING = "Sổ cái không có chỗ này."
REFUSED: dict[int | str, dict[str, Any]] = {404: {"model": Problem}, 422: {"model": Problem}}
router = APIRouter(prefix="/api/v1/log", default_response_class=JSONResponse)


@router.get(
    "/head",
    name="log_head",
    summary="Đầu sổ cái đã ký, mới nhất",
    response_model=SignedHead,
    responses={404: {"model": Problem}},
)
def log_head(request: Request) -> SignedHead:
    with reading(request) as connection:
        newest = next(iter(newest_heads(connection, 1)), None)
        if newest is None:
            raise NotFound("Sổ cái chưa có đầu sổ nào đã ký.")
        return SignedHead(size=newest.size, root=log.root_of(connection, newest.size).hex(), token=newest.token)


@router.get(
    "/entry",
    name="log_entry",
    summary="Một dòng của sổ cái",
    description="`index`: từ 0.",
    response_model=Entry,
    responses=REFUSED,
)
def log_entry(request: Request, index: Number) -> Entry:
    with reading(request) as connection:
        found = log.entry_at(connection, int(index))
    if found is None:
        raise NotFound(NOTHING)
    return Entry(index=int(index), entry=found, leaf=leaf_hash(found.encode()).hex())


@router.get(
    "/proof",
    name="log_proof",
    summary="Bằng chứng một dòng nằm trong sổ cái",
    description="`index`: dòng; `size`: sổ có chừng ấy dòng (RFC 9162, 2.1.3).",
    response_model=InclusionProof,
    responses=REFUSED,
)
def log_proof(request: Request, index: Number, size: Number) -> InclusionProof:
    try:
        with reading(request) as connection:
            proof = log.prove_inclusion(connection, int(index), int(size))
    except IndexError:
        raise NotFound(NOTHING) from None
    hashes = [one.hex() for one in proof.hashes]
    return InclusionProof(index=proof.index, size=proof.size, root=proof.root.hex(), hashes=hashes)


@router.get(
    "/consistency",
    name="log_consistency",
    summary="Bằng chứng sổ cái chỉ dài thêm",
    description="Sổ có `second` dòng bắt đầu đúng bằng sổ có `first` dòng (RFC 9162, 2.1.4).",
    response_model=ConsistencyProof,
    responses=REFUSED,
)
def log_consistency(request: Request, first: Number, second: Number) -> ConsistencyProof:
    one, two = int(first), int(second)
    try:
        with reading(request) as connection:
            hashes = [found.hex() for found in log.prove_consistency(connection, one, two)]
            roots = log.root_of(connection, one).hex(), log.root_of(connection, two).hex()
    except IndexError:
        raise NotFound(NOTHING) from None
    return ConsistencyProof(first=one, second=two, first_root=roots[0], second_root=roots[1], hashes=hashes)
