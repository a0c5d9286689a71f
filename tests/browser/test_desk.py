"""The desk: lists, records and forms as the API describes them, worked on by the people whose records they are."""

import re
import time
from base64 import b32encode
from io import BytesIO

import orjson
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from songbang.desk import DESK
from stdnum.iso7064 import mod_11_2

PHONE = {"width": 390, "height": 844}
# The code of a visit pass whose signature nobody of the county made.
_LINES = ("SBP1", "ABCDEFGHIJKLMNOP", "990101-2026-JC-0001", "D101", "990101003001", "2026-11-20", "2")
_MOTHER = "65010319880512124"
MOTHER = _MOTHER + mod_11_2.calc_check_digit(_MOTHER)
FORGED = b32encode("\n".join(_LINES).encode() + bytes(64)).decode().rstrip("=")


def test_a_village_checks_a_number_refuses_the_task_and_has_the_letter(enter, picture):
    page = enter("v003001", "/", viewport=PHONE)
    expect(page.get_by_role("heading", name="村里有事，从这里办")).to_be_visible()
    picture(page, "village")
    page.get_by_text("有人派活", exact=True).click()
    page.get_by_label("对方出示的准入编号").fill("990101-2020-999999-9")
    page.get_by_role("button", name="查验").click()
    expect(page.locator(".answer").first).to_contain_text(re.compile("查无此编号|不是本县发出的编号"))
    # May it be refused? What was typed for the answer stands in the letter's form.
    page.get_by_label("对方要村里做什么").fill(f"要求每村订阅60份报刊{time.time_ns()}")
    page.get_by_label("是哪个单位", exact=True).fill("县民政局")
    page.get_by_role("button", name="能不能不承接").click()
    expect(page.locator(".answer.red").first).to_contain_text("可以不承接")
    page.get_by_role("button", name="不承接，出告知书").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label(re.compile("^派交机构"))).to_have_value("县民政局")
    dialog.get_by_role("button", name="提交").click()
    expect(page.get_by_text("不予承接告知书")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载告知书 PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_a_village_asks_what_a_certificate_is_in_everyday_words(enter):
    page = enter("v003001", "/v", viewport=PHONE)
    page.get_by_text("要证明", exact=True).click()
    page.get_by_label(re.compile("要开什么证明")).fill("无犯罪记录证明")
    page.get_by_role("button", name="查一查").click()
    expect(page.locator(".answer").first).to_contain_text("不得要求")


def test_a_child_with_an_agent_leaves_the_counter_with_a_paper_and_who_wants_what_nobody_may_with_a_letter(
    enter, watch
):
    page = enter("v003001", "/v", viewport=PHONE)

    def apply(item: str):
        page.get_by_text("要证明", exact=True).click()
        page.get_by_role("button", name="受理申请").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label(re.compile("^事项")).fill(item)
        child = dialog.get_by_role("group", name="申请人", exact=True)
        child.get_by_label(re.compile("^姓名")).fill("阿依古丽")
        child.get_by_label(re.compile("^证件类型")).select_option("none")
        child.get_by_label(re.compile("^无证件原因")).fill("户口正在补录")
        child.get_by_label(re.compile("^出生日期")).fill("2019-03-02")
        agent = dialog.locator("details").filter(has=page.get_by_text("代办人（可不填）"))
        agent.locator("summary").click()
        agent.get_by_label(re.compile("^姓名")).fill("帕提古丽·吐尔逊")
        agent.get_by_label(re.compile("^身份证号")).fill(MOTHER)
        agent.get_by_label(re.compile("^与当事人的关系")).select_option("parent")
        agent.get_by_label(re.compile("^代办依据")).select_option("birth_certificate")
        dialog.get_by_label(re.compile("^用途")).first.fill("诉讼确定管辖")
        dialog.get_by_role("group", name="索要单位").get_by_label(re.compile("^名称")).fill("青山县人民法院")
        dialog.get_by_role("button", name="提交").click()
        return dialog

    apply("AC06")
    page.get_by_role("button", name="出具", exact=True).click()
    dialog = page.get_by_role("dialog")
    for title, said in {
        "居住起始年月": "2019-03", "村民小组和门牌": "第三村民小组12号", "截至日期": "2026-03-02",
        "案号": "（2026）青民初18号", "核实人": "李建民", "核实日期": "2026-03-02", "核实方式": "查阅户籍底册并走访",
    }.items():  # fmt: skip
        dialog.get_by_label(re.compile(f"^{title}")).fill(said)
    dialog.get_by_label(re.compile("^是否连续居住")).select_option("是")
    preview = dialog.get_by_role("region", name="证明正文预览")
    expect(preview).to_contain_text("2019年3月")
    expect(preview).to_contain_text("第三村民小组12号")
    dialog.get_by_role("button", name="确认办理").click()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="打印证明 PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

    page.goto("/v")
    watch.forgive("422")
    dialog = apply("FC05")
    expect(dialog.get_by_role("alert")).to_contain_text("请当事人改按：公安机关出具")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="下载告知书 PDF，交给当事人").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_a_village_reports_a_demand_for_a_certificate_in_three_taps_without_its_name(enter, api):
    page = enter("v003001", "/v", viewport=PHONE)
    name = f"无犯罪记录证明{time.time_ns() % 10**9}"
    page.get_by_text("要证明", exact=True).click()
    page.get_by_label(re.compile("要开什么证明")).fill(name)
    page.get_by_role("button", name="反映索要证明").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("匿名反映")).to_be_checked()
    expect(dialog.get_by_label(re.compile("^名称")).first).to_have_value(name)
    dialog.get_by_role("group", name="索要单位").get_by_label(re.compile("^名称")).fill("某劳务公司")
    dialog.get_by_role("button", name="提交").click()
    told = page.get_by_text("已收到，由县减负办处理")
    expect(told).to_be_visible()
    code = re.search("查询码 ([^，]+)，", told.inner_text())[1]
    page.get_by_text("我反映的怎么样了", exact=True).click()
    page.get_by_label(re.compile("凭查询码看进展")).fill(code)
    page.get_by_role("button", name="看进展").click()
    expect(page.get_by_role("status").filter(has_text=name)).to_contain_text("某劳务公司")
    newest = api.call("jianfuban", "GET", "/api/certificate/v1/demands", params={"limit": 1})["items"][0]
    assert (newest["anonymous"], newest["reported_by"], newest["item_name"]) == (True, None, name)


