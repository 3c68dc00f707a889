#!/bin/sh
# Exits 0 where SAAS_MODE and NEXT_PUBLIC_SAAS_MODE agree in the environment, .env, docker-compose.yml and the running servers.
cd "$(dirname "$0")" && exec python3 -m scripts.saas_mode
