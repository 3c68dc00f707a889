"""The one layout of every mail, as text and as HTML with inline styles: mail programs know little CSS, and nothing is loaded.

The only picture is the organization's logo, which travels inside the mail.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

Fill = Callable[[str], str]

WHY: Final = {
    "en": "You get this mail because of your Loved CRM account. It was sent by a machine; nobody reads replies.",
    "pt": "Você recebe este e-mail por causa da sua conta no Loved CRM. Ele foi enviado automaticamente; respostas não são lidas.",
    "es": "Recibes este correo por tu cuenta de Loved CRM. Se envió automáticamente; nadie lee las respuestas.",
}
FALLBACK: Final = {
    "en": "If the button doesn't work, open this address:",
    "pt": "Se o botão não funcionar, abra este endereço:",
    "es": "Si el botón no funciona, abre esta dirección:",
}
LANGUAGE: Final = {"en": "en", "pt": "pt-BR", "es": "es"}
FONT: Final = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"


LOGO_ID: Final = "logo@lovedcrm"
# What lies behind a logo that is lost on a dark page, or on a light one.
GROUNDS: Final = {"dark": "#ffffff", "light": "#18181b"}


@dataclass(frozen=True, slots=True)
class Logo:
    """In pixels as it is shown; the picture may have more. tone: what it needs behind it (api/core/picture.py)."""

    name: str
    width: int
    height: int
    tone: str


@dataclass(frozen=True, slots=True)
class Blocks:
    locale: str
    preview: str
    heading: str
    paragraphs: Sequence[str]
    button: str | None
    link: str | None
    facts: Sequence[tuple[str, str]]
    code: str | None
    footnote: str | None
    # Why the reader gets it, where it isn't for an account of theirs.
    why: str | None = None
    logo: Logo | None = None


def text(blocks: Blocks, fill: Fill) -> str:
    parts = [fill(blocks.heading), *map(fill, blocks.paragraphs)]
    if blocks.code:
        parts.append(f"    {fill(blocks.code)}")
    if blocks.facts:
        parts.append("\n".join(f"{fill(label)}: {fill(value)}" for label, value in blocks.facts))
    if blocks.button and blocks.link:
        parts.append(f"{fill(blocks.button)}:\n{blocks.link}")
    if blocks.footnote:
        parts.append(fill(blocks.footnote))
    return "\n\n".join(parts) + f"\n\n-- \nLoved CRM\n{fill(blocks.why or WHY[blocks.locale])}\n"


def html(blocks: Blocks, fill: Fill) -> str:
    body = [f'<h1 class="ink" style="margin:0 0 16px;font:600 22px/1.3 {FONT};color:#18181b">{fill(blocks.heading)}</h1>']
    body += [_paragraph(fill(paragraph)) for paragraph in blocks.paragraphs]
    if blocks.code:
        style = "margin:8px 0 24px;padding:16px;border-radius:8px;background:#f4f4f5;text-align:center;letter-spacing:4px"
        body.append(f'<p class="ink box" style="{style};font:600 26px/1.2 ui-monospace,Menlo,Consolas,monospace">{fill(blocks.code)}</p>')
    if blocks.facts:
        body.append(_facts([(fill(label), fill(value)) for label, value in blocks.facts]))
    if blocks.button and blocks.link:
        body.append(_button(fill(blocks.button), escape(blocks.link), FALLBACK[blocks.locale]))
    if blocks.footnote:
        body.append(f'<p class="quiet" style="margin:24px 0 0;font:400 13px/1.6 {FONT};color:#71717a">{fill(blocks.footnote)}</p>')
    return PAGE.format(
        language=LANGUAGE[blocks.locale],
        title=fill(blocks.heading),
        preview=fill(blocks.preview),
        body="\n".join(body),
        why=fill(blocks.why or WHY[blocks.locale]),
        mark=_mark(blocks.logo) if blocks.logo else "Loved CRM",
        font=FONT,
    )


def _mark(logo: Logo) -> str:
    ground = GROUNDS.get(logo.tone)
    style = f"display:block;border:0{f';padding:8px;border-radius:8px;background:{ground}' if ground else ''}"
    return f'<img src="cid:{LOGO_ID}" width="{logo.width}" height="{logo.height}" alt="{escape(logo.name)}" style="{style}">'


def _paragraph(markup: str) -> str:
    return f'<p class="ink" style="margin:0 0 16px;font:400 15px/1.6 {FONT};color:#3f3f46">{markup}</p>'


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<tr><td class="quiet" style="padding:4px 16px 4px 0;font:400 14px/1.5 {FONT};color:#71717a;vertical-align:top">{label}</td>'
        f'<td class="ink" style="padding:4px 0;font:500 14px/1.5 {FONT};color:#18181b;word-break:break-word">{value}</td></tr>'
        for label, value in facts
    )
    return (
        '<table role="presentation" class="box" cellpadding="0" cellspacing="0" width="100%" '
        'style="margin:8px 0 24px;border-radius:8px;background:#f4f4f5"><tr><td style="padding:12px 16px">'
        f'<table role="presentation" cellpadding="0" cellspacing="0">{rows}</table></td></tr></table>'
    )


def _button(label: str, link: str, fallback: str) -> str:
    return (
        '<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 24px"><tr>'
        '<td style="border-radius:8px;background:#7c3aed">'
        f'<a href="{link}" style="display:inline-block;padding:12px 24px;border-radius:8px;font:600 15px/1.2 {FONT};'
        f'color:#ffffff;text-decoration:none">{label}</a></td></tr></table>'
        f'<p class="quiet" style="margin:0;font:400 13px/1.6 {FONT};color:#71717a">{fallback}<br>'
        f'<a class="link" href="{link}" style="color:#7c3aed;word-break:break-all">{link}</a></p>'
    )


PAGE: Final = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{title}</title>
<style>
@media (prefers-color-scheme: dark) {{
  .page {{ background: #09090b !important; }}
  .card {{ background: #18181b !important; border-color: #27272a !important; }}
  .ink {{ color: #f4f4f5 !important; }}
  .quiet {{ color: #a1a1aa !important; }}
  .box {{ background: #27272a !important; }}
  .link {{ color: #c4b5fd !important; }}
}}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f4f5">
<div style="display:none;max-height:0;overflow:hidden;opacity:0">{preview}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f4f5">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px">
<tr><td class="ink" style="padding:0 4px 16px;font:600 15px/1.2 {font};color:#18181b">{mark}</td></tr>
<tr><td class="card" style="padding:32px 28px;border:1px solid #e4e4e7;border-radius:12px;background:#ffffff">
{body}
</td></tr>
<tr><td class="quiet" style="padding:16px 4px 0;font:400 12px/1.6 {font};color:#71717a">{why}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""
