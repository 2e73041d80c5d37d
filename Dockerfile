# One image for the server, the worker and every command. All building is in tools/image.sh.
FROM python:3.13-slim AS build
WORKDIR /srv/cong-tinh
COPY . .
RUN sh tools/image.sh

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin cong-tinh \
    && install -d -o cong-tinh -g cong-tinh /var/lib/cong-tinh
WORKDIR /srv/cong-tinh
COPY --from=build /srv/cong-tinh .
ENV PATH=/srv/cong-tinh/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STATIC_DIR=/srv/cong-tinh/static \
    STATE_DIR=/var/lib/cong-tinh
USER 10001
VOLUME /var/lib/cong-tinh
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "-c", "cms/project/gunicorn.py", "-b", "0.0.0.0:8000", "cms.project.wsgi"]
