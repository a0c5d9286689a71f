"""Accounts of one natural person: stated by the office, told by their tokens, taken back by a second operator."""

import jwt
from countykit.identity import Role

from .conftest import COUNTY, OTHER_COUNTY, TOWNSHIP
from .test_own_sessions import ACCOUNTS, account_id, refused_within_five_seconds


def others(session):
    return jwt.decode(session["access_token"], options={"verify_signature": False}).get("other_logins")


async def signed_in(gateway, username):
    return (await gateway.login(username)).json()


async def people(gateway):
    """Three township logins: the id of each account by its username."""
    for username in ("zhang", "zhang2", "zhang3"):
        await gateway.account(username, Role.TOWNSHIP, region=TOWNSHIP)
    return {name: await account_id(gateway, name) for name in ("zhang", "zhang2", "zhang3")}


async def test_a_token_names_all_logins_of_its_person_and_tokens_that_know_less_end(gateway):
    ids = await people(gateway)
    before, bystander = await signed_in(gateway, "zhang2"), await signed_in(gateway, "zhang3")
    assert others(before) is None
    path = f"{ACCOUNTS}/{ids['zhang']}/person"
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office:
        joined = await office.post(path, json={"account": str(ids["zhang2"])})
        assert joined.status_code == 200, joined.text
        await refused_within_five_seconds(gateway, before)
        assert (await gateway.refresh(before["refresh_token"])).status_code == 400
        assert (await gateway.me(bystander["access_token"])).status_code == 200
        # The third is stated of the second alone and is thereby the first's, too.
        third = await office.post(f"{ACCOUNTS}/{ids['zhang3']}/person", json={"account": str(ids["zhang2"])})
        assert third.status_code == 200, third.text
        assert (await office.get(path)).json() == {"logins": ["zhang", "zhang2", "zhang3"]}
        assert (await office.post(f"{ACCOUNTS}/{ids['zhang2']}/deactivation")).status_code == 200
    session = await signed_in(gateway, "zhang")
    assert others(session) == ["zhang2", "zhang3"]  # what was done under a disabled login stays theirs
    renewed = (await gateway.refresh(session["refresh_token"])).json()
    assert others(renewed) == ["zhang2", "zhang3"]
    assert (await gateway.me(renewed["access_token"])).json()["other_logins"] == ["zhang2", "zhang3"]
    rows = await gateway.fetch("SELECT resource FROM security_log WHERE resource LIKE '%/person'")
    assert [row["resource"] for row in rows] == ["account/zhang/person", "account/zhang3/person"]


async def test_what_is_stated_of_persons_is_refused_where_it_cannot_be_meant_and_nothing_is_left_half_done(gateway):
    ids = await people(gateway)
    await gateway.account("approver", Role.APPROVER, region=COUNTY)
    approver, path = await account_id(gateway, "approver"), f"{ACCOUNTS}/{ids['zhang']}/person"
    async with (
        gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office,
        gateway.client(Role.COUNTY_OFFICE, region=OTHER_COUNTY) as neighbour,
        gateway.client(Role.TOWNSHIP, region=TOWNSHIP) as township,
        gateway.client(Role.OPERATOR, sub="op") as operator,
    ):
        asked = [
            (office, ids["zhang"], 409, "person_same_account"),
            (office, approver, 403, "role_not_grantable"),
            (neighbour, ids["zhang2"], 404, "not_found"),
            (township, ids["zhang2"], 403, "forbidden"),
            (office, "01936f2a-0000-7000-8000-000000000001", 404, "not_found"),
        ]
        for client, account, status, code in asked:
            answer = await client.post(path, json={"account": str(account)})
            assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert await gateway.fetch("SELECT 1 FROM person_login") == []
        assert (await operator.post(path, json={"account": str(approver)})).status_code == 200
        again = await operator.post(f"{ACCOUNTS}/{approver}/person", json={"account": str(ids["zhang"])})
        assert (again.status_code, again.json()["code"]) == (409, "person_known")


async def test_two_logins_whose_posts_check_each_other_are_no_one_persons_until_one_post_ends(gateway):
    await gateway.account("office", Role.COUNTY_OFFICE, region=COUNTY)
    await gateway.account("approver", Role.APPROVER, region=COUNTY)
    ids = {name: await account_id(gateway, name) for name in ("office", "approver")}
    path, same = f"{ACCOUNTS}/{ids['office']}/person", {"account": str(ids["approver"])}
    async with gateway.client(Role.OPERATOR, sub="op") as operator:
        refused = await operator.post(path, json=same)
        assert (refused.status_code, refused.json()["code"]) == (409, "posts_conflict")
        posts = f"{ACCOUNTS}/{ids['approver']}/posts"
        (held,) = (await operator.get(posts)).json()["items"]
        ended = await operator.post(f"{posts}/{held['id']}/ending", json={"reason": "不再兼任"})
        assert ended.status_code == 200, ended.text
        assert (await operator.post(path, json=same)).status_code == 200


async def test_that_accounts_are_of_one_person_is_taken_back_by_an_operator_who_did_not_state_it(gateway):
    ids = await people(gateway)
    path = f"{ACCOUNTS}/{ids['zhang']}"
    async with (
        gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office,
        gateway.client(Role.OPERATOR, sub="first") as first,
        gateway.client(Role.OPERATOR, sub="zhang2") as themselves,
        gateway.client(Role.OPERATOR, sub="second") as second,
    ):
        none = await second.post(f"{path}/separation")
        assert (none.status_code, none.json()["code"]) == (409, "person_single_login")
        assert (await first.post(f"{path}/person", json={"account": str(ids["zhang2"])})).status_code == 200
        session = await signed_in(gateway, "zhang")
        for client, code in ((office, "forbidden"), (first, "person_separated_alone"),
                             (themselves, "person_separated_alone")):  # fmt: skip
            refused = await client.post(f"{path}/separation")
            assert (refused.status_code, refused.json()["code"]) == (403, code)
        assert others(await signed_in(gateway, "zhang")) == ["zhang2"]
        assert (await second.post(f"{path}/separation")).status_code == 200
    assert (await gateway.refresh(session["refresh_token"])).status_code == 400
    assert [others(await signed_in(gateway, name)) for name in ("zhang", "zhang2")] == [None, None]
    assert await gateway.fetch("SELECT 1 FROM person_login") == []
