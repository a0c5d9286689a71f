"""What a front end learns of the person in front of it."""

from datetime import date
from uuid import UUID

from countykit.identity import Role
from pydantic import Field
from servicekit.bodies import View


class Post(View):
    """What a person acts as, and where."""

    role: Role
    region: str = Field(description="12-digit code; 000000000000 is the whole country")
    region_name: str | None = Field(description="null where the directory does not know the region")
    department: str | None
    department_name: str | None


class HeldPost(View):
    """A post that the caller may choose to act in."""

    id: UUID
    roles: list[Role]
    region: str = Field(description="12-digit code; 000000000000 is the whole country")
    region_name: str | None = Field(description="null where the directory does not know the region")
    department: str | None
    department_name: str | None
    valid_to: date | None = Field(description="the first day on which it is held no more")
    chosen: bool = Field(description="whether this token was issued for it")


class County(View):
    """The county that the caller's region lies in."""

    code: str
    name: str | None


class CalendarNow(View):
    """Days as the system counts them at this moment."""

    today: date = Field(description="the day in China; in a demonstration it is the demonstration's")
    published: bool = Field(description="whether the year's holiday notice is known; else days may still move")
    href: str = Field(description="where the year's days off and make-up days are read")


class MeView(View):
    """Who the caller is, as every service sees them, with what a front end needs to begin."""

    sub: str
    name: str
    other_logins: list[str] = Field(description="further accounts that are known to be of the same natural person")
    roles: list[Role]
    region: str = Field(description="significant prefix of the region code; empty for the whole country")
    region_code: str = Field(description="the same as a 12-digit code")
    region_name: str | None = Field(description="null where the directory does not know the region")
    department: str | None
    department_name: str | None
    posts: list[Post] = Field(description="one for each role")
    person: str | None = Field(description="the natural person, by an id that says nothing; null for a system")
    held_posts: list[HeldPost] = Field(description="what the caller may switch to, the longest held first")
    permissions: list[str] = Field(description="ids of the operations that the caller's roles may call")
    county: County | None = Field(description="null above the counties")
    calendar: CalendarNow
    must_change_password: bool = Field(description="until the password is changed every other route answers 403")
    must_enrol_second_factor: bool = Field(
        description="until a second factor is enrolled every other route answers 403"
    )
    demo: bool = Field(description="whether this is a demonstration, whose data are made up")
