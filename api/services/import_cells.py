"""What one cell says: money, handles, stages, names, tags. Pure rules."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from api.core.normalize import normalize_email, normalize_phone, search_text

MAX_CENTS: Final = 99_999_999_999_999
SYMBOLS: Final = (
    ("R$", "BRL"), ("US$", "USD"), ("U$S", "USD"), ("U$", "USD"), ("MX$", "MXN"), ("AR$", "ARS"), ("€", "EUR"), ("£", "GBP"), ("$", None),
)  # fmt: skip
EMPTY_WORDS: Final = frozenset({"", "-", "--", "n/a", "na", "null", "none", "nan", "#n/a", "(empty)", "nd", "s/n"})
SEPARATORS = re.compile(r"\s*(?::::|[;\n|]|,(?=\s|\S+@))\s*")
TAG_SEPARATORS = re.compile(r"\s*(?::::|[;,|\n])\s*")
ANGLE = re.compile(r"^.*<([^<>]+)>$")
PLAIN_EMAIL = re.compile(r"[a-z0-9_]+(?:[.+-][a-z0-9_]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:com|net|org|br|pt|es|mx|ar|co|io)")
MAX_PLAIN_EMAIL: Final = 64
EXTENSION = re.compile(r"\s*(?:x|ext\.?|ramal|r\.)\s*\d{1,6}$", re.IGNORECASE)
FORMULA_START: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

STAGES: Final[dict[str, tuple[str, str | None]]] = {
    name: (stage, outcome)
    for (stage, outcome), names in {
        ("lead", None): (
            "lead", "leads", "lead in", "new", "novo", "nuevo", "prospect", "prospecto", "prospecting", "prospeccao", "prospeccion",
            "qualified", "qualification", "qualificacao", "calificacion", "appointmentscheduled", "backlog", "entrada", "sem contato",
            "oportunidade", "oportunidad", "opportunity", "lead qualificado", "mql", "needs analysis", "triagem", "qualificado", "calificado",
            "contato inicial", "contacto inicial",
        ),
        ("contact", None): (
            "contact", "contacted", "contact made", "contato", "contato feito", "contato realizado", "em contato", "primeiro contato",
            "contacto", "contactado", "contacto realizado", "primer contacto", "qualified to buy", "qualifiedtobuy", "appointment scheduled",
            "demo scheduled", "demo", "demonstracao", "demostracion", "reuniao", "reuniao agendada", "reunion", "reunion agendada",
            "presentation scheduled", "presentationscheduled", "apresentacao", "presentacion", "meeting", "sql", "diagnostico",
            "value proposition", "id decision makers", "briefing", "visita", "demonstracao agendada", "demo agendada", "demo programada",
            "apresentacao agendada", "presentacion programada", "compromisso agendado", "cita programada", "contacto hecho",
            "qualificado para compra", "qualificado para comprar", "calificado para comprar", "identificacao do interesse",
        ),
        ("proposal", None): (
            "proposal", "proposal made", "proposal sent", "proposal price quote", "quote", "quote sent", "estimate", "proposta",
            "proposta enviada", "envio de proposta", "envio proposta", "orcamento", "orcamento enviado", "propuesta", "propuesta enviada", "presupuesto",
            "proposta feita", "proposta apresentada", "propuesta realizada", "propuesta hecha", "propuesta presentada",
            "presupuesto enviado", "cotizacion", "cotacao", "perception analysis", "decision maker bought in", "decisionmakerboughtin",
        ),
        ("negotiation", None): (
            "negotiation", "negotiations started", "negotiation review", "in negotiation", "negociacao", "em negociacao", "negociacion",
            "en negociacion", "contract sent", "contractsent", "contrato enviado", "fechamento", "cierre", "closing", "contrato",
            "follow up", "em fechamento", "assinatura", "negociacoes iniciadas", "negociaciones iniciadas", "contrato em revisao",
        ),
        ("closed", "won"): (
            "won", "closed won", "closedwon", "win", "success", "ganho", "ganha", "ganhos", "ganhou", "fechado ganho", "fechado e ganho", "negocio fechado",
            "vendido", "venda realizada", "ganado", "ganada", "cerrado ganado", "cerrada ganada", "cierre ganado", "venda", "fechada ganha",
            "vendida", "negocio ganho", "negocio ganado", "true", "yes", "sim", "si",
        ),
        ("closed", "lost"): (
            "lost", "closed lost", "closedlost", "lose", "perdido", "perdida", "perdidos", "fechado perdido", "fechado e perdido", "cerrado perdido",
            "cerrada perdida", "cierre perdido", "fechada perdida", "perdeu", "cancelled", "canceled", "cancelado", "cancelada",
            "desistiu", "negocio perdido", "abandoned", "abandonado", "descartado",
        ),
        ("closed", None): ("closed", "fechado", "fechada", "cerrado", "cerrada", "encerrado", "encerrada", "concluido", "finalizado"),
    }.items()
    for name in names
}  # fmt: skip
_OPEN_STATUSES = """
open aberto aberta em abierto abierta andamento en curso in progress ongoing ativo activo active pendente pendiente
pending false no nao pausado pausada
"""
OPEN_STATUSES: Final = frozenset(_OPEN_STATUSES.split()) | {"em andamento", "em aberto", "en curso", "in progress"}
_COMPANY_WORDS = """
ltda me mei epp eireli sa cia inc llc ltd gmbh corp corporation company co sl srl sas bv plc agencia agency studio
estudio clinica padaria loja lojas restaurante hotel grupo group escola colegio construtora advocacia advogados
consultoria consulting comercio industria servicos services solutions solucoes marketing hospital farmacia instituto
associacao fundacao imobiliaria tecnologia software engenharia arquitetura transportes logistica academia supermercado
distribuidora cafe bar sons
"""
COMPANY_WORDS: Final = frozenset(_COMPANY_WORDS.split())


def is_empty(text: str) -> bool:
    return text.lower() in EMPTY_WORDS


def safe_cell(text: str) -> str:
    """The cell as a spreadsheet may open it: an apostrophe in front of what it would run as a formula."""
    return f"'{text}" if text.startswith(FORMULA_START) else text


def plain_cell(text: str) -> str:
    """Undo safe_cell, also in files that other systems protected the same way."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_START) else text


