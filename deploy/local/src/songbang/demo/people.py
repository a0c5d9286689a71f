"""Who acts in the story: the first operator opens the accounts, and every role signs in with its own."""

from dataclasses import dataclass

from songbang.demo.county import BODIES, COUNTY, County, Township
from songbang.demo.door import Door, all_of

OPERATOR = "operator"
OFFICE, SECOND_OFFICE, APPROVER, INSPECTOR, SECOND_INSPECTOR, OBSERVER = (
    "jianfuban", "jianfuban2", "fenguan", "ducha1", "ducha2", "shiji",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One login of the story."""

    username: str
    name: str
    role: str
    region: str
    department: str | None = None

    @property
    def password(self) -> str:
        """Fictitious people of a fictitious county have passwords that anybody may know."""
        return f"Songyun-{self.username}-2026!"


def of_township(township: Township) -> str:
    """The township's officer."""
    return f"t{township.code[6:9]}"


def of_village(code: str) -> str:
    """The village's clerk."""
    return f"v{code[6:12]}"


def of_department(code: str) -> str:
    """The department's officer."""
    return code.lower()


def clerks(township: Township) -> list[str]:
    """The villages whose clerks have a login; the others are spared it."""
    return [code for code, _ in township.villages[:3]]


def everybody(county: County) -> list[Person]:
    """All logins but the operator's."""
    people = [
        Person(OFFICE, "县减负办", "county_office", COUNTY),
        Person(SECOND_OFFICE, "县减负办复核岗", "county_office", COUNTY),
        Person(APPROVER, "分管县领导", "approver", COUNTY),
        Person(INSPECTOR, "督查一组", "inspector", COUNTY),
        Person(SECOND_INSPECTOR, "督查二组", "inspector", COUNTY),
        Person(OBSERVER, "市级观察员", "observer", "990100000000"),
        Person("duijie", "市级平台对接", "integrator", COUNTY),
        Person("shenji", "审计员", "auditor", "000000000000"),
    ]
    people += [Person(of_department(code), name, "department", COUNTY, code) for code, name in BODIES]
    for township in county.townships:
        people.append(Person(of_township(township), f"{township.name}减负专员", "township", township.code))
        names = dict(township.villages)
        people += [Person(of_village(code), f"{names[code]}文书", "village", code) for code in clerks(township)]
    return people


async def open_accounts(door: Door, county: County) -> list[Person]:
    """The operator opens everybody's account."""
    people = everybody(county)

    async def open_one(person: Person) -> str:
        body = {
            "username": person.username, "name": person.name, "password": person.password, "roles": [person.role],
            "region": person.region, "department": person.department,
        }  # fmt: skip
        account = await door.post(OPERATOR, "/api/identity/v1/accounts", body)
        door.remember(person.username, person.password)
        return str(account["id"])

    opened = await all_of(open_one(person) for person in people)
    await door.get(OPERATOR, f"/api/identity/v1/accounts/{opened[0]}/posts")
    return people
