"""One search over clients, people and deals."""

import pytest

from tests.e2e.api.support import Person, assert_problem, make_client, make_contact, make_deal

pytestmark = pytest.mark.search


class TestSearch:
    def test_finds_each_kind_without_accents_and_case(self, owner: Person) -> None:
        client = make_client(owner, name="Cervejaria Água Viva")
        contact = make_contact(owner, client["id"], name="João Aguiar", email="joao@aguaviva.com.br")
        deal = make_deal(owner, client["id"], title="Identidade ÁGUA")
        found = owner.get("/search", params={"q": "agua"}).json()["items"]
        assert {(item["kind"], item["id"]) for item in found} == {
            ("client", client["id"]), ("contact", contact["id"]), ("deal", deal["id"])
        }  # fmt: skip
        assert {item["client_id"] for item in found} == {client["id"]}
        only = owner.get("/search", params={"q": "ÁGUA", "kind": "deal"}).json()["items"]
        assert [(item["kind"], item["title"], item["subtitle"]) for item in only] == [("deal", "Identidade ÁGUA", "Cervejaria Água Viva")]

    def test_name_that_begins_with_the_words_comes_first(self, owner: Person) -> None:
        make_client(owner, name="Nova Aurora")
        first = make_client(owner, name="Aurora Boreal")
        assert owner.get("/search?q=aurora").json()["items"][0]["id"] == first["id"]

    def test_names_come_before_what_merely_mentions_the_words(self, owner: Person) -> None:
        client = make_client(owner, name="Grupo Norte", email="compras@loja.com.br")
        make_contact(owner, client["id"], name="Ana Souza", title="Gerente de loja")
        make_deal(owner, client["id"], title="Site da loja")
        make_deal(owner, client["id"], title="Loja virtual")
        make_contact(owner, client["id"], name="Loja", title="Portaria")
        found = [item["title"] for item in owner.get("/search?q=loja").json()["items"]]
        assert found == ["Loja", "Loja virtual", "Site da loja", "Grupo Norte", "Ana Souza"]

    def test_other_organization_finds_nothing(self, owner: Person, other: Person) -> None:
        make_deal(owner, make_client(owner, name="Segredo Industrial")["id"], title="Segredo")
        assert other.get("/search?q=segredo").json() == {"items": [], "next_cursor": None}

    def test_deleted_is_not_found(self, owner: Person) -> None:
        client = make_client(owner, name="Efêmera")
        make_contact(owner, client["id"], name="Efêmero")
        make_deal(owner, client["id"], title="Efêmero")
        owner.delete(f"/clients/{client['id']}")
        assert owner.get("/search?q=efemer").json()["items"] == []

    @pytest.mark.parametrize("q", ["%", "_", "\\", "  ", "'; DROP TABLE clients; --"])
    def test_special_letters_match_only_themselves(self, owner: Person, q: str) -> None:
        make_client(owner, name="Padaria")
        assert owner.get("/search", params={"q": q}).json()["items"] == []

    @pytest.mark.parametrize("query", ["", "?q=" + "x" * 201, "?q=a&kind=robot", "?q=a&limit=0", "?q=%00"])
    def test_bad_query_is_refused(self, owner: Person, query: str) -> None:
        assert_problem(owner.get(f"/search{query}"), 422)