def test_the_code_of_one_paper_on_the_address_of_another_is_not_trusted(visit, api):
    papers = api.call("v003001", "GET", "/api/certificate/v1/certificates", params={"state": "valid", "limit": 50})
    one, other = [paper for paper in papers["items"] if paper["qr_payload"]][:2]
    page = visit()
    for code_of, shown, hidden in ((one, "签名有效", "不能采信"), (other, "不能采信", "签名有效")):
        page.goto("/login")  # behind `#` alone no page is loaded anew
        page.goto(f"/verify/{one['verification_code']}#{code_of['qr_payload'].partition('#')[2]}")
        expect(page.get_by_text(code_of["number"]).first).to_be_visible()
        expect(page.get_by_text(shown).first).to_be_visible()
        expect(page.get_by_text(hidden)).to_have_count(0)
        expect(page.get_by_text("该编号的证明有效")).to_have_count(int(code_of is one))


def test_a_village_checks_a_pass_that_its_telephone_scanned_and_declines_the_visit(enter, api):
    page = enter("v003001", f"/v#{FORGED}", viewport=PHONE)
    expect(page).to_have_url(re.compile("/v$"))
    expect(page.get_by_label(re.compile("通行单编号"))).to_have_value(FORGED)
    page.get_by_role("button", name="核验").click()
    expect(page.locator(".answer").first).to_contain_text("可以谢绝")
    page.get_by_role("button", name="谢绝，留个记录").click()
    expect(page.get_by_text("已记录谢绝")).to_be_visible()
    newest = api.call("v003001", "GET", "/api/supervision/v1/pass-checks", params={"limit": 1})["items"][0]
    assert (newest["answer"], newest["state"]) == ("red", "refused")


