# The page library: fetched by its lock, then left behind but for what the pages ask for.
FROM node:22-bookworm-slim AS pages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

# The virtual environment and the static files.
FROM python:3.13-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY requirements/runtime.lock requirements/runtime.lock
RUN pip install --require-hashes -r requirements/runtime.lock
COPY . .
COPY --from=pages /app/node_modules node_modules
RUN python -m config.assets \
    && SECRET_KEY=build STATIC_ROOT=/app/collected python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf node_modules var \
    && python -m compileall -q config portfolio projects

FROM python:3.13-slim-bookworm
RUN groupadd --gid 10001 lodebook \
    && useradd --uid 10001 --gid lodebook --home-dir /srv/lodebook --create-home --shell /usr/sbin/nologin lodebook
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/srv/lodebook \
    STATIC_ROOT=/app/collected
WORKDIR /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=5 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/', timeout=4)"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
