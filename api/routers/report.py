from typing import Annotated

from fastapi import APIRouter, Query

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.schemas.deal_filter import DealFilters
from api.schemas.report import Forecast, Report, ReportName, ReportQuery
from api.services import forecast as forecast_service
from api.services import report as report_service

router = APIRouter(tags=["reports"])

Reader = Annotated[OrgContext, allow("report:read")]


@router.get("/reports/{name}", responses=answers())
async def get_report(ctx: Reader, name: ReportName, asked: Annotated[ReportQuery, Query()]) -> Report:
    """One report over a period, narrowed as lists are; activity and first-response are narrowed by people alone."""
    return await report_service.make(ctx, name, asked)


@router.get("/pipeline/forecast", responses=answers(Forecast))
async def get_forecast(ctx: Reader, asked: Annotated[DealFilters, Query()]) -> Forecast:
    """Open deals by the month of their expected close, weighted by the organization's own history of the last year."""
    return await forecast_service.make(ctx, asked)
