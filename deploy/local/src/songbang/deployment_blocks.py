"""Blocks of docker-compose.yml, of the monitoring and of deploy/secrets.sh: what each service adds to them."""

from collections.abc import Callable, Iterator

from songbang.inventory import SERVICES, Part
from songbang.settings import key_file, own_secrets

_CONTAINER = """
  {service}:
    <<: *service
    image: ${{SONGBANG_IMAGE:-songbang}}/{service}:${{SONGBANG_IMAGE_TAG:-local}}
    build: {{context: ., dockerfile: deploy/Dockerfile, target: service, args: {{PACKAGE: {package}, SOURCE: services/{service}/src, PORT: {port}}}}}
    environment:
      <<: *settings
      SONGBANG_KAFKA_USERNAME: ${{SONGBANG_KAFKA_USERNAME:-songbang-{name}}}
      SONGBANG_DATABASE_URL: postgresql://{name}@${{SONGBANG_POSTGRES:-postgres:5432}}/{name}${{SONGBANG_POSTGRES_OPTIONS:-}}
    secrets:
      - {{source: {name}_password, target: songbang_database_password}}
      - {{source: attachments_access_key, target: songbang_attachments_access_key}}
      - {{source: attachments_secret_key, target: songbang_attachments_secret_key}}
      - {{source: {name}_audit_key, target: songbang_audit_key}}
      - {{source: kafka_{name}_password, target: songbang_kafka_password}}
      - kafka_ca
"""  # noqa: E501 - lines of docker-compose.yml
_DIRECTORY = "${SONGBANG_SECRETS:?copy .env.example to .env, then run: sh deploy/secrets.sh}"


def _own_keys() -> Iterator[tuple[Part, str]]:
    return ((part, setting) for part in SERVICES for setting in own_secrets(part))


def _files() -> Iterator[str]:
    """The secrets that only one service has, by the names of their files."""
    for template in ("{}_password", "kafka_{}_password", "{}_audit_key"):
        yield from (template.format(part.name) for part in SERVICES)
    yield from (key_file(part, setting) for part, setting in _own_keys())


def _addresses() -> Iterator[str]:
    for part in SERVICES:
        yield f"  SONGBANG_{part.name.upper()}_URL: http://{part.distribution}:{part.port}"


def _operators_secrets() -> Iterator[str]:
    return (f"    - {{source: {name}, target: songbang_{name}}}" for name in _files())


def _containers() -> Iterator[str]:
    for part in SERVICES:
        described = {"service": part.distribution, "package": part.package, "port": part.port, "name": part.name}
        yield from _CONTAINER.format(**described).rstrip().splitlines()
        for setting in own_secrets(part):
            yield f"      - {{source: {key_file(part, setting)}, target: songbang_{setting}}}"
    yield ""


def _secret_files() -> Iterator[str]:
    return (f'  {name}: {{file: "{_DIRECTORY}/{name}"}}' for name in _files())


def _jobs() -> Iterator[str]:
    for part in SERVICES:
        yield f"  - job_name: songbang-{part.name}"
        yield "    relabel_configs: *part"
        found = f"names: [{part.distribution}], type: A, port: {part.port}, refresh_interval: 15s"
        yield f"    dns_sd_configs: [{{{found}}}]"


def _absent() -> Iterator[str]:
    return (f'          or absent(up{{job="songbang-{part.name}"}})' for part in SERVICES)


def _drawn() -> Iterator[str]:
    """A ring of keys begins with the name of its first key; a single key has none."""
    files = [key_file(part, setting) for part, setting in _own_keys()]
    yield f'services="{" ".join(part.name for part in SERVICES)}"'
    yield f'service_keys="{" ".join(name for name in files if not name.endswith("_keys"))}"'
    yield f'service_key_rings="{" ".join(name for name in files if name.endswith("_keys"))}"'


def _replaced() -> Iterator[str]:
    yield f'services="{" ".join(part.distribution for part in SERVICES)}"'


BLOCKS: dict[str, dict[str, Callable[[], Iterator[str]]]] = {
    "docker-compose.yml": {
        "addresses": _addresses, "operator's secrets": _operators_secrets, "containers": _containers,
        "files of secrets": _secret_files,
    },
    "deploy/monitoring/prometheus.yml": {"jobs": _jobs},
    "deploy/monitoring/alerts.yml": {"absent services": _absent},
    "deploy/secrets.sh": {"services": _drawn},
    "deploy/upgrade.sh": {"services": _replaced},
}  # fmt: skip
"""File → name of the block → its lines."""