def test_who_comes_for_what_no_village_may_refuse_is_let_in_without_a_pass(enter):
    page = enter("v003001", "/v", viewport=PHONE)
    page.get_by_text("来检查", exact=True).click()
    page.get_by_label("没有通行单，说是来做什么").select_option("flood")
    page.get_by_role("button", name="核验").click()
    expect(page.locator(".answer").first).to_contain_text("依据：")
    expect(page.get_by_role("button", name="谢绝，留个记录")).to_have_count(0)


def test_a_report_goes_from_the_village_to_the_verdict_without_a_command(enter, picture):
    title = f"要求村里代办宽带{time.time_ns()}"
    village = enter("v003001", "/v", viewport=PHONE)
    village.get_by_text("有人派活", exact=True).click()
    village.get_by_role("button", name="向县里反映").click()
    dialog = village.get_by_role("dialog")
    expect(dialog.get_by_label("匿名反映")).to_be_checked()
    dialog.get_by_label("匿名反映").uncheck()
    dialog.get_by_label(re.compile("^名称")).fill(title)
    dialog.get_by_label(re.compile("责任单位")).fill("县民政局")
    dialog.get_by_role("button", name="提交").click()
    expect(village.get_by_text("已收到，由县减负办核实")).to_be_visible()
    office = enter("jianfuban", "/desk/checklist/imposed-tasks")
    expect(office.get_by_role("row").filter(has_text=title)).to_be_visible()
    picture(office, "desk-list")
    office.get_by_role("row").filter(has_text=title).get_by_role("link").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text(title)
    picture(office, "desk-record")
    office.get_by_role("button", name="认定属实").click()
    office.get_by_role("dialog").get_by_label(re.compile("^理由")).fill("没有准入编号")
    office.get_by_role("dialog").get_by_role("button", name="确认办理").click()
    expect(office.get_by_role("region", name="办理经过")).to_contain_text("没有准入编号")
    expect(office.get_by_role("button", name="认定属实")).to_have_count(0)


def test_a_township_clerk_enters_a_group_and_finds_it(enter):
    name = f"白鹭综治联络群{time.time_ns()}"
    page = enter("t003", "/desk/checklist/groups")
    page.get_by_role("button", name="新增").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("白鹭镇")  # nobody else's groups are entered here
    dialog.get_by_label(re.compile("^名称")).fill(name)
    dialog.get_by_label(re.compile("^平台(?!名称)")).select_option(index=1)
    dialog.get_by_label(re.compile("^人数")).fill("32")
    dialog.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.get_by_role("link", name="← 工作群").click()
    expect(page.get_by_role("row").filter(has_text=name)).to_be_visible()


