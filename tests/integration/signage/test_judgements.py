"""Judgements of boards through a running signage-svc."""

from countykit.identity import Role


async def test_boards_are_judged_by_name_place_and_level(start_service):
    svc = await start_service("signage_svc")
    async with svc.client(Role.VILLAGE, region="990101001201") as village:

        async def judged(**body):
            answer = await village.post("/v1/judgements", json=body)
            assert answer.status_code == 200, answer.text
            return answer.json()

        merged = await judged(name="柳河镇文昌村妇女之家")
        assert (merged["answer"], merged["merge_into"], merged["row"]) == ("flag", "PL07", None)
        inside = await judged(name="新时代文明实践站", place="内部")
        assert (inside["answer"], inside["row"]) == ("pass", "PL07")
        assert (await judged(name="新时代文明实践站", place="外部"))["answer"] == "flag"
        assert (await judged(name="新时代文明实践所", level="township"))["answer"] == "unsure"
        assert (await village.post("/v1/judgements", json={"name": "村", "place": "天上"})).status_code == 422
        assert (await village.get("/readyz")).json()["words"]
