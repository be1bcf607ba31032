# One image for every part of stegvis: the locked dependencies, the package and the DAGs.
# Another base, such as one from an organisation's own registry: --build-arg PYTHON_IMAGE=...
ARG PYTHON_IMAGE=python:3.12-slim-bookworm

FROM ${PYTHON_IMAGE} AS installed
WORKDIR /opt/stegvis
COPY requirements.bootstrap.txt requirements.lock.txt pyproject.toml README.md LICENSE ./
COPY plugins/stegvis/__init__.py plugins/stegvis/
# The lock constrains every version and its hashes; tools for development are left out.
RUN python3 -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements.bootstrap.txt \
    && .venv/bin/uv pip install --no-cache --python .venv/bin/python \
        --constraints requirements.lock.txt hatchling editables \
    && .venv/bin/uv pip install --no-cache --python .venv/bin/python --no-build-isolation \
        --constraints requirements.lock.txt --editable '.[celery,postgres,sftp,s3]' \
    && .venv/bin/python -m compileall -q -j 0 .venv/lib

FROM ${PYTHON_IMAGE}
# The number is fixed, so that folders of the host can be given to it.
RUN groupadd --gid 50000 stegvis \
    && useradd --uid 50000 --gid stegvis --home-dir /opt/airflow --shell /usr/sbin/nologin stegvis \
    && install -d -o stegvis -g stegvis -m 0700 \
        /opt/airflow /opt/airflow/logs /srv/stegvis /srv/stegvis/data /srv/stegvis/output \
        /srv/stegvis/inbox
COPY --from=installed /opt/stegvis/.venv /opt/stegvis/.venv
COPY . /opt/stegvis
ENV PATH=/opt/stegvis/.venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    AIRFLOW_HOME=/opt/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/stegvis/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/stegvis/plugins \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    GX_ANALYTICS_ENABLED=false \
    STEGVIS_DATA=/srv/stegvis/data \
    STEGVIS_OUTPUT=/srv/stegvis/output \
    STEGVIS_INBOX=/srv/stegvis/inbox
WORKDIR /opt/airflow
USER 50000:50000
# Turns files under /run/secrets into settings, and says which of them are missing.
ENTRYPOINT ["python", "-m", "stegvis.orchestration.container"]
CMD ["check"]
