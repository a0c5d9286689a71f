"""Listing, downloading, exporting and acknowledging sealed files, and checking them offline."""

import base64
import json

import pytest
import zstandard
from countykit.identity import Role
from servicekit.signing import Signer

from .conftest import COUNTY, FILES, OTHER_COUNTY, TOWNSHIP


async def test_a_carrier_lists_files_and_downloads_what_lies_in_the_directory(files):
    await files.hour(2)
    [listed] = await files.listed(region=COUNTY, kind="interval", state="published")
    assert (listed["number"], listed["events"], listed["name"]) == (1, 2, f"{COUNTY}-00000001.ndjson.zst")
    content = await files.get(f"/{listed['id']}/content")
    assert content.content == (files.directory / listed["name"]).read_bytes()
    assert (content.headers["content-type"], content.headers["etag"]) == ("application/zstd", f'"{listed["sha256"]}"')
    manifest = await files.get(f"/{listed['id']}/manifest")
    assert manifest.content == (files.directory / f"{COUNTY}-00000001.manifest.json").read_bytes()
    shown = (await files.get("/public-key")).json()
    assert shown == {"algorithm": "Ed25519", "public_key": files.public_key, "previous": []}


async def test_a_broken_download_goes_on_where_it_stopped(files):
    await files.hour(2)
    [listed] = await files.listed()
    async with files.client() as client:
        rest = await client.get(f"{FILES}/{listed['id']}/content", headers={"range": "bytes=10-"})
    assert rest.status_code == 206
    assert rest.content == (files.directory / listed["name"]).read_bytes()[10:]


async def test_files_of_a_region_are_for_those_who_may_see_all_of_it(files):
    await files.hour(1)
    [listed] = await files.listed()
    for home in (TOWNSHIP, OTHER_COUNTY):
        assert (await files.get(home=home)).json()["items"] == []
        for path in ("", "/manifest", "/content"):
            assert (await files.get(f"/{listed['id']}{path}", home=home)).status_code == 404
    async with files.client(Role.COUNTY_OFFICE) as client:
        assert (await client.get(FILES)).status_code == 403
    # A file holds what was reported and not judged yet.
    for who in (files.client(Role.INTEGRATOR), files.client(Role.INTEGRATOR, department="D001")):
        async with who as client:
            assert (await client.get(f"{FILES}/{listed['id']}/content")).status_code == 403
    async with files.client(Role.OPERATOR) as client:
        assert (await client.get(f"{FILES}/{listed['id']}/content")).status_code == 200


async def test_a_missing_file_is_noticed_and_an_export_of_its_range_fills_the_hole(files):
    for count in (1, 2, 1):
        await files.hour(count)
    for path in files.directory.glob(f"{COUNTY}-00000002*"):
        path.unlink()
    code, said = files.verify()
    assert code == 1
    assert "number 2 to 2 missing, positions 2 to 3: ask for an export of them" in said
    order = {"region": COUNTY, "first_position": 2, "last_position": 3}
    ordered = await files.post("/exports", order)
    assert (ordered.status_code, ordered.json()["state"]) == (202, "ordered")
    early = await files.get(f"/{ordered.json()['id']}/content")
    assert (early.status_code, early.json()["code"]) == (404, "file_not_sealed")
    await files.round()
    await files.round()
    export = (await files.get(f"/{ordered.json()['id']}")).json()
    assert (export["state"], export["events"], export["number"]) == ("published", 2, None)
    assert files.verify()[0] == 0


@pytest.mark.parametrize(
    ("order", "status", "code"),
    [
        ({"region": COUNTY, "first_position": 2, "last_position": 1}, 422, "range_invalid"),
        ({"region": COUNTY, "first_position": 1, "last_position": 99}, 410, "range_gone"),
        ({"region": OTHER_COUNTY, "first_position": 1, "last_position": 1}, 403, "forbidden"),
        ({"region": "990101009000", "first_position": 1, "last_position": 1}, 422, "region_unknown"),
        ({"region": COUNTY, "first_position": 1}, 422, "invalid_request"),
    ],
)
async def test_an_export_that_cannot_be_made_is_refused(files, order, status, code):
    await files.hour(1)
    answer = await files.post("/exports", order)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_without_a_directory_exports_are_refused(start_service):
    svc = await start_service("gateway")
    async with svc.client(Role.OPERATOR) as client:
        body = {"region": COUNTY, "first_position": 1, "last_position": 1}
        answer = await client.post(f"{FILES}/exports", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "files_off")


async def test_receipts_that_the_verifier_wrote_are_imported_and_a_damaged_file_shows(files, tmp_path):
    await files.hour(1)
    await files.hour(1)
    damaged = files.directory / f"{COUNTY}-00000002.ndjson.zst"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    receipts = tmp_path / "receipts.ndjson"
    code, _ = files.verify(options=("--receiver", "省级数据中心", "--receipts", str(receipts)))
    assert code == 1
    for line in receipts.read_text().splitlines():
        receipt = json.loads(line)
        assert (await files.post(f"/{receipt['file']}/receipt", receipt["receipt"])).status_code == 201
    shown = [(await files.get(f"/{listed['id']}")).json()["receipts"] for listed in await files.listed()]
    assert [[receipt["outcome"] for receipt in one] for one in shown] == [["intact"], ["damaged"]]
    assert shown[0][0]["receiver"] == "省级数据中心"


