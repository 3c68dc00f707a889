import pytest

from api.services.import_mapping import FIELDS, MappingInvalid, suggest, validate

SHAPES = {
    "Google Contacts": (
        "clients",
        "First Name,Middle Name,Last Name,Organization Name,Organization Title,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,"
        "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Street,Address 1 - City,Address 1 - Region,"
        "Address 1 - Postal Code,Address 1 - Country,Website 1 - Value",
        "first_name,middle_name,last_name,company,contact_title,,notes,tags,,email,,email,,phone,street,city,state,postal_code,country,website",
    ),
    "Outlook": (
        "clients",
        "First Name,Last Name,Company,Job Title,Business Street,Business City,Business State,Business Postal Code,Business Country/Region,"
        "Home Street,Business Phone,Mobile Phone,Categories,E-mail Address,E-mail 2 Address,Notes,Web Page",
        "first_name,last_name,company,contact_title,street,city,state,postal_code,country,,phone,phone,tags,email,email,notes,website",
    ),
    "Outlook em português": (
        "clients",
        "Nome,Sobrenome,Empresa,Cargo,Telefone comercial,Telefone celular,Endereço de email,Categorias,Anotações",
        "name,last_name,company,contact_title,phone,phone,email,tags,notes",
    ),
    "Salesforce accounts": (
        "clients",
        "Account Name,Phone,Website,Billing Street,Billing City,Billing State/Province,Billing Zip/Postal Code,Billing Country,Account Owner,"
        "Description",
        "company,phone,website,street,city,state,postal_code,country,owner,notes",
    ),
    "Salesforce opportunities": (
        "deals",
        "Opportunity Name,Account Name,Stage,Amount,Amount Currency,Close Date,Created Date,Opportunity Owner,Lead Source,Loss Reason",
        "title,client_name,stage,value,currency,expected_close_date,created_at,owner,source,lost_reason",
    ),
    "Pipedrive people": (
        "clients",
        "Person - Name,Person - Email - Work,Person - Email - Home,Person - Phone - Mobile,Organization - Name,Person - Labels,Person - Owner",
        "name,email,email,phone,company,tags,owner",
    ),
    "Pipedrive deals": (
        "deals",
        "Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Organization,Deal - Contact person,Deal - Stage,Deal - Status,"
        "Deal - Owner,Deal - Expected close date,Deal - Lost reason,Deal - Deal created,Deal - Won time,Deal - Lost time",
        "title,value,currency,client_name,contact_name,stage,outcome,owner,expected_close_date,lost_reason,created_at,closed_at,closed_at",
    ),
    "HubSpot contacts": (
        "clients",
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Create Date,Job Title,Website URL,State/Region",
        ",first_name,last_name,email,phone,owner,company,created_at,contact_title,website,state",
    ),
    "HubSpot deals": (
        "deals",
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Currency,Associated Contact,Associated Company,Closed Lost Reason",
        ",title,stage,expected_close_date,owner,value,currency,contact_name,client_name,lost_reason",
    ),
    "Agendor": (
        "clients",
        "Razão Social,Nome Fantasia,CNPJ,Telefone,Celular,WhatsApp,E-mail,Site,CEP,Rua,Número,Complemento,Bairro,Cidade,Estado,Categoria,Origem,"
        "Responsável,Data de cadastro,Descrição",
        ",company,tax_id,phone,phone,phone,email,website,postal_code,street,street_number,complement,district,city,state,tags,source,"
        "owner,created_at,notes",
    ),
    "RD Station": (
        "deals",
        "Nome da negociação,Empresa,Valor único,Etapa,Estado,Motivo de Perda,Fonte,Responsável,Data de criação,Previsão de fechamento,Contatos",
        "title,client_name,value,stage,outcome,lost_reason,source,owner,created_at,expected_close_date,contact_name",
    ),
    "español": (
        "clients",
        "Nombre,Apellidos,Correo electrónico,Teléfono móvil,Empresa,Ciudad,País,Etiquetas",
        "name,last_name,email,phone,company,city,country,tags",
    ),
    "atomic": (
        "clients",
        "first_name,last_name,gender,title,background,tags,company,email_work,email_home,phone_work,phone_other",
        "first_name,last_name,,contact_title,notes,tags,company,email,email,phone,phone",
    ),
}


class TestSuggest:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_knows_the_exports_people_have(self, shape: str) -> None:
        kind, heading, fields = SHAPES[shape]
        columns = heading.split(",")
        expected = dict(zip(columns, [field or None for field in fields.split(",")], strict=True))
        assert suggest(kind, columns, [], has_heading=True) == expected

    def test_cells_tell_where_headings_are_missing(self) -> None:
        rows = [["Ana Souza", "ana@sol.com.br", "(11) 98765-4321", "12.345.678/0001-95", "www.sol.com.br"]]
        found = suggest("clients", ["Column 1", "Column 2", "Column 3", "Column 4", "Column 5"], rows, has_heading=False)
        assert list(found.values()) == ["name", "email", "phone", "tax_id", "website"]

    def test_suggestions_are_valid(self) -> None:
        for kind, heading, _ in SHAPES.values():
            columns = heading.split(",")
            assert validate(kind, columns, suggest(kind, columns, [], has_heading=True))


class TestValidate:
    @pytest.mark.parametrize(
        ("mapping", "code"),
        [
            ({"Nome": "name", "Outro": "name"}, "field_twice"), ({"Nada": "name"}, "column_unknown"), ({"Nome": "salary"}, "field_unknown"),
            ({"Nome": None}, "field_missing"), ({}, "field_missing"), ({"Nome": "city"}, "field_missing"),
        ],
    )  # fmt: skip
    def test_says_which_column_is_wrong(self, mapping: dict[str, str | None], code: str) -> None:
        with pytest.raises(MappingInvalid) as refused:
            validate("clients", ["Nome", "Outro"], mapping)
        assert [error["code"] for error in refused.value.extra["errors"]] == [code]

    def test_several_columns_may_hold_phones(self) -> None:
        wanted: dict[str, str | None] = {"Nome": "name", "Fixo": "phone", "Celular": "phone", "Cor": None}
        assert validate("clients", list(wanted), wanted) == {"Nome": "name", "Fixo": "phone", "Celular": "phone"}

    def test_both_kinds_have_fields(self) -> None:
        assert {"name", "email"} <= set(FIELDS["clients"])
        assert {"title", "value"} <= set(FIELDS["deals"])
