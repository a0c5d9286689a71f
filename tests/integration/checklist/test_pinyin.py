"""Applications are found by what their titles sound like."""


async def test_applications_are_found_by_initials_and_by_pinyin(people):
    await people.drafted()
    async with people.department() as client:
        for typed, count in (("fxzs", 1), ("fangxun", 1), ("fhxj", 0)):
            rows = (await client.get("/v1/admissions", params={"q": typed})).json()["items"]
            assert [row["title"] for row in rows] == ["村级防汛值守"] * count, typed
