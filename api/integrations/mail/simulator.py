"""A mail server for development and tests: takes every mail and shows it on a page, sends nothing anywhere.

`python -m api.integrations.mail.simulator --folder DIR` listens for SMTP on 1025 and serves the page and
GET /api/messages?to=ADDRESS on 8025. Addresses that begin with `refused.` are refused for good, those that begin with
`busy.` once.
"""

import argparse
import asyncio
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from api.integrations.mail import mailbox_page
from api.integrations.mail.mailbox import Mailbox

SERVICE: Final = "lovedcrm-mail"
MAX_BYTES: Final = 10 * 1024 * 1024
# A foreign page can't read the mailbox by giving its own name this machine's address.
HOSTS: Final = ["localhost", "127.0.0.1", "mail"]
CLOSED: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox"
OWN: Final = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:"
HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


class Receiver:
    """What aiosmtpd asks for each command; the names are its own."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.turned_away: set[str] = set()

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802  # aiosmtpd calls it by this name
        if address.startswith("refused."):
            return "550 No such mailbox"
        if address.startswith("busy.") and address not in self.turned_away:
            self.turned_away.add(address)
            return "451 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd calls it by this name
        content = envelope.original_content or b""
        self.mailbox.add(content, [str(address) for address in envelope.rcpt_tos])
        return "250 Kept in the mailbox"


def page_app(mailbox: Mailbox) -> Starlette:
    async def health(request: Request) -> Response:
        return JSONResponse({"service": SERVICE})

    async def list_messages(request: Request) -> Response:
        mails = mailbox.newest(request.query_params.get("to"))
        return JSONResponse({"items": [mail.summary() for mail in mails]}, headers=HEADERS)

    async def show_page(request: Request) -> Response:
        to = request.query_params.get("to") or ""
        mails = mailbox.newest(to or None)
        chosen = mailbox.find(request.query_params.get("id") or "") or (mails[0] if mails else None)
        view = request.query_params.get("view") or "html"
        html = mailbox_page.render(mails, chosen, to=to, view=view)
        return HTMLResponse(html, headers=HEADERS | {"Content-Security-Policy": OWN})

    async def show_html(request: Request) -> Response:
        mail = mailbox.find(request.path_params["id"])
        if mail is None:
            return Response(status_code=404)
        # Its links open beside the mailbox.
        html = mail.html.replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(html, headers=HEADERS | {"Content-Security-Policy": CLOSED})

    async def style(request: Request) -> Response:
        return Response(mailbox_page.STYLE, media_type="text/css")

    async def script(request: Request) -> Response:
        return Response(mailbox_page.SCRIPT, media_type="text/javascript")

    return Starlette(
        routes=[
            Route("/", show_page),
            Route("/page.css", style),
            Route("/page.js", script),
            Route("/messages/{id}/html", show_html),
            Route("/api/messages", list_messages),
            Route("/api/health", health),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
    )


async def serve(host: str, smtp_port: int, page_port: int, folder: Path) -> None:
    mailbox = Mailbox(folder)
    loop = asyncio.get_running_loop()
    receiver = Receiver(mailbox)

    def protocol() -> SMTP:
        return SMTP(receiver, data_size_limit=MAX_BYTES, enable_SMTPUTF8=True, hostname="localhost", loop=loop)

    smtp_server = await loop.create_server(protocol, host, smtp_port)
    page = uvicorn.Server(uvicorn.Config(page_app(mailbox), host=host, port=page_port, log_level="warning", access_log=False))
    async with smtp_server:
        await page.serve()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--smtp-port", type=int, default=1025)
    parser.add_argument("--page-port", type=int, default=8025)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(given.host, given.smtp_port, given.page_port, given.folder))


if __name__ == "__main__":
    main()
