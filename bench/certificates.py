"""What a counter waits for: issuing with its PDF, checking a paper, advice while typing, and many papers at once.

Only by name: `python -m bench certificates`. One process of certificate-svc with its renderer, a PostgreSQL that syncs.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import orjson
import psutil
from countykit.identity import Role
from countykit.testing import TokenMint
from songbang.ports import HOST, free_port
from songbang.postgres import EmbeddedPostgres
from songbang.provision import database_url

from bench.figures import Figures, figure
from bench.proxy import get
from bench.servers import load, postgres, process, url_of, uvicorn
from bench.write import variables

COUNTY, VILLAGE = "990101000000", "990101001201"
REGIONS = ((COUNTY, "青山县", "county"), ("990101001000", "青石镇", "township"), (VILLAGE, "前进村", "village"))
PAPERS, WARM, ALONE, AT_ONCE, CLIENTS = 100, 10, 50, 1_000, 20
VERIFIED_PER_SECOND, VERIFIED_SECONDS = 200.0, 10.0
ADMISSION = {
    "legal_basis": "民事诉讼法第22条", "requested_by": "人民法院", "issuing_body": "村民委员会",
    "guide": "持身份证到村便民服务站办理", "days": 5, "decided_by": ["县民政局", "县司法局"],
    "source": "青民发〔2026〕8号",
}  # fmt: skip
APPLICATION = {
    "region": VILLAGE, "item": "AC06", "applicant": {"name": "张三丰", "id_number": "11010519491231002X"},
    "purpose": "诉讼确定管辖", "demander": {"name": "青山县人民法院"},
}  # fmt: skip
NAMES = ("亲属关系证明", "无犯罪记录证明", "收入证明", "我家的狗是我家的证明", "在村里住了多久的证明")


def statement() -> dict[str, Any]:
    """What the paper says: a wording with its facts, checked today."""
    facts = {
        "since": "2019-03", "place": "第三村民小组12号", "until": "2026-03-02", "continuous": "是",
        "case_number": "（2026）青民初18号",
    }  # fmt: skip
    check = {"by": "李建民", "on": date(2026, 3, 2).isoformat(), "method": "查阅户籍底册并走访"}
    return {"facts": facts, "fact_check": check}


class Counter:
    """A village at its counter."""

    def __init__(self, url: str, mint: TokenMint) -> None:
        self._mint = mint
        limits = httpx.Limits(max_connections=CLIENTS)
        self._client = httpx.AsyncClient(base_url=url, trust_env=False, timeout=120, limits=limits)

    async def post(self, path: str, body: dict[str, Any], role: Role = Role.VILLAGE) -> dict[str, Any]:
        """What came of it, which is never a refusal here; a key of its own, or the same again is taken for a mistake."""
        region = VILLAGE if role is Role.VILLAGE else COUNTY
        headers = {
            "authorization": f"Bearer {self._mint.token(role, region=region)}",
            "idempotency-key": os.urandom(9).hex(),
        }
        answer = (await self._client.post(path, json=body, headers=headers)).raise_for_status()
        made: dict[str, Any] = answer.json()
        return made

    async def taken(self) -> str:
        """A new application's id."""
        return str((await self.post("/v1/applications", APPLICATION))["id"])

    async def issued(self, application: str) -> dict[str, Any]:
        """The certificate of an application."""
        return await self.post(f"/v1/applications/{application}/issue", statement())

    async def printed(self, certificate: str) -> None:
        """Its paper."""
        headers = {"authorization": f"Bearer {self._mint.token(Role.VILLAGE, region=VILLAGE)}"}
        answer = await self._client.get(f"/v1/certificates/{certificate}/document", headers=headers)
        assert answer.raise_for_status().content.startswith(b"%PDF")

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    async def asked(self, number: int) -> None:
        """Advice while typing, each time about another name."""
        body = {"name": NAMES[number % len(NAMES)] + "啊" * (number % 7), "purpose": "办事", "demander": "某单位"}
        await self.post("/v1/judgements", body)

    async def verified(self, code: str) -> None:
        """What anybody learns of a paper."""
        (await self._client.get(f"/v1/verify/{code}")).raise_for_status()

    async def processor_ms(self, act: Callable[[int], Awaitable[Any]]) -> float:
        """The processor's time that one of many acts takes: of the service, and of the processes that it started."""
        before = _processor_seconds()
        for number in range(ALONE):
            await act(number)
        return (_processor_seconds() - before) / ALONE * 1000


def _processor_seconds() -> float:
    """What the service has used so far; the database is not among its processes."""
    (service,) = (one for one in psutil.Process().children() if "certificate_svc.main:create_app" in one.cmdline())
    processes = [service, *service.children(recursive=True)]
    # Those that have ended are in the times of the one that started them.
    return sum(sum(one.cpu_times()[:4]) for one in processes)


