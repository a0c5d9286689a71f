"""Judgements of columns through a running report-svc."""

from countykit.identity import Role


async def test_columns_are_judged_by_title_form_and_unit(start_service):
    svc = await start_service("report_svc")
    async with svc.client(Role.DEPARTMENT, region="990101000000", department="NYJ") as department:

        async def judged(**body):
            answer = await department.post("/v1/judgements", json=body)
            assert answer.status_code == 200, answer.text
            return answer.json()

        known = await judged(title="脱贫户数", form="驻村帮扶工作月报", unit="户")
        assert (known["answer"], known["elements"][0]["code"]) == ("flag", "E041")
        assert "防返贫" in known["elements"][0]["law"]
        assert (await judged(title="户数"))["elements"] == []
        pair = await judged(
            title="户数", form="驻村帮扶工作月报", other={"title": "户数", "form": "村级人口基本情况表"}
        )
        assert pair["comparison"]["relation"] in {"different", "broader"}
        assert (await department.post("/v1/judgements", json={"title": ""})).status_code == 422
