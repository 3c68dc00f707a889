"""Headings of address books and CRMs in English, Portuguese and Spanish, and which field each one stands for.

A field's headings are listed best first: when a file has several of them, the best one is taken. Keys are folded
(fold_heading): lower case, no accents, letters only, without numbers and trailing labels such as 'work'.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

CLIENT_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "name": (
        "full name", "nome completo", "nombre completo", "display name", "nome para exibicao", "client name", "customer name",
        "nome do cliente", "nombre del cliente", "client", "customer", "cliente", "person name", "nome da pessoa", "pessoa nome",
        "persona nombre", "contact full name", "name", "nome", "nombre", "lead name", "nome do lead", "lead", "file as",
    ),
    "first_name": ("first name", "given name", "firstname", "primeiro nome", "primer nombre", "nome proprio", "nombre de pila"),
    "middle_name": ("middle name", "middlename", "nome do meio", "segundo nome", "segundo nombre", "additional name"),
    "last_name": ("last name", "family name", "surname", "lastname", "sobrenome", "ultimo nome", "apellido", "apellidos"),
    "company": (
        "company name", "organization name", "account name", "nome da empresa", "nombre de la empresa", "nome fantasia",
        "nombre comercial", "company", "organization", "organisation", "empresa", "organizacao", "organizacion",
        "nome da organizacao", "organizacao nome", "nome da conta", "account", "company account", "associated company",
        "primary associated company", "person organization", "pessoa organizacao", "associated company names", "empresa relacionada",
        "razao social", "razon social", "compania", "business name", "agency", "conta",
    ),
    "email": (
        "email", "email address", "endereco de email", "correo electronico", "direccion de correo electronico", "correo", "mail",
        "email principal", "primary email", "main email", "email comercial", "email da empresa", "email do cliente",
        "contato email", "direccion de email", "correo electronico principal", "person email", "pessoa email", "company email",
    ),
    "phone": (
        "phone", "phone number", "mobile phone", "mobile", "mobile phone number", "cell phone", "cell", "business phone", "company phone",
        "primary phone", "main phone", "telephone", "tel", "telefone", "celular", "whatsapp", "fone", "telefone celular",
        "telefone comercial", "telefone principal", "telefone residencial", "telefono", "telefono movil", "movil",
        "telefono celular", "numero de telefone", "numero de telefono", "telefono del trabajo", "home phone", "person phone",
        "pessoa telefone", "whatsapp phone number", "telefone fixo", "company main phone", "other phone", "car phone",
        "telefone da empresa", "telefone comercial", "numero de celular", "celular whatsapp", "ddd telefone", "telefono principal",
    ),
    "website": (
        "website", "website url", "web site", "site", "web page", "url", "pagina da web", "sitio web", "pagina web", "homepage",
        "company domain name", "domain", "dominio", "nome de dominio da empresa", "personal web page", "web",
    ),
    "tax_id": ("cnpj", "cpf cnpj", "cnpj cpf", "cpf", "tax id", "vat", "vat number", "nif", "rut", "rfc", "cuit", "cif", "ein", "nit", "documento"),
    "address": (
        "address formatted", "full address", "address", "endereco", "endereco completo", "direccion", "organization address",
        "organizacao endereco", "business address", "billing address", "mailing address", "direccion completa", "domicilio",
    ),
    "street": (
        "business street", "street", "street address", "address street", "billing street", "mailing street", "rua", "logradouro", "calle",
        "home street", "rua do endereco comercial", "address line", "rua residencial", "rua comercial", "calle del trabajo",
    ),
    "street_number": ("numero", "street number", "numero do endereco", "numero exterior", "num"),
    "complement": ("complemento", "address extended address", "unit", "apartment", "complement"),
    "district": ("bairro", "district", "neighborhood", "neighbourhood", "colonia", "barrio"),
    "city": (
        "business city", "city", "address city", "billing city", "mailing city", "cidade", "municipio", "ciudad", "localidad",
        "home city", "cidade do endereco comercial", "cidade comercial", "localidade",
    ),
    "state": (
        "business state", "state", "state region", "address region", "billing state province", "mailing state province", "estado", "uf",
        "provincia", "region", "home state", "estado do endereco comercial", "billing state", "mailing state", "state province",
    ),
    "postal_code": (
        "business postal code", "postal code", "zip", "zip code", "zipcode", "address postal code", "billing zip postal code",
        "mailing zip postal code", "cep", "codigo postal", "home postal code", "cep do endereco comercial", "postcode",
    ),
    "country": (
        "business country region", "country", "country region", "address country", "billing country", "mailing country", "pais",
        "home country region", "business country", "pais regiao do endereco comercial", "pais regiao",
    ),
    "tags": (
        "tags", "tag", "labels", "label", "categories", "category", "group membership", "etiquetas", "etiqueta", "categorias",
        "categoria", "marcadores", "groups", "grupos", "person labels", "pessoa etiquetas", "organization labels", "segmento",
    ),
    "notes": (
        "notes", "note", "notas", "nota", "anotacoes", "observacoes", "observacao", "observaciones", "obs", "comments", "comentarios",
        "description", "descricao", "descripcion", "background", "about us", "detalhes", "remarks",
    ),
    "source": (
        "source", "lead source", "original source", "origem", "fonte", "origen", "fuente", "origem do lead", "origen del lead",
        "canal de origem", "original traffic source", "fonte do lead", "origem do cliente", "person source",
    ),
    "owner": (
        "owner", "contact owner", "account owner", "company owner", "lead owner", "responsavel", "proprietario", "dono", "vendedor",
        "responsable", "propietario", "assigned to", "organization owner", "person owner", "pessoa proprietario", "organizacao proprietario",
        "proprietario do contato", "proprietario da empresa", "sales", "sales rep", "salesperson", "owner email", "email do responsavel",
        "usuario responsavel",
    ),
    "contact_name": (
        "contact name", "contact person", "contact", "nome do contato", "pessoa de contato", "contato", "contato nome",
        "nombre del contacto", "persona de contacto", "contacto", "primary contact", "contato principal", "associated contact",
        "pessoa relacionada", "nome do responsavel no cliente",
    ),
    "contact_email": ("contact email", "email do contato", "correo del contacto", "email del contacto", "contact person email", "email da pessoa"),
    "contact_phone": (
        "contact phone", "telefone do contato", "telefono del contacto", "contact phone number", "celular do contato",
        "whatsapp do contato", "contact person phone",
    ),
    "contact_title": (
        "job title", "organization title", "cargo", "puesto", "position", "title", "funcao", "role", "cargo do contato", "contact title",
        "person job title", "titulo", "titulo profissional", "profissao",
    ),
    "created_at": (
        "created at", "create date", "created date", "created", "date created", "created on", "data de criacao", "data de cadastro", "criado em",
        "cadastrado em", "fecha de creacion", "creado el", "data cadastro", "person created", "organization created", "first seen",
        "data da primeira conversao", "fecha de alta", "created time",
    ),
}  # fmt: skip

DEAL_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "title": (
        "title", "deal name", "opportunity name", "deal title", "deal", "opportunity", "titulo", "titulo do negocio", "nome do negocio",
        "nome da negociacao", "nome da oportunidade", "negocio", "negociacao", "oportunidade", "nombre del negocio",
        "nombre de la oportunidad", "titulo del negocio", "titulo del trato", "oportunidad", "trato", "name", "nome", "nombre",
        "subject", "assunto", "projeto", "project", "proyecto",
    ),
    "client_name": (
        "client name", "client", "customer", "customer name", "company", "company name", "organization", "organization name", "account name",
        "account", "associated company", "primary associated company", "associated company names", "cliente", "nome do cliente", "empresa", "nome da empresa",
        "organizacao", "empresa relacionada", "conta", "nome da conta", "organizacion", "nombre de la empresa", "nombre del cliente",
        "nombre de la cuenta", "nome fantasia", "razao social",
    ),
    "contact_name": (
        "contact person", "contact name", "contact", "primary contact", "associated contact", "person", "person name", "pessoa de contato",
        "pessoa", "contato", "nome do contato", "pessoa relacionada", "contatos", "persona de contacto", "persona", "contacto",
        "nombre del contacto", "associated contacts", "contact full name", "lead name",
    ),
    "contact_email": (
        "contact email", "email", "person email", "contact person email", "email address", "email do contato", "email do cliente",
        "pessoa email", "correo electronico", "correo del contacto", "correo", "persona email", "customer email", "client email",
    ),
    "contact_phone": (
        "contact phone", "phone", "person phone", "phone number", "telefone", "telefone do contato", "celular", "whatsapp", "telefono",
        "telefono del contacto", "mobile", "pessoa telefone", "persona telefono",
    ),
    "value": (
        "value", "deal value", "amount", "deal amount", "valor", "valor do negocio", "valor total", "valor unico", "valor da negociacao",
        "valor da oportunidade", "valor del negocio", "monto", "importe", "amount in company currency", "total", "price", "preco",
        "valor do contrato", "valor recorrente", "expected revenue", "cantidad",
    ),
    "currency": ("currency", "deal currency", "amount currency", "currency of value", "moeda", "moeda do valor", "moneda", "divisa", "moneda del valor"),
    "stage": (
        "stage", "deal stage", "opportunity stage", "pipeline stage", "etapa", "etapa do negocio", "etapa do funil", "fase", "etapa del negocio",
        "etapa de la oportunidad", "estagio", "stage name", "fase do negocio", "etapa da negociacao",
    ),
    "outcome": ("status", "deal status", "outcome", "result", "won", "is won", "resultado", "situacao", "estado", "estado del negocio", "status do negocio", "estatus", "closed status"),
    "lost_reason": (
        "lost reason", "loss reason", "closed lost reason", "reason lost", "motivo da perda", "motivo de perda", "motivo perda", "razao da perda",
        "motivo de perdida", "razon de perdida", "motivo de la perdida", "motivo do fechamento perdido",
    ),
    "owner": (
        "owner", "deal owner", "opportunity owner", "responsavel", "proprietario", "proprietario do negocio", "dono", "vendedor",
        "responsable", "propietario", "propietario del negocio", "assigned to", "sales rep", "owner email", "email do responsavel", "sales",
    ),
    "expected_close_date": (
        "expected close date", "expected close", "close date", "expected closing date", "previsao de fechamento",
        "data prevista de fechamento", "data de fechamento esperada", "fechamento previsto", "data de fechamento", "fecha de cierre",
        "fecha prevista de cierre", "fecha de cierre esperada", "fecha de cierre prevista", "forecast date", "data prevista",
        "previsao",
    ),
    "closed_at": (
        "closed at", "closed date", "won time", "lost time", "closed time", "deal closed on", "data do ganho", "ganho em", "fechado em", "perdido em",
        "fecha de cierre real", "data de conclusao", "cerrado el", "data de encerramento", "close time", "won date",
    ),
    "created_at": (
        "created at", "create date", "created date", "deal created", "created", "created on", "creation date", "date created", "data de criacao",
        "criado em", "negocio criado em", "data de inicio", "data de cadastro", "fecha de creacion", "creado el", "add time", "start date",
        "negocio criado",
    ),
    "source": ("source", "lead source", "original source", "origem", "fonte", "origen", "fuente", "canal", "campanha", "original traffic source", "channel", "source channel"),
    "tags": ("tags", "tag", "labels", "label", "etiquetas", "etiqueta", "marcadores", "categoria", "category"),
}  # fmt: skip

HEADINGS: Final = {"clients": CLIENT_HEADINGS, "deals": DEAL_HEADINGS}
REPEATABLE: Final = frozenset({"email", "phone", "contact_email", "contact_phone", "tags", "notes", "closed_at"})

_LABELS = """
work home other mobile main personal business value primary trabalho casa outro outros celular residencial comercial
principal pessoal trabajo hogar otro otros movil particular
"""
LABELS: Final = frozenset(_LABELS.split())
RECORDS: Final = {
    "clients": ("person", "pessoa", "persona", "contact", "contato", "contacto", "organization", "organizacao", "organizacion", "lead", "company", "empresa", "account"),
    "deals": ("deal", "negocio", "trato", "opportunity", "oportunidade", "oportunidad"),
}  # fmt: skip
RANK_BY_KIND: Final = {
    kind: {heading: (field, rank) for field, headings in fields.items() for rank, heading in reversed(list(enumerate(headings)))}
    for kind, fields in HEADINGS.items()
}
DATA = re.compile(
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$|^https?://|^[+(]?[\d\s().,/:%$€R-]*\d[\d\s().,/:%-]*$|^\d{4}-\d{2}-\d{2}T|^(?:true|false|null)$",
    re.IGNORECASE,
)
MAX_HEADING_LENGTH: Final = 120


def fold_heading(text: str) -> str:
    """'Person - E-mail 1 (Work)' → 'person email work'."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.replace("_", " ")) if not unicodedata.combining(c))
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    words = re.sub(r"[^a-z]+", " ", spaced.lower()).split()
    return re.sub(r"\be mails?\b|\bemails\b", "email", " ".join(words)).replace("whats app", "whatsapp")


