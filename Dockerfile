# syntax=docker/dockerfile:1
# Two images: `app` runs the web server, the worker, beat and the migrations; `proxy` stands in front of them.

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \
    python -m venv /venv && /venv/bin/pip install --no-deps --require-hashes -r requirements.txt
COPY . .
# The values are those of no installation: collecting files reads none of them, but the settings refuse to do without.
RUN /venv/bin/pybabel -q compile -d locale -D django \
    && SECRET_KEY=build ADDRESS_HASH_KEY=build BASE_URL=https://build.invalid ALLOWED_HOSTS=build.invalid \
       DATABASE_URL=sqlite:////tmp/none REDIS_URL=redis://build.invalid EMAIL_URL=smtp://build.invalid \
       DEFAULT_FROM_EMAIL=build@build.invalid DJANGO_SETTINGS_MODULE=cms.settings.production \
       /venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim-bookworm AS app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cms.settings.production VAR_DIR=/srv/parvis
# Pango, for the PDF files; without it their pages still print.
RUN apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin parvis \
    && install -d -o parvis -g parvis /srv/parvis /srv/parvis/media
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
USER parvis
EXPOSE 8000
CMD ["gunicorn", "cms.wsgi:application", "--bind", "0.0.0.0:8000"]

FROM nginx:1.28-alpine AS proxy
COPY deploy/nginx.conf /etc/nginx/nginx.conf
COPY deploy/unavailable.html deploy/too-large.html /srv/parvis/
COPY --from=build /app/staticfiles /srv/parvis/static
USER nginx
EXPOSE 8080
