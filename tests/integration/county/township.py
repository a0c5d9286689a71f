"""A township with open work and a record in each of the five services, and what must hold of both after a change."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from countykit.identity import Role

from tests.integration.county.world import Who, World, at
from tests.waiting import eventually

DAY = "2026-07-01"
"""The first day of the new order."""
BEFORE, AFTER = at("2026-06-15"), at("2026-07-02")
PAST = "2026-06-20"
OFFPLAN = "/api/supervision/v1/visits/offplan"
LETTERS, PLAQUES = "/api/supervision/v1/letters", "/api/signage/v1/plaques"
GROUPS, ARRANGEMENTS = "/api/checklist/v1/groups", "/api/report/v1/arrangements"
APPLICATIONS = "/api/certificate/v1/applications"
BOARD = {
    "name": "妇女之家", "placement": "inside", "width_mm": 600, "height_mm": 400, "background": "红",
    "text_colour": "白",
}  # fmt: skip
KINSHIP = {
    "facts": {
        "materials": "户口簿和1998年户籍底册", "witnesses": "2", "counterpart": "张建国", "relation": "父子关系",
        "obstacle": "早年户籍底册未记载亲属关系", "notary_file": "（2026）青证受字第18号", "matter": "继承公证",
    },
    "fact_check": {"by": "李建民", "on": "2026-06-12", "method": "查阅户籍底册并走访"},
}  # fmt: skip


@dataclass
class Township:
    """A township as it was before the change, and its records."""

    code: str
    name: str
    villages: dict[str, str]
    records: dict[str, Any] = field(default_factory=dict)

    @property
    def county(self) -> str:
        """Its county."""
        return self.code[:6].ljust(12, "0")

    @property
    def unit(self) -> str:
        """Its own office as a body."""
        return f"T{self.code[2:9]}"

    @property
    def clerk(self) -> str:
        """The login of its clerk."""
        return f"t{self.code[2:9]}"

    @property
    def village(self) -> str:
        """The village that the story is about."""
        return next(iter(self.villages))

    @property
    def secretary(self) -> str:
        """The login of that village's clerk."""
        return f"v{self.village[2:]}"

    @property
    def regions(self) -> dict[str, str]:
        """Itself and its villages, by code."""
        return {self.code: self.name, **self.villages}

    async def told(self, world: World, form: str) -> None:
        """What lay open and what was on the record before the change."""
        clerk, secretary = Who(Role.TOWNSHIP, self.code), Who(Role.VILLAGE, self.village)
        office, inspector = Who(region=self.county), Who(Role.INSPECTOR, self.county)
        await world.account(self.clerk, Role.TOWNSHIP, self.code)
        await world.account(self.secretary, Role.VILLAGE, self.village)
        self.records["letter"] = await world.post(office, LETTERS, {
            "region": self.code, "contact": {"name": "王某", "phone": "0999-1234567"},
            "problems": [{"action": "work", "description": f"向村级转嫁统计任务{self.code}", "clause": "LST-05"}],
        }, on=BEFORE)  # fmt: skip
        group = {"region": self.code, "name": "统计群", "platform": "qq", "members": 3}
        self.records["group"] = await world.post(clerk, GROUPS, group, on=BEFORE)
        board = await world.post(clerk, PLAQUES, {**BOARD, "region": self.village}, on=BEFORE)
        path = f"{PLAQUES}/{board['id']}"
        await world.post(office, f"{path}/flag", {"reason": "function_mismatch"}, on=BEFORE)
        await world.post(office, f"{path}/disposal", {"kind": "remove", "reason": "功能不符"}, on=BEFORE)
        await world.post(clerk, f"{path}/completion", {"note": "已处置"}, on=BEFORE)
        await world.photograph(clerk, path, on=BEFORE)
        await world.post(inspector, f"{path}/verification", {"decision": "accepted", "reason": "现场核验"}, on=BEFORE)
        self.records["board"] = board
        order = {"form_id": form, "frequency": "monthly", "starts_on": "2026-06-01", "until": "2026-09-30"}
        self.records["arrangement"] = await world.post(clerk, ARRANGEMENTS, order, on=BEFORE)
        self.records["certificate"] = await self.issued(world, secretary, self.village, on=BEFORE)
        demand = {
            "region": self.village, "department": self.unit, "visited_on": "2026-06-12",
            "demanded": "查阅台账并现场打分排名",
        }  # fmt: skip
        visit = await world.post(secretary, OFFPLAN, demand, on=BEFORE)
        await world.post(
            Who(region=self.county, sub="zhao"), f"/api/supervision/v1/visits/{visit['id']}/confirmation",
            {"reason": "属实"}, on=BEFORE,
        )  # fmt: skip
        self.records["visit"] = visit

    @staticmethod
    async def issued(world: World, secretary: Who, village: str, *, on: datetime) -> dict[str, Any]:
        """A certificate of a village."""
        application = {
            "region": village, "item": "AC01", "purpose": "办理继承公证", "demander": {"name": "青山县公证处"},
            "applicant": {"name": "张三丰", "id_number": "11010519491231002X", "phone": "13800138000"},
            "statement": [{"label": "与被继承人关系", "value": "父子"}],
        }  # fmt: skip
        taken = await world.post(secretary, APPLICATIONS, application, on=on)
        certificate: dict[str, Any] = await world.post(secretary, f"{APPLICATIONS}/{taken['id']}/issue", KINSHIP, on=on)
        return certificate

    async def passes_on(self, world: World, heir: str, village: str) -> None:
        """All open work is the successor's under the old names, numbers and deadlines; the same people do it."""
        clerk, secretary = Who(username=self.clerk), Who(username=self.secretary)
        for who, place, role in ((clerk, heir, "township"), (secretary, village, "village")):
            me = await world.get(who, "/api/identity/v1/me", on=AFTER)
            assert (me["region"].ljust(12, "0"), me["roles"]) == (place, [role])
        await self.letter_passes(world, clerk)
        await self.board_comes_back(world, clerk, village)
        await self.form_goes_on(world, secretary, village)
        await self.papers_hold(world, secretary, village)

    async def letter_passes(self, world: World, clerk: Who) -> None:
        """What waits for the township is done by who took it over, under the name and number of its day."""
        letter = self.records["letter"]

        async def waits() -> Any:
            todos = (await world.get(clerk, "/api/todos", on=AFTER))["items"]
            return next((todo for todo in todos if todo["id"] == letter["id"]), None)

        waiting = await eventually(waits)  # a service that is slow is left out of the list, by name
        assert (waiting["kind"], waiting["due"]) == ("letter_receipt", letter["deadline"])
        received = await world.post(clerk, f"{LETTERS}/{letter['id']}/receipt", {}, on=AFTER)
        kept = ("number", "region", "region_name", "deadline", "sent_on")
        assert {name: received[name] for name in kept} == {name: letter[name] for name in kept}
        group = self.records["group"]
        decided = await world.post(clerk, f"{GROUPS}/{group['id']}/dissolution", {"reason": "已停用"}, on=AFTER)
        assert (decided["region"], decided["state"]) == (self.code, "dissolved")

    async def board_comes_back(self, world: World, clerk: Who, village: str) -> None:
        """A board that was taken down is known when it hangs again."""
        again = await world.post(clerk, PLAQUES, {**BOARD, "region": village}, on=AFTER)
        assert again["rebound_of"] == self.records["board"]["id"], "a board that was taken down under the former code"

    async def form_goes_on(self, world: World, secretary: Who, village: str) -> None:
        """The village files what it was asked for before, and nobody asks it twice."""
        path = f"{ARRANGEMENTS}/{self.records['arrangement']['id']}"
        for period in ("2026-06", "2026-07"):  # one that ended before the change and falls due after it, and a new one
            body = {"village": village, "period": period, "values": {"常住人口": 1204}}
            filing = await world.post(secretary, f"{path}/filings", body, on=AFTER)
            assert filing["region"] == village

    async def papers_hold(self, world: World, secretary: Who, village: str) -> None:
        """Papers stay good under their numbers, and new ones are numbered under the new code."""
        old = self.records["certificate"]
        checked = await world.get(
            Who(region=self.county), f"/api/certificate/v1/verify/{old['verification_code']}", on=AFTER
        )
        assert checked["number"] == old["number"]
        new = await self.issued(world, secretary, village, on=AFTER)
        assert new["number"].startswith(f"{village}-2026-AC01-")

    async def asked_once(self, world: World, clerk: Who) -> None:
        """Nobody asks the villages for the same form a second time under a new code."""
        order = {"frequency": "monthly", "starts_on": "2026-08-01", "until": "2026-09-30"}
        order["form_id"] = self.records["arrangement"]["form_id"]
        twice = await world.refused(clerk, ARRANGEMENTS, order, on=AFTER)
        assert twice["code"] == "arranged_twice"