async def test_the_verifier_notices_every_kind_of_tampering(files):
    await files.hour(2)
    await files.hour(1)
    manifest_path = files.directory / f"{COUNTY}-00000001.manifest.json"
    content_path = files.directory / f"{COUNTY}-00000001.ndjson.zst"
    manifest, content = manifest_path.read_bytes(), content_path.read_bytes()
    assert files.verify()[0] == 0

    def says(text, *keys):
        code, said = files.verify(*keys)
        manifest_path.write_bytes(manifest)
        content_path.write_bytes(content)
        return code == 1 and text in said

    content_path.write_bytes(content[:-4] + b"xxxx")
    assert says("changed or cut off")
    content_path.unlink()
    assert says("the content is missing")
    manifest_path.write_bytes(manifest.replace(b'"events": 2', b'"events": 1'))
    assert says("the signature is none of the given keys'")
    manifest_path.write_bytes(b"{}")
    assert says("no manifest")
    other = Signer(base64.b64encode(bytes(32)).decode())
    assert says("the signature is none of the given keys'", other.public_key)
    facts = json.loads(manifest)
    del facts["signature"]
    for change in ({"file": "../x.ndjson.zst"}, {"events": 5}, {"sealed_at": "2026-01-01T00:00:00Z"}):
        forged = {**facts, **change}
        signed = json.dumps(forged, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        forged["signature"] = files.settings.file_signer.sign(signed)
        manifest_path.write_bytes(json.dumps(forged).encode())
        assert says({"file": "another file", "events": "counts", "sealed_at": "does not follow"}[next(iter(change))])


async def test_the_verifier_notices_a_change_of_any_fact_of_a_manifest(files):
    await files.hour(2)
    path = files.directory / f"{COUNTY}-00000001.manifest.json"
    whole = files.manifest(1)
    for name in whole:
        path.write_text(json.dumps({**whole, name: "other"}))
        assert files.verify()[0] == 1, name
        path.write_text(json.dumps({other: value for other, value in whole.items() if other != name}))
        assert files.verify()[0] == 1, name
    for nonsense in ("[" * 100_000, '"\\ud800"', "[]", "null", ""):
        path.write_text(nonsense)
        code, said = files.verify()
        assert (code, "no manifest" in said) == (1, True), nonsense[:10]


async def test_the_verifier_notices_what_is_missing_at_either_end(files):
    for count in (1, 2, 1):
        await files.hour(count)
    code, said = files.verify()
    assert (code, f"reaches  {COUNTY}  number 3, until " in said) == (0, True)
    (files.directory / f"{COUNTY}-00000003.manifest.json").unlink()
    assert f"{COUNTY}-00000003.ndjson.zst: the manifest is missing" in files.verify()[1]
    (files.directory / f"{COUNTY}-00000003.ndjson.zst").unlink()
    assert f"reaches  {COUNTY}  number 2, until " in files.verify()[1]
    for path in files.directory.glob(f"{COUNTY}-00000001*"):
        path.unlink()
    code, said = files.verify()
    assert code == 1
    assert "number 1 to 1 missing, positions 1 to 1: ask for an export of them" in said
    assert files.verify(options=("--begins", f"{COUNTY}=2"))[0] == 0
    assert files.verify(options=("--begins", "nonsense"))[0] == 2


async def test_the_verifier_takes_the_old_and_the_new_key_during_a_rotation(files):
    await files.hour(1)
    newer = Signer(base64.b64encode(b"k" * 32).decode())
    files.settings.__dict__["file_signer"], old = newer, files.public_key
    await files.hour(1)
    assert files.verify(old)[0] == 1
    assert files.verify(old, newer.public_key)[0] == 0


async def test_an_empty_directory_and_a_bad_key_are_not_taken_for_success(files):
    assert files.verify() == (1, f"wrong  {files.directory}: there are no manifests\n")
    assert files.verify("not a key")[0] == 2


async def test_the_content_is_what_the_manifest_counts_even_for_many_types_and_windows(files):
    await files.query("""
        INSERT INTO event_log SELECT nextval('event_log_position_seq'), now(), gen_random_uuid(),
            'signage.plaque.t' || n % 3, '990101001000', now(), 'plaques/1',
            convert_to('{"id":"' || n || '","type":"signage.plaque.t' || n % 3 || '"}', 'UTF8')
        FROM generate_series(1, 12000) AS s(n)
    """)
    await files.hour()
    assert files.manifest(1)["types"] == {f"signage.plaque.t{n}": 4000 for n in range(3)}
    with (files.directory / f"{COUNTY}-00000001.ndjson.zst").open("rb") as file:
        lines = zstandard.ZstdDecompressor().stream_reader(file).read().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [str(n) for n in range(1, 12001)]
    assert files.verify()[0] == 0
