# The README's own steps in an image:
#   docker build -t outreach . && docker run -p 127.0.0.1:8000:8000 -v outreach:/data outreach
FROM python:3.11-slim-bookworm

# make is the distribution's own: whatever version it has will do.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 outreach \
    && install -d -o outreach /app /data

USER 10001
WORKDIR /app
COPY --chown=10001 . .
RUN make install

# Database, secret key and out/ live on the volume.
ENV OUTREACH_DATABASE_URL=sqlite:////data/outreach.db \
    OUTREACH_OUT=/data/out
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD [".venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
CMD [".venv/bin/outreach", "serve", "--host", "0.0.0.0", "--port", "8000"]
