-- Documents that a service issued, each once for its record.
CREATE TABLE issued_document (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    record_kind varchar(40) NOT NULL,
    record_id uuid NOT NULL,
    number varchar(60) NOT NULL,
    title varchar(200) NOT NULL,
    issuer varchar(200) NOT NULL,
    issued_on date NOT NULL,
    template varchar(40) NOT NULL,
    template_version integer NOT NULL,
    template_sha256 varchar(64) NOT NULL,
    code varchar(20) NOT NULL UNIQUE,
    copies integer NOT NULL,
    content jsonb,
    UNIQUE (record_kind, record_id)
);
