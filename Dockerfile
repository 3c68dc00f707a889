# The API, the worker and the migrations: one image, started with different commands.
FROM python:3.11.13-slim-bookworm AS base
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

FROM base AS production
RUN useradd --system --uid 10001 --home-dir /app lovedcrm && mkdir -p /data/storage && chown -R lovedcrm /data
COPY pyproject.toml ./
COPY api ./api
COPY scripts ./scripts
COPY migrations ./migrations
ENV STORAGE_DIR=/data/storage
USER lovedcrm
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '8000') + '/health', timeout=2)"]
# PORT is what Railway names; exec hands it the signals, so that a redeploy drains.
CMD ["sh", "-c", "python migrations/migrate apply && exec uvicorn api.main:app --host 0.0.0.0 --port ${PORT:-8000} --loop uvloop --http httptools --no-access-log --no-proxy-headers --timeout-graceful-shutdown 20"]
