"""Forms and elements are found by what their names sound like."""


async def test_forms_are_found_by_initials_and_by_pinyin(county):
    form = await county.proposed(title="村级防汛物资统计表")
    async with county.department() as client:
        for typed, found in (("fxwz", [form["id"]]), ("fangxunwuzi", [form["id"]]), ("xb01", [form["id"]]), ("zz", [])):
            rows = (await client.get("/v1/forms", params={"q": typed})).json()["items"]
            assert [row["id"] for row in rows] == found, typed
