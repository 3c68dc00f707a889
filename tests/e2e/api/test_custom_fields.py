"""Fields that an organization adds: defined, filled in, filtered by, taken away and brought back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.e2e.api.support import (
    Connection,
    Person,
    Record,
    eventually,
    join,
    make_client,
    make_contact,
    make_custom_field,
    make_deal,
    make_import,
    register,
)

pytestmark = pytest.mark.clients

OPTIONS = [{"labels": {"pt": "Varejo"}}, {"labels": {"pt": "Indústria"}}, {"labels": {"pt": "Serviços"}}]


@pytest.fixture
def owner(http: httpx.Client) -> Person:
    return register(http)


def refusal(answer: httpx.Response) -> tuple[int, str, list[tuple[str, str]]]:
    body = answer.json()
    return answer.status_code, body["code"], [(error["field"], error["code"]) for error in body.get("errors") or []]


def patch(person: Person, record: Record, path: str, **fields: Any) -> httpx.Response:
    return person.patch(f"/{path}/{record['id']}", json={"version": record["version"], **fields})


class TestDefinition:
    def test_key_comes_from_the_label_and_stays(self, owner: Person) -> None:
        field = make_custom_field(owner, label="Nº de funcionários (B2B)")
        assert field["key"] == "no_de_funcionarios_b2b"
        renamed = patch(owner, field, "custom-fields", labels={"pt": "Porte", "en": "Size"}).json()
        assert (renamed["key"], renamed["labels"]) == ("no_de_funcionarios_b2b", {"pt": "Porte", "en": "Size"})

    def test_keys_are_unique_also_beside_deleted_fields(self, owner: Person) -> None:
        first = make_custom_field(owner)
        owner.delete(f"/custom-fields/{first['id']}")
        assert make_custom_field(owner)["key"] == "segmento_2"
        assert make_custom_field(owner, entity="deal")["key"] == "segmento"

    def test_fields_stand_in_the_order_they_are_put(self, owner: Person) -> None:
        one, two, three = (make_custom_field(owner, label=label) for label in ("Um", "Dois", "Três"))
        patch(owner, three, "custom-fields", before_id=one["id"])
        patch(owner, one, "custom-fields", before_id="end")
        keys = [item["key"] for item in owner.get("/custom-fields", params={"entity": "client"}).json()["items"]]
        assert keys == ["tres", "dois", "um"]
        assert two["version"] == 1

    def test_money_takes_the_currency_of_the_organization(self, owner: Person) -> None:
        assert make_custom_field(owner, kind="money")["currency"] == "BRL"
        assert make_custom_field(owner, kind="money", currency="USD")["currency"] == "USD"

    @pytest.mark.parametrize(
        "fields",
        [
            {"kind": "choice"},
            {"kind": "text", "options": OPTIONS},
            {"kind": "text", "currency": "BRL"},
            {"kind": "colour"},
            {"entity": "invoice"},
            {"labels": {}},
            {"labels": {"fr": "Secteur"}},
            {"labels": {"pt": " "}},
            {"labels": {"pt": "x" * 81}},
        ],
    )
    def test_definition_that_means_nothing_is_refused(self, owner: Person, fields: Record) -> None:
        answer = owner.post("/custom-fields", json={"entity": "client", "kind": "text", "labels": {"pt": "Ramo"}} | fields)
        assert answer.status_code == 422

    def test_hundred_fields_are_the_end(self, owner: Person, superuser: Connection) -> None:
        make_custom_field(owner)
        superuser.execute(
            "INSERT INTO custom_fields (organization_id, id, entity, key, kind, labels, position)"
            " SELECT %s, gen_random_uuid(), 'client', 'f' || n, 'text', '{\"pt\": \"F\"}', 'b' || n FROM generate_series(1, 99) n",
            (owner.organization_id,),
        )
        answer = owner.post("/custom-fields", json={"entity": "client", "kind": "text", "labels": {"pt": "Mais um"}})
        assert refusal(answer)[:2] == (409, "custom_field_limit_reached")
        assert make_custom_field(owner, entity="deal")["key"] == "segmento"

    def test_fifty_at_once_get_fifty_keys(self, owner: Person) -> None:
        with ThreadPoolExecutor(50) as pool:
            fields = list(pool.map(lambda _: make_custom_field(owner), range(50)))
        assert len({field["key"] for field in fields}) == 50

    def test_stale_version_is_a_conflict(self, owner: Person) -> None:
        field = make_custom_field(owner)
        patch(owner, field, "custom-fields", is_required=True)
        assert refusal(patch(owner, field, "custom-fields", labels={"pt": "Ramo"}))[:2] == (409, "version_stale")

    def test_members_read_and_admins_write(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        field = make_custom_field(owner)
        member = join(http, superuser, owner.organization_id, "member")
        assert [item["id"] for item in member.get("/custom-fields").json()["items"]] == [field["id"]]
        assert member.delete(f"/custom-fields/{field['id']}").status_code == 403
        assert register(http).delete(f"/custom-fields/{field['id']}").status_code == 404


VALUES: list[tuple[str, Any, Any]] = [
    ("text", "  Loja de bairro ", "Loja de bairro"),
    ("number", 12.5, 12.5),
    ("number", 3.0, 3),
    ("money", 150_000, 150_000),
    ("date", "2026-11-24", "2026-11-24"),
    ("choice", "industria", "industria"),
    ("multi_choice", ["servicos", "varejo", "varejo"], ["varejo", "servicos"]),
    ("boolean", False, False),
    ("url", "Exemplo.com.br/Sobre", "https://exemplo.com.br/Sobre"),
]
REFUSED: list[tuple[str, Any, str]] = [
    ("text", 5, "wrong_type"),
    ("text", "a\x00b", "wrong_type"),
    ("text", "x" * 2001, "too_long"),
    ("number", "12", "wrong_type"),
    ("number", True, "wrong_type"),
    ("number", 1e300, "out_of_range"),
    ("money", 12.5, "wrong_type"),
    ("date", "24/11/2026", "date_invalid"),
    ("date", "1500-01-01", "out_of_range"),
    ("choice", "atacado", "option_unknown"),
    ("choice", ["varejo"], "wrong_type"),
    ("multi_choice", "varejo", "wrong_type"),
    ("multi_choice", ["varejo", "atacado"], "option_unknown"),
    ("boolean", "true", "wrong_type"),
    ("url", "javascript://example.com/%0aalert(1)", "url_invalid"),
    ("url", "só texto", "url_invalid"),
    ("user", "ana", "wrong_type"),
    ("user", "0192f1c0-0000-7000-8000-000000000000", "not_a_member"),
]


def of_kind(owner: Person, kind: str, **fields: Any) -> Record:
    if kind in ("choice", "multi_choice"):
        fields = {"options": OPTIONS} | fields
    return make_custom_field(owner, kind=kind, **fields)


class TestValues:
    @pytest.mark.parametrize(("kind", "sent", "kept"), VALUES)
    def test_value_is_kept_in_one_spelling(self, owner: Person, kind: str, sent: Any, kept: Any) -> None:
        key = of_kind(owner, kind)["key"]
        client = make_client(owner, custom_fields={key: sent})
        assert client["custom_fields"] == {key: kept}
        assert owner.get(f"/clients/{client['id']}").json()["custom_fields"] == {key: kept}

    @pytest.mark.parametrize(("kind", "sent", "code"), REFUSED)
    def test_wrong_value_is_refused_by_its_field(self, owner: Person, kind: str, sent: Any, code: str) -> None:
        key, client = of_kind(owner, kind)["key"], make_client(owner)
        expected = (422, "custom_fields_invalid", [(f"custom_fields.{key}", code)])
        assert refusal(patch(owner, client, "clients", custom_fields={key: sent})) == expected
        assert refusal(owner.post("/clients", json={"name": "Outra", "custom_fields": {key: sent}})) == expected
        assert owner.get(f"/clients/{client['id']}").json()["version"] == 1

    def test_colleague_is_a_value(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        key, colleague = of_kind(owner, "user")["key"], join(http, superuser, owner.organization_id, "member")
        assert make_client(owner, custom_fields={key: colleague.user_id})["custom_fields"] == {key: colleague.user_id}
        stranger = register(http)
        answer = owner.post("/clients", json={"name": "Outra", "custom_fields": {key: stranger.user_id}})
        assert refusal(answer)[2] == [(f"custom_fields.{key}", "not_a_member")]

    def test_unknown_and_other_entities_keys_are_refused(self, owner: Person) -> None:
        key = make_custom_field(owner, entity="deal")["key"]
        answer = owner.post("/clients", json={"name": "Outra", "custom_fields": {key: "x", "nada": 1}})
        assert refusal(answer)[2] == [(f"custom_fields.{key}", "field_unknown"), ("custom_fields.nada", "field_unknown")]

    def test_deals_and_people_have_theirs(self, owner: Person) -> None:
        client = make_client(owner)
        deal_key, contact_key = make_custom_field(owner, entity="deal")["key"], make_custom_field(owner, entity="contact")["key"]
        deal = make_deal(owner, client["id"], custom_fields={deal_key: "anual"})
        contact = make_contact(owner, client["id"], custom_fields={contact_key: "decide"})
        assert (deal["custom_fields"], contact["custom_fields"]) == ({deal_key: "anual"}, {contact_key: "decide"})
        assert patch(owner, deal, "deals", custom_fields={deal_key: None}).json()["custom_fields"] == {}
        assert patch(owner, contact, "contacts", custom_fields={contact_key: "usa"}).json()["custom_fields"] == {contact_key: "usa"}

    def test_keys_left_out_stay_and_undo_brings_back_what_was(self, owner: Person) -> None:
        one, two = make_custom_field(owner, label="Um")["key"], make_custom_field(owner, label="Dois")["key"]
        client = make_client(owner, custom_fields={one: "a"})
        changed = patch(owner, client, "clients", custom_fields={two: "b"})
        assert changed.json()["custom_fields"] == {one: "a", two: "b"}
        assert owner.post(f"/commands/{changed.headers['x-command-id']}/undo").status_code == 200
        assert owner.get(f"/clients/{client['id']}").json()["custom_fields"] == {one: "a"}

    def test_required_field_is_asked_of_new_records_and_stays_filled(self, owner: Person) -> None:
        old = make_client(owner)
        key = make_custom_field(owner, is_required=True)["key"]
        missing = (422, "custom_fields_invalid", [(f"custom_fields.{key}", "required")])
        assert refusal(owner.post("/clients", json={"name": "Outra"})) == missing
        assert patch(owner, old, "clients", name="Antiga").status_code == 200
        client = make_client(owner, custom_fields={key: "sim"})
        assert refusal(patch(owner, client, "clients", custom_fields={key: ""})) == missing


class TestFilters:
    @pytest.mark.parametrize(
        ("kind", "value", "found", "not_found"),
        [
            ("text", "Padaria São João", {"cf.segmento.has": "sao jo"}, {"cf.segmento.has": "pedro"}),
            ("text", "Varejo", {"cf.segmento": "VAREJO"}, {"cf.segmento": "vare"}),
            ("number", 12.5, {"cf.segmento.gte": "12.5"}, {"cf.segmento.lte": "12"}),
            ("money", 990, {"cf.segmento": "990"}, {"cf.segmento.gte": "991"}),
            ("date", "2026-02-28", {"cf.segmento.lte": "2026-02-28"}, {"cf.segmento.gte": "2026-03-01"}),
            ("choice", "varejo", {"cf.segmento.any": "servicos,varejo"}, {"cf.segmento": "servicos"}),
            ("multi_choice", ["varejo", "servicos"], {"cf.segmento.all": "servicos,varejo"}, {"cf.segmento.all": "industria,varejo"}),
            ("boolean", False, {"cf.segmento": "false"}, {"cf.segmento": "true"}),
            ("url", "https://exemplo.com", {"cf.segmento.has": "exemplo"}, {"cf.segmento.empty": "true"}),
        ],
    )
    def test_clients_are_found_by_value(self, owner: Person, kind: str, value: Any, found: Record, not_found: Record) -> None:
        of_kind(owner, kind)
        client = make_client(owner, custom_fields={"segmento": value})
        make_client(owner, name="Sem valor")
        assert [item["id"] for item in owner.get("/clients", params=found).json()["items"]] == [client["id"]]
        assert client["id"] not in [item["id"] for item in owner.get("/clients", params=not_found).json()["items"]]

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"cf.outro": "x"}, "filter_unknown"),
            ({"cf.segmento.between": "1"}, "filter_unknown"),
            ({"cf.segmento.has": "1"}, "filter_unknown"),
            ({"cf.segmento": "doze"}, "filter_invalid"),
            ({"cf.segmento.gte": "nan"}, "filter_invalid"),
            ({"cf.segmento.empty": "talvez"}, "filter_invalid"),
            ({"cf.segmento": "1'; DROP TABLE clients; --"}, "filter_invalid"),
        ],
    )
    def test_filter_that_means_nothing_is_refused(self, owner: Person, asked: Record, code: str) -> None:
        make_custom_field(owner, kind="number")
        assert refusal(owner.get("/clients", params=asked))[:2] == (422, code)


class TestOptions:
    def test_renamed_option_keeps_its_key_and_the_data(self, owner: Person) -> None:
        field = of_kind(owner, "choice")
        client = make_client(owner, custom_fields={field["key"]: "varejo"})
        options = [{"key": option["key"], "labels": {"pt": option["labels"]["pt"] + "!"}} for option in field["options"]]
        assert patch(owner, field, "custom-fields", options=options).json()["options"][0] == {"key": "varejo", "labels": {"pt": "Varejo!"}}
        assert owner.get(f"/clients/{client['id']}").json()["version"] == 1

    @pytest.mark.parametrize(
        ("kind", "held", "target", "moved"),
        [
            ("choice", "varejo", "industria", "industria"),
            ("choice", "varejo", None, None),
            ("multi_choice", ["varejo", "servicos"], "industria", ["servicos", "industria"]),
            ("multi_choice", ["varejo", "servicos"], "servicos", ["servicos"]),
            ("multi_choice", ["varejo"], None, None),
        ],
    )
    def test_used_option_goes_once_it_is_said_where_to_and_comes_back(
        self, owner: Person, kind: str, held: Any, target: str | None, moved: Any
    ) -> None:
        field = of_kind(owner, kind)
        client = make_client(owner, custom_fields={field["key"]: held})
        rest = field["options"][1:]
        refused = patch(owner, field, "custom-fields", options=rest)
        assert refusal(refused)[:2] == (409, "option_in_use")
        assert refused.json()["options"] == [{"key": "varejo", "count": 1}]
        done = patch(owner, field, "custom-fields", options=rest, move_options={"varejo": target})
        assert done.status_code == 200, done.text
        values = {} if moved is None else {field["key"]: moved}
        assert owner.get(f"/clients/{client['id']}").json()["custom_fields"] == values
        assert owner.post(f"/commands/{done.headers['x-command-id']}/undo").status_code == 200
        back = owner.get(f"/clients/{client['id']}").json()["custom_fields"][field["key"]]
        assert (sorted(back) if isinstance(back, list) else back) == (sorted(held) if isinstance(held, list) else held)
        restored = owner.get("/custom-fields").json()["items"][0]["options"]
        assert [option["key"] for option in restored] == ["varejo", "industria", "servicos"]

    def test_unknown_option_and_empty_choice_are_refused(self, owner: Person) -> None:
        field = of_kind(owner, "choice")
        assert refusal(patch(owner, field, "custom-fields", options=[]))[:2] == (422, "options_invalid")
        unknown = [{"key": "atacado", "labels": {"pt": "Atacado"}}]
        assert refusal(patch(owner, field, "custom-fields", options=unknown))[:2] == (422, "options_invalid")
        text = make_custom_field(owner, label="Nota")
        assert refusal(patch(owner, text, "custom-fields", options=OPTIONS))[:2] == (422, "options_invalid")
        gone = patch(owner, field, "custom-fields", options=field["options"][1:], move_options={"varejo": "nada"})
        assert refusal(gone)[:2] == (422, "options_invalid")


class TestDeletion:
    def test_values_wait_for_a_restore(self, owner: Person) -> None:
        field = make_custom_field(owner)
        client = make_client(owner, custom_fields={field["key"]: "varejo"})
        assert owner.delete(f"/custom-fields/{field['id']}").status_code == 204
        assert owner.get(f"/clients/{client['id']}").json()["custom_fields"] == {}
        assert refusal(patch(owner, client, "clients", custom_fields={field["key"]: "x"}))[2][0][1] == "field_unknown"
        assert [item["id"] for item in owner.get("/custom-fields", params={"is_deleted": True}).json()["items"]] == [field["id"]]
        assert owner.post(f"/custom-fields/{field['id']}/restore").json()["is_deleted"] is False
        assert owner.get(f"/clients/{client['id']}").json()["custom_fields"] == {field["key"]: "varejo"}

    def test_undo_brings_the_field_back_once(self, owner: Person) -> None:
        field = make_custom_field(owner)
        command = owner.delete(f"/custom-fields/{field['id']}").headers["x-command-id"]
        assert owner.post(f"/commands/{command}/undo").status_code == 200
        assert refusal(owner.post(f"/commands/{command}/undo"))[:2] == (409, "already_undone")
        assert owner.post(f"/custom-fields/{field['id']}/restore").status_code == 404


class TestImport:
    def test_columns_fill_own_fields_suggested_by_label(self, owner: Person) -> None:
        of_kind(owner, "choice")
        make_custom_field(owner, kind="date", label="Cliente desde")
        make_custom_field(owner, kind="money", label="Verba mensal")
        text = "Nome;SEGMENTO;Cliente desde;Verba mensal\nPadaria Aurora;indústria;31/12/2025;R$ 1.500,00\nBar do Zé;atacado;ontem;50\n"
        found = make_import(owner, text.encode())
        assert {"cf.segmento", "cf.cliente_desde", "cf.verba_mensal"} <= set(found["fields"])
        assert found["suggested_mapping"] == {
            "Nome": "name",
            "SEGMENTO": "cf.segmento",
            "Cliente desde": "cf.cliente_desde",
            "Verba mensal": "cf.verba_mensal",
        }
        answer = owner.post(f"/imports/{found['id']}/commit", json={"mapping": found["suggested_mapping"]})
        assert answer.status_code == 202, answer.text
        assert eventually(lambda: owner.get(f"/imports/{found['id']}").json()["status"] == "done", timeout_seconds=60)
        clients = {client["name"]: client["custom_fields"] for client in owner.get("/clients").json()["items"]}
        assert clients == {
            "Padaria Aurora": {"segmento": "industria", "cliente_desde": "2025-12-31", "verba_mensal": 150_000},
            "Bar do Zé": {"verba_mensal": 5_000},
        }
        problems = owner.get(f"/imports/{found['id']}/problems").json()["items"]
        assert {(problem["field"], problem["code"]) for problem in problems} == {
            ("cf.segmento", "custom_option_unknown"),
            ("cf.cliente_desde", "custom_date_invalid"),
        }

    def test_field_that_is_not_there_is_refused(self, owner: Person) -> None:
        found = make_import(owner)
        answer = owner.post(
            f"/imports/{found['id']}/commit", json={"mapping": {found["columns"][0]: "name", found["columns"][1]: "cf.nada"}}
        )
        assert refusal(answer)[2][0][1] == "field_unknown"
