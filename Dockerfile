# The service in one image: two stages on one base, so that the environment's python3 is the same path in both.
FROM docker.io/library/python:3.13-slim-trixie AS environment
COPY requirements.lock /tmp/
RUN python3 -m venv /srv/venv \
    && /srv/venv/bin/python3 -m pip install --quiet --no-cache-dir --disable-pip-version-check \
        --no-deps --require-hashes --only-binary :all: -r /tmp/requirements.lock \
    && /srv/venv/bin/python3 -m pip uninstall --quiet --yes pip

FROM docker.io/library/python:3.13-slim-trixie
# A certificate store has no use at an old version: the newest one is wanted. `hocvuso backup` runs PostgreSQL's own programs.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates postgresql-client \
    && rm -rf /var/lib/apt/lists/*
COPY --from=environment /srv/venv /srv/venv
WORKDIR /srv/hocvuso
COPY . .
# The service may write in one directory only, and cannot write bytecode beside its own code: make it here.
RUN python3 -m compileall -q app migrations && install -d -o 10001 -g 10001 -m 0700 /var/lib/hocvuso /run/hocvuso
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOCVUSO_ENV=prod \
    HOCVUSO_VAR_DIR=/var/lib/hocvuso
VOLUME /var/lib/hocvuso
USER 10001:10001
EXPOSE 8000
# Docker may hand every container a proxy (HTTP_PROXY): the check must not go through it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python3", "-c", "from urllib.request import ProxyHandler, build_opener; build_opener(ProxyHandler({})).open('http://127.0.0.1:8000/healthz', timeout=4)"]
# Other commands: docker compose run --rm web user create --role admin --name "…"
ENTRYPOINT ["python3", "-m", "app"]
CMD ["serve", "--host", "0.0.0.0"]
