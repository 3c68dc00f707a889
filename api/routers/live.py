"""Live events over a WebSocket: `live.ready` first, then the organization's events, `live.heartbeat` in silence."""

import asyncio
from contextlib import suppress
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from api.core.answers import answers
from api.core.deps import OrgContext, Services, ServicesDep, allow
from api.core.metrics import SOCKETS
from api.schemas.live import LiveTicket
from api.services import live as live_service
from api.services.live_hub import SESSION_ENDED, TRY_AGAIN, Listener, LiveHub

router = APIRouter(tags=["live"])

HEARTBEAT_SECONDS: Final = 20
SEND_SECONDS: Final = 10
CLOSE_SECONDS: Final = 2
FORBIDDEN_ORIGIN: Final = 4403
MAX_TICKET_LENGTH: Final = 100
# The browser has nothing to say on this socket; who talks all the same is not our client.
MESSAGES_ALLOWED: Final = 100


@router.post("/ws/ticket", status_code=201, responses=answers(LiveTicket, 429, 503, status=201))
async def create_live_ticket(ctx: Annotated[OrgContext, allow("live:read")], services: ServicesDep) -> LiveTicket:
    """A ticket that opens one WebSocket at `url?ticket=…` within 30 seconds."""
    return await live_service.create_ticket(services, ctx)


@router.websocket("/ws")
async def listen(websocket: WebSocket) -> None:
    services: Services = websocket.app.state.services
    hub: LiveHub = websocket.app.state.live_hub
    origin = websocket.headers.get("origin")
    if origin is not None and origin.rstrip("/") not in services.settings.origins:
        await websocket.close(FORBIDDEN_ORIGIN)
        return
    ticket = websocket.query_params.get("ticket", "")[:MAX_TICKET_LENGTH]
    admission = await live_service.redeem(services.live.redis, ticket)
    listener = await hub.join(admission) if admission else None
    if listener is None:
        await websocket.close(SESSION_ENDED if admission is None else TRY_AGAIN)
        return
    try:
        await websocket.accept()
        listener.offer(orjson.dumps({"type": "live.ready", "organization_id": listener.admission.organization_id}))
        with SOCKETS.track_inprogress():
            await serve(websocket, listener)
    finally:
        await hub.leave(listener)


async def serve(websocket: WebSocket, listener: Listener) -> None:
    """Until the browser leaves, falls behind, or its log-in ends."""
    sending = asyncio.create_task(send(websocket, listener))
    hearing = asyncio.create_task(hear(websocket))
    try:
        await asyncio.wait((sending, hearing, listener.ended), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (sending, hearing):
            task.cancel()
        await asyncio.gather(sending, hearing, return_exceptions=True)
    code = listener.ended.result() if listener.ended.done() else TRY_AGAIN
    with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
        # RuntimeError: the browser has closed it already.
        await asyncio.wait_for(websocket.close(code), CLOSE_SECONDS)


async def send(websocket: WebSocket, listener: Listener) -> None:
    heartbeat = orjson.dumps({"type": "live.heartbeat"}).decode()
    while True:
        try:
            message = (await asyncio.wait_for(listener.queue.get(), HEARTBEAT_SECONDS)).decode()
        except TimeoutError:
            message = heartbeat
        await asyncio.wait_for(websocket.send_text(message), SEND_SECONDS)


async def hear(websocket: WebSocket) -> None:
    for _ in range(MESSAGES_ALLOWED):
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return