def find_field(kind: str, heading: str) -> tuple[str, int] | None:
    """(field, rank) of a heading, with 0 the best rank; None when it says nothing we know."""
    ranks = RANK_BY_KIND[kind]
    words = fold_heading(heading).split()
    if not words:
        return None
    if words[-1] in ("label", "type", "tipo") and len(words) > 1:
        return None
    for candidate in _shortened(words, kind):
        if (found := ranks.get(candidate)) is not None:
            return found
    return None


def _shortened(words: list[str], kind: str) -> list[str]:
    candidates = [" ".join(words)]
    short = words
    while len(short) > 1 and short[-1] in LABELS:
        short = short[:-1]
        candidates.append(" ".join(short))
    without_record = [rest for first, _, rest in (candidate.partition(" ") for candidate in candidates) if first in RECORDS[kind] and rest]
    return candidates + without_record


def looks_like_heading(cells: Sequence[str]) -> bool:
    """Whether a first row names columns rather than being the first record."""
    filled = [cell for cell in cells if cell]
    data_count = sum(len(cell) > MAX_HEADING_LENGTH or DATA.match(cell) is not None for cell in filled)
    known_count = sum(any(find_field(kind, cell) for kind in HEADINGS) for cell in filled)
    return data_count == 0 if known_count == 0 else data_count * 2 <= len(filled)