def parse_money(text: str) -> tuple[int, str | None] | None:
    """(cents, currency its symbol names); both '1.234,56' and '1,234.56'. None when it is no amount that a deal can have."""
    text = text.replace("\xa0", " ").strip()
    currency = None
    for symbol, code in SYMBOLS:
        if symbol in text:
            text, currency = text.replace(symbol, " "), code
            break
    else:
        if match := re.search(r"\b([A-Z]{3})\b", text):
            text, currency = text.replace(match[1], " "), match[1]
    number = re.sub(r"[\s'_]", "", text)
    if not re.fullmatch(r"\d[\d.,]*", number):
        return None
    try:
        cents = int((Decimal(_decimal_point(number)) * 100).to_integral_value())
    except InvalidOperation:
        return None
    return (cents, currency) if cents <= MAX_CENTS else None


def _decimal_point(number: str) -> str:
    """The digits with a point before the decimals and nothing between thousands."""
    dot, comma = number.rfind("."), number.rfind(",")
    if dot >= 0 and comma >= 0:
        decimal = max(dot, comma)
        whole = number[:decimal].replace(".", "").replace(",", "")
        return f"{whole}.{number[decimal + 1 :]}"
    separator = "." if dot >= 0 else ","
    parts = number.split(separator)
    if len(parts) == 1:
        return number
    # Groups of three are thousands ('1.234'), unless the first is a lone zero ('0.125').
    if parts[0] not in ("", "0") and len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]):
        return "".join(parts)
    return f"{parts[0]}.{parts[1]}" if len(parts) == 2 else "invalid"


@lru_cache(maxsize=4096)
def _phone(text: str) -> str | None:
    return normalize_phone(EXTENSION.sub("", text))


def _email(text: str) -> str | None:
    """normalize_email, with its answer given at once for the plain addresses that make up most files."""
    address = ANGLE.sub(r"\1", text).removeprefix("mailto:").lower()
    if PLAIN_EMAIL.fullmatch(address) and len(address) <= MAX_PLAIN_EMAIL:
        return address
    return normalize_email(address)


def split_emails(text: str) -> tuple[list[str], list[str]]:
    """(addresses, what is none) of a cell that may hold several, as '"Ana" <ana@x.com>; b@x.com ::: c@x.com'."""
    return _split(text, _email)


def split_phones(text: str) -> tuple[list[str], list[str]]:
    """(E.164 numbers, what is none)."""
    good, bad = _split(text, _phone)
    if bad and not good and "/" in text:
        return _split(text.replace("/", ";"), _phone)
    return good, bad


def _split(text: str, normalize: Callable[[str], str | None]) -> tuple[list[str], list[str]]:
    good: list[str] = []
    bad: list[str] = []
    for part in SEPARATORS.split(text):
        if not part or is_empty(part):
            continue
        value = normalize(part)
        if value is None:
            bad.append(part)
        elif value not in good:
            good.append(value)
    return good, bad


def split_tags(text: str) -> list[str]:
    """Names without the groups that Google puts everybody in ('* myContacts')."""
    return [tag[:50] for tag in TAG_SEPARATORS.split(text) if tag and not tag.startswith("*") and not is_empty(tag)]


def parse_stage(text: str) -> tuple[str, str | None] | None:
    """(stage, outcome) of a stage's name here or in another CRM; ('closed', None) when it doesn't say how it ended."""
    folded = re.sub(r"[^a-z0-9]+", " ", search_text(text)).strip()
    return STAGES.get(folded) or STAGES.get(re.sub(r"^\d+ ", "", folded))


def parse_outcome(text: str) -> str | None:
    """won, lost, or open; None when the word is unknown."""
    folded = re.sub(r"[^a-z0-9]+", " ", search_text(text)).strip()
    if folded in OPEN_STATUSES:
        return "open"
    stage = STAGES.get(folded)
    if stage is None:
        return None
    return stage[1] or ("open" if stage[0] != "closed" else None)


def tax_id_kind(plain: str) -> str | None:
    """person for a CPF, company for a CNPJ, None for other countries' numbers."""
    return {11: "person", 14: "company"}.get(len(plain))


def is_company_name(name: str) -> bool:
    words = re.sub(r"[^a-z0-9& ]+", "", search_text(name)).split()
    return "&" in words or any(word in COMPANY_WORDS for word in words)
