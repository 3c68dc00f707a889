from typing import Any
from uuid import uuid4

import pytest

from api.services.import_drafts import DraftRules, RowDraft, draft_client, draft_deal
from api.services.import_matching import Directory
from api.services.import_reader import Row

OWNER = uuid4()


def draft(kind: str = "clients", /, **cells: str) -> RowDraft:
    """The draft of a row whose columns are named like the fields they feed."""
    rules = DraftRules({name: name for name in cells}, list(cells), "dmy", "BRL", {"bia@agencia.com": OWNER}, None)
    return (draft_client if kind == "clients" else draft_deal)(rules, Row(2, list(cells.values())))


def known(**values: Any) -> Directory:
    """A directory with one client that has an e-mail and a phone."""
    directory = Directory()
    client = {"client_id": uuid4(), "sort_name": "padaria sol", "client_email": "oi@sol.com.br", "tax_id": None, "contact_id": None}
    directory.load_handles(
        [client | {"kind": kind, "match_key": key} for kind, key in (("email", "oi@sol.com.br"), ("phone", "+5511987654321"))]
    )
    return directory


class TestDraftClient:
    def test_a_person_at_a_company_becomes_its_contact(self) -> None:
        found = draft(first_name="Ana", last_name="Souza", company="Padaria Sol", email="ana@sol.com.br", contact_title="Dona")
        assert found.client is not None
        assert found.person is not None
        assert (found.client.name, found.client.kind, found.client.email) == ("Padaria Sol", "company", None)
        assert (found.person.name, found.person.email, found.person.title) == ("Ana Souza", "ana@sol.com.br", "Dona")

    def test_a_contact_beside_the_company_leaves_it_its_own_handles(self) -> None:
        found = draft(name="Padaria Sol", email="oi@sol.com.br", contact_name="Ana", contact_email="ana@sol.com.br")
        assert found.client is not None
        assert found.person is not None
        assert (found.client.email, found.person.email) == ("oi@sol.com.br", "ana@sol.com.br")

    def test_somebody_without_a_company_is_a_person(self) -> None:
        found = draft(first_name="Ana", last_name="Souza")
        assert found.client is not None
        assert (found.client.name, found.client.kind, found.person) == ("Ana Souza", "person", None)

    @pytest.mark.parametrize(
        ("cells", "name"),
        [
            ({"first_name": "Ana", "middle_name": "Maria", "last_name": "Souza"}, "Ana Maria Souza"),
            ({"name": "Ana", "last_name": "Souza"}, "Ana Souza"),
            ({"name": "Ana Souza", "last_name": "Souza"}, "Ana Souza"),
        ],
    )
    def test_parts_of_a_name_join(self, cells: dict[str, str], name: str) -> None:
        found = draft(**cells)
        assert found.client is not None
        assert found.client.name == name

    def test_one_bad_cell_costs_the_cell_only(self) -> None:
        found = draft(name="Padaria Sol", email="ruim@", phone="(11) 98765-4321")
        assert found.client is not None
        assert (found.client.email, found.client.phone) == (None, "+5511987654321")
        assert [(problem.code, problem.severity, problem.value) for problem in found.problems] == [("email_invalid", "warning", "ruim@")]

    def test_a_row_without_anybody_is_an_error(self) -> None:
        found = draft(name="", city="Recife")
        assert found.client is None
        assert [(problem.code, problem.severity) for problem in found.problems] == [("name_missing", "error")]

    def test_address_parts_make_one_address(self) -> None:
        found = draft(name="Sol", street="Rua A", street_number="10", city="Recife", state="PE", postal_code="50000-000")
        assert found.client is not None
        assert found.client.address == "Rua A 10, Recife, PE, 50000-000"

    def test_owner_is_found_by_address(self) -> None:
        found = draft(name="Sol", owner="bia@agencia.com")
        assert found.client is not None
        assert found.client.owner_id == OWNER

    def test_a_formula_made_harmless_by_an_export_comes_back(self) -> None:
        found = draft(name="'=Sol", phone="'+5511987654321")
        assert found.client is not None
        assert (found.client.name, found.client.phone) == ("=Sol", "+5511987654321")