def test_a_list_is_filtered_its_columns_chosen_and_exported(enter):
    page = enter("jianfuban", "/desk/signage/plaques")
    tile = page.get_by_role("region", name="牌子台账")
    expect(tile).to_contain_text("共")
    page.get_by_text("筛选", exact=False).first.click()
    page.locator("details.filters").get_by_label(re.compile("^状态")).select_option("registered")
    page.get_by_role("button", name="查询").click()
    expect(tile.locator("tbody tr").first).to_be_visible()
    page.get_by_text("选择栏目").click()
    page.get_by_label("底色", exact=True).check()
    expect(tile.get_by_role("columnheader", name="底色")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出表格").click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).active
    assert sheet is not None
    assert sheet.max_row > 1


def test_what_the_api_refuses_stays_in_the_form_with_its_reason(enter, watch):
    page = enter("v003001", "/v")
    page.get_by_text("有人派活", exact=True).click()
    page.get_by_role("button", name="向县里反映").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^名称")).fill("要求村里代办宽带")
    dialog.get_by_label(re.compile("责任单位")).fill("没有这个单位")
    dialog.get_by_role("button", name="提交").click()
    expect(dialog.get_by_role("alert")).to_contain_text("没有办成")
    expect(dialog.get_by_label(re.compile("^名称"))).to_have_value("要求村里代办宽带")
    watch.forgive("422|404")


@pytest.mark.parametrize("who", ["jianfuban", "t003", "v003001", "d101", "ducha1", "operator"])
def test_every_list_of_a_role_opens_and_speaks_chinese(enter, who):
    page = enter(who, "/desk")
    lists = page.get_by_role("navigation", name="台账").get_by_role("link")
    expect(lists.first).to_be_visible()
    addresses = [str(link.get_attribute("href")) for link in lists.all()]
    foreign: list[tuple[str, str]] = []
    for address in addresses:
        page.goto(address)
        tile = page.locator("section.tile").first
        expect(tile).to_have_attribute("data-state", re.compile("ready|empty"))
        foreign += [(address, head) for head in tile.locator("th").all_inner_texts() if not re.search("[一-鿿]", head)]
        cells = tile.locator("tbody tr").first.locator("td").all_inner_texts() if tile.locator("tbody").count() else []
        foreign += [(address, cell) for cell in cells if re.fullmatch("[a-z_]+", cell)]
    assert foreign == []


def test_every_field_of_every_form_has_a_chinese_name():
    """The names stand in the generated file, in the files of fields or in asked.ts; without one a code would show."""
    files = (*DESK.parent.glob("*ields.ts"), DESK.parent / "asked.ts")
    names = "".join(file.read_text() for file in files)
    named = set(re.findall(r"^  (\w+): '", names, re.MULTILINE))
    bodies = orjson.loads(DESK.read_bytes())["bodies"].items()
    nameless = [(name, field["name"]) for name, body in bodies for field in body if "title" not in field]
    assert [(name, field) for name, field in nameless if field not in named] == []


def test_anything_is_found_from_any_page_with_the_keyboard(enter, api, picture):
    number = api.call("jianfuban", "GET", "/api/supervision/v1/letters", params={"limit": 1})["items"][0]["number"]
    page = enter("jianfuban", "/oversight")
    page.get_by_role("region").first.wait_for()
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name=re.compile("^搜索"))
    hits = page.get_by_role("listbox", name="搜索结果")
    box.fill("blz")
    expect(hits.get_by_role("option", selected=True)).to_contain_text("白鹭镇")
    box.fill(number)
    expect(hits.get_by_role("option", selected=True)).to_contain_text("提醒整改函")
    picture(page, "search")
    box.fill("LST-03")
    expect(hits.get_by_role("option", selected=True)).to_contain_text("规则")
    box.fill("blz")
    expect(hits.get_by_role("option", selected=True)).to_contain_text("白鹭镇")
    box.press("Enter")
    page.wait_for_url("**/townships/*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("白鹭镇")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name=re.compile("^搜索")).press("Escape")
    expect(page.get_by_role("dialog", name="搜索")).to_have_count(0)


def test_the_office_merges_forms_on_the_workbench_and_takes_the_step_back(enter, api, picture):
    columns = [{"name": name} for name in ("户主姓名", "残疾等级", "补贴金额", "发放月份")]
    forms = [
        {"code": f"QL{number}", "title": title, "owner": "县民政局", "kind": "business", "frequency": "monthly",
         "columns": columns}
        for number, title in enumerate(("补贴发放月报", "两项补贴统计表"))
    ]  # fmt: skip
    body = {"title": "两张补贴表清理归并", "approved_forms": False, "forms": forms}
    round_ = api.call("jianfuban", "POST", "/api/report/v1/consolidations", json=body)
    page = enter("jianfuban", f"/desk/report/consolidations/{round_['id']}")
    page.get_by_label("补贴发放月报").check()
    page.get_by_label("两项补贴统计表").check()
    trial = page.get_by_role("region", name="试算")
    expect(trial).to_contain_text("少报 12 次")
    picture(page, "workbench")
    proposals = page.get_by_role("region", name="归并建议")
    proposals.get_by_text("合并报表").click()
    expect(proposals).to_contain_text("在多张报表中重复")
    proposals.get_by_role("button", name="采纳", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("理由").fill("填报内容重复")
    dialog.get_by_role("button", name="确认办理").click()
    expect(page.get_by_text("没有可以再归并的报表")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("每村每年填报次数 24 12 12"))).to_be_visible()
    page.get_by_role("button", name="撤回这一步").click()
    dialog.get_by_label("理由").fill("先征求填报村意见")
    dialog.get_by_role("button", name="确认办理").click()
    expect(page.get_by_text("已撤销")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("每村每年填报次数 24 24 0"))).to_be_visible()
