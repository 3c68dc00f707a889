"""The page of the mail simulator: the list on one side, the chosen mail on the other."""

from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode

from api.integrations.mail.mailbox import URL, ReceivedMail

STYLE: Final = """
:root { color-scheme: light dark; --line: #e4e4e7; --quiet: #71717a; --page: #fff; --ink: #18181b; --side: #fafafa; --chosen: #f5f3ff; --link: #7c3aed }
@media (prefers-color-scheme: dark) { :root { --line: #27272a; --quiet: #a1a1aa; --page: #09090b; --ink: #f4f4f5; --side: #111113; --chosen: #2e1065; --link: #c4b5fd } }
* { box-sizing: border-box }
body { margin: 0; height: 100dvh; display: grid; grid-template-columns: minmax(260px, 360px) 1fr; font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page) }
a { color: var(--link) }
aside { border-right: 1px solid var(--line); background: var(--side); overflow-y: auto }
header { padding: 16px; border-bottom: 1px solid var(--line) }
h1 { margin: 0; font-size: 15px }
h2 { margin: 0 0 4px; font-size: 18px }
p { margin: 0 }
.quiet { color: var(--quiet); font-size: 13px }
form { margin-top: 12px }
input { width: 100%; padding: 8px 10px; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 6px }
ol { margin: 0; padding: 0; list-style: none }
li a { display: block; padding: 12px 16px; color: inherit; text-decoration: none; border-bottom: 1px solid var(--line) }
li a:hover, li a[aria-current] { background: var(--chosen) }
li strong { display: block; font-weight: 600 }
li span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
main { display: flex; flex-direction: column; min-width: 0; min-height: 0 }
nav { display: flex; gap: 16px; margin-top: 12px }
nav a[aria-current] { color: inherit; text-decoration: none; font-weight: 600 }
iframe { flex: 1; width: 100%; border: 0; background: #fff }
pre { flex: 1; margin: 0; padding: 24px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.6 ui-monospace, monospace }
.empty { margin: auto; padding: 32px; text-align: center; max-width: 40ch }
@media (max-width: 720px) { body { grid-template-columns: 1fr; grid-template-rows: 40dvh 1fr } aside { border-right: 0; border-bottom: 1px solid var(--line) } }
"""
SCRIPT: Final = """
const newest = () => document.body.dataset.newest;
setInterval(async () => {
  const answer = await fetch("/api/messages" + location.search).catch(() => null);
  if (!answer || !answer.ok) return;
  const first = (await answer.json()).items[0];
  if (first && first.id !== newest() && document.activeElement?.tagName !== "INPUT") location.reload();
}, 2000);
"""
PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailbox · Loved CRM development</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><script src="/page.js" defer></script>
</head>
<body data-newest="{newest}">
<aside>
<header><h1>Development mailbox</h1><p class="quiet">Mail that would have been sent. Nothing leaves this machine.</p>
<form><input name="to" value="{to}" aria-label="Only mail to this address" placeholder="Only mail to…" autocomplete="off"></form></header>
<ol>{items}</ol>
</aside>
<main>{main}</main>
</body>
</html>
"""


def render(mails: Sequence[ReceivedMail], chosen: ReceivedMail | None, *, to: str, view: str) -> str:
    items = "".join(_item(mail, to, is_chosen=mail is chosen) for mail in mails)
    main = (
        _mail(chosen, to, view)
        if chosen
        else '<p class="empty quiet">No mail yet. Sign up, or ask for a new password, and it arrives here.</p>'
    )
    return PAGE.format(newest=mails[0].id if mails else "", to=escape(to), items=items, main=main)


def _address(to: str, **values: str) -> str:
    return "/?" + escape(urlencode({**({"to": to} if to else {}), **values}))


def _item(mail: ReceivedMail, to: str, *, is_chosen: bool) -> str:
    current = ' aria-current="true"' if is_chosen else ""
    return (
        f'<li><a href="{_address(to, id=mail.id)}"{current}><strong>{escape(mail.subject)}</strong>'
        f'<span class="quiet">{escape(", ".join(mail.recipients))}</span>'
        f'<span class="quiet">{mail.received_at:%d %b %Y, %H:%M:%S} UTC</span></a></li>'
    )


def _mail(mail: ReceivedMail, to: str, view: str) -> str:
    views = [("html", "HTML"), ("text", "Text")]
    links = "".join(
        f'<a href="{_address(to, id=mail.id, view=name)}"{" aria-current=true" if name == view else ""}>{label}</a>'
        for name, label in views
    )
    head = (
        f'<header><h2>{escape(mail.subject)}</h2><p class="quiet">{escape(mail.sender)} → {escape(", ".join(mail.recipients))}</p>'
        f"<nav>{links}</nav></header>"
    )
    if view == "text":
        return f"{head}<pre>{_linked(mail.text)}</pre>"
    sandbox = "allow-popups allow-popups-to-escape-sandbox"
    return f'{head}<iframe title="The mail" sandbox="{sandbox}" src="/messages/{mail.id}/html"></iframe>'


def _linked(text: str) -> str:
    parts, end = [], 0
    for found in URL.finditer(text):
        url = escape(found[0])
        parts += [escape(text[end : found.start()]), f'<a href="{url}" target="_blank" rel="noopener noreferrer">{url}</a>']
        end = found.end()
    return "".join([*parts, escape(text[end:])])