class TestDraftDeal:
    @pytest.mark.parametrize(
        ("cells", "place"),
        [
            ({"stage": "Proposta enviada"}, ("proposal", None)), ({"stage": "Closed Won"}, ("closed", "won")),
            ({"stage": "Negociação", "outcome": "Perdida"}, ("closed", "lost")), ({"stage": "Lead", "outcome": "Em andamento"}, ("lead", None)),
            ({"stage": "Fechado"}, ("negotiation", None)), ({"stage": "Sei lá"}, ("lead", None)), ({}, ("lead", None)),
        ],
    )  # fmt: skip
    def test_stage_and_status_say_where_it_stands(self, cells: dict[str, str], place: tuple[str, str | None]) -> None:
        deal = draft("deals", title="Site", client_name="Sol", **cells).deal
        assert deal is not None
        assert (deal.stage, deal.outcome) == place
        assert (deal.closed_at is not None) == (place[0] == "closed")

    def test_value_names_its_currency(self) -> None:
        deal = draft("deals", title="Site", client_name="Sol", value="US$ 1,234.50").deal
        assert deal is not None
        assert (deal.value_cents, deal.currency) == (123_450, "USD")

    def test_without_a_client_it_is_an_error(self) -> None:
        assert [problem.code for problem in draft("deals", title="Site", client_name="").problems] == ["client_missing"]


class TestPlace:
    @pytest.mark.parametrize(
        "cells",
        [
            {"name": "Outra", "email": "OI@sol.com.br"}, {"name": "Outra", "phone": "(11) 98765-4321"},
            {"name": "Outra", "phone": "11 8765-4321"}, {"name": "PADARIA  Sol"},
        ],
    )  # fmt: skip
    def test_finds_who_is_there(self, cells: dict[str, str]) -> None:
        placement = known().place(draft(**cells))
        assert not placement.is_new_client

    def test_two_people_of_one_name_with_different_addresses_stay_two(self) -> None:
        directory = Directory()
        assert directory.place(draft(name="João Silva", email="joao@a.com.br")).is_new_client
        assert directory.place(draft(name="João Silva", email="joao@b.com.br")).is_new_client

    def test_several_people_of_a_company_make_one_client(self) -> None:
        directory = Directory()
        first = directory.place(draft(first_name="Ana", company="Sol", email="ana@sol.com.br", phone="1133334444"))
        second = directory.place(draft(first_name="Bruno", company="Sol", email="bruno@sol.com.br", phone="1133334444"))
        again = directory.place(draft(first_name="Ana", company="Sol", email="ana@sol.com.br"))
        assert (first.is_new_client, second.is_new_client, again.is_new_client) == (True, False, False)
        assert (second.is_new_contact, again.is_new_contact) == (True, False)
        assert first.client is second.client

    def test_a_switchboard_makes_nobody_the_same(self) -> None:
        directory = Directory()
        directory.place(draft(first_name="Ana", company="Sol", phone="1133334444"))
        assert directory.place(draft(first_name="Bruno", company="Sol", phone="1133334444")).is_new_contact

    def test_tax_numbers_tell_companies_of_one_name_apart(self) -> None:
        directory = Directory()
        directory.place(draft(name="Sol Ltda", tax_id="12.345.678/0001-95"))
        assert directory.place(draft(name="Sol Ltda", tax_id="11.222.333/0001-81")).is_new_client
        assert not directory.place(draft(name="Sol Matriz", tax_id="12345678000195")).is_new_client

    def test_a_deal_goes_to_the_client_it_names(self) -> None:
        directory = known()
        placement = directory.place(
            draft("deals", title="Site", client_name="Café Lua", contact_name="Ana", contact_email="oi@sol.com.br"), is_name_first=False
        )
        assert placement.client.name_key == "padaria sol"
        named = directory.place(draft("deals", title="Site", client_name="Padaria Sol"), is_name_first=True)
        assert named.client is placement.client