def p95(taken: list[float]) -> float:
    """Milliseconds that 95 of 100 stay below."""
    return sorted(taken)[int(len(taken) * 0.95)] * 1000


async def _prepare(admin_url: str) -> None:
    """The directory rows that a counter looks up."""
    connection = await asyncpg.connect(admin_url)
    for row in REGIONS:
        await connection.execute("INSERT INTO region VALUES ($1, $2, $3, '2020-01-01', NULL, 1)", *row)
    await connection.close()


async def _of_counter(url: str, mint: TokenMint) -> tuple[Figures, str]:
    """The figures that one counter after another sees, and a verification code."""
    counter = Counter(url, mint)
    await counter.post("/v1/items/AC06/admission", ADMISSION, Role.COUNTY_OFFICE)
    papers, advice = [], []
    for number in range(WARM + PAPERS):
        application = await counter.taken()
        began = time.perf_counter()
        certificate = await counter.issued(application)
        await counter.printed(certificate["id"])
        papers.append(time.perf_counter() - began)
        began = time.perf_counter()
        await counter.asked(number)
        advice.append(time.perf_counter() - began)
    found: Figures = {
        "certificate: issued with its PDF, p50 in ms": figure(sorted(papers[WARM:])[PAPERS // 2] * 1000),
        "certificate: issued with its PDF, p95 in ms": figure(p95(papers[WARM:]), goal=400, lower_is_better=True),
        "certificate: advice at the counter, p95 in ms": figure(p95(advice[WARM:]), goal=80, lower_is_better=True),
    }
    found |= await _alone(counter)
    found |= await _at_once(counter)
    await counter.close()
    return found, certificate["verification_code"]


async def _alone(counter: Counter) -> Figures:
    """What each act costs the processor, which does not depend on what else the machine does."""
    waiting = [await counter.taken() for _ in range(ALONE)]
    issued: list[dict[str, Any]] = []

    async def issue(number: int) -> None:
        issued.append(await counter.issued(waiting[number]))

    acts = {
        "issue": issue,
        "print": lambda number: counter.printed(issued[number]["id"]),
        "advise": counter.asked,
        "verify": lambda number: counter.verified(issued[number]["verification_code"]),
    }
    return {
        f"certificate: processor time to {name}, in ms": figure(await counter.processor_ms(act))
        for name, act in acts.items()
    }


async def _at_once(counter: Counter) -> Figures:
    """A thousand papers of one village, as many at a time as there are connections: no number is left out or given twice."""
    applications = await asyncio.gather(*(counter.taken() for _ in range(AT_ONCE)))
    began = time.perf_counter()
    issued = await asyncio.gather(*(counter.issued(application) for application in applications))
    took = time.perf_counter() - began
    serials = sorted(int(certificate["number"].split("-")[3]) for certificate in issued)
    gaps = sum(serial != WARM + PAPERS + ALONE + place for place, serial in enumerate(serials, 1))
    return {
        f"certificate: numbers out of order after {AT_ONCE} issues at once": figure(gaps, goal=0, lower_is_better=True),
        f"certificate: issues a second, {AT_ONCE} of one village at once": figure(AT_ONCE / took),
    }


def _measured(directory: str, server: EmbeddedPostgres) -> Figures:
    mint, keys_port, port = TokenMint(), free_port(), free_port()
    (Path(directory) / "jwks.json").write_bytes(orjson.dumps(asyncio.run(mint.keys())))
    asyncio.run(_prepare(database_url(server.dsn(), "certificate")))
    serve_keys = [sys.executable, "-m", "http.server", str(keys_port), "--bind", HOST, "-d", directory]
    around = variables(
        f"http://{HOST}:{keys_port}/jwks.json", url_of(server, "certificate"), url_of(server, "bus")
    ) | {"SONGBANG_ATTACHMENTS_URL": f"file://{directory}/files", "SONGBANG_ENVIRONMENT": "demo"}  # fmt: skip
    with (
        process(serve_keys, keys_port, os.environ, "/jwks.json"),
        process(uvicorn("certificate_svc.main:create_app", port), port, around) as url,
    ):
        found, code = asyncio.run(_of_counter(url, mint))
        checked = load(
            url, get(f"/v1/verify/{code}"), seconds=VERIFIED_SECONDS, rate=VERIFIED_PER_SECOND, connections=16
        )
    found["certificate: verify at 200/s, p50 in ms"] = figure(checked["p50_ms"])
    found["certificate: verify at 200/s, p95 in ms"] = figure(checked["p95_ms"], goal=30, lower_is_better=True)
    return found


def run() -> Figures:
    """Measure on an empty county, and say what else the machine had to do."""
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        with postgres(Path(directory), ("certificate_svc",)) as server:
            found = _measured(directory, server)
    found["certificate: load of the machine before"] = figure(before)
    return found


if __name__ == "__main__":
    print(run())
