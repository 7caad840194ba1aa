-- Instants are Unix seconds. Wei are decimal text: they do not fit into 64 bits.

CREATE TABLE admin_key (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  hash       BLOB    NOT NULL CHECK (length(hash) = 32),
  created_at INTEGER NOT NULL
);

-- What an operator decided of a device, and what became of its token.
CREATE TABLE registration (
  id               TEXT    PRIMARY KEY,
  identity         TEXT    NOT NULL,
  assurance        TEXT    NOT NULL CHECK (assurance IN ('GENERATED', 'UNCHECKED')),
  mode             TEXT    NOT NULL CHECK (mode IN ('SPONSORED', 'FUNDED')),
  fees             TEXT    NOT NULL CHECK (fees IN ('DUE', 'PAID', 'WAIVED')),
  record_not_after INTEGER NOT NULL,
  registered_by    TEXT    NOT NULL,
  registered_at    INTEGER NOT NULL,
  token_hash       BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  token_not_after  INTEGER NOT NULL,
  state            TEXT    NOT NULL
    CHECK (state IN ('ISSUED', 'BOUND', 'SPENT', 'ADMITTED', 'EXPIRED', 'FAILED', 'REVOKED')),
  state_at         INTEGER NOT NULL
);

-- An identity has one open registration at a time.
CREATE UNIQUE INDEX registration_open ON registration (identity)
  WHERE state IN ('ISSUED', 'BOUND', 'SPENT', 'ADMITTED');

-- The record that a token is bound to, once the device has proven that it holds its keys.
CREATE TABLE candidate (
  registration_id TEXT    PRIMARY KEY REFERENCES registration (id),
  record          BLOB    NOT NULL,
  record_hash     BLOB    NOT NULL CHECK (length(record_hash) = 32),
  bound_at        INTEGER NOT NULL
);

CREATE INDEX candidate_record ON candidate (record_hash);

-- What this PKM means to do on chain. One row per intent, whatever it takes to carry it out.
CREATE TABLE outbox (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  intent          TEXT    NOT NULL UNIQUE,
  kind            TEXT    NOT NULL
    CHECK (kind IN ('STORE_PKM_KEY', 'ADMIT', 'FUND', 'APPROVE', 'REVOKE')),
  registration_id TEXT    REFERENCES registration (id),
  state           TEXT    NOT NULL
    CHECK (state IN ('INTENT', 'PREPARED', 'BROADCAST', 'MINED', 'FAILED', 'CANCELLED')),
  attempts        INTEGER NOT NULL DEFAULT 0,
  detail          TEXT    NOT NULL DEFAULT '',
  block           INTEGER,
  created_at      INTEGER NOT NULL,
  changed_at      INTEGER NOT NULL
);

CREATE INDEX outbox_open ON outbox (state) WHERE state IN ('INTENT', 'PREPARED', 'BROADCAST');
CREATE INDEX outbox_registration ON outbox (registration_id);

-- Each transaction that was ever signed for an intent, stored before it is sent. Those of one
-- nonce replace each other: at most one of them can be mined.
CREATE TABLE outbox_transaction (
  hash         BLOB    PRIMARY KEY CHECK (length(hash) = 32),
  outbox_id    INTEGER NOT NULL REFERENCES outbox (id),
  nonce        INTEGER NOT NULL,
  raw          BLOB    NOT NULL,
  value_wei    TEXT    NOT NULL,
  valid_until  INTEGER,
  signed_at    INTEGER NOT NULL,
  abandoned    INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX outbox_transaction_row ON outbox_transaction (outbox_id);

-- What was spent, and for whom.
CREATE TABLE ledger (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  registration_id  TEXT    REFERENCES registration (id),
  transaction_hash BLOB    NOT NULL REFERENCES outbox_transaction (hash),
  kind             TEXT    NOT NULL CHECK (kind IN ('GAS', 'FUNDING')),
  wei              TEXT    NOT NULL,
  at               INTEGER NOT NULL,
  UNIQUE (transaction_hash, kind)
);

-- Who was admitted, when, by whom, and how the name was checked. Rows are only ever added.
CREATE TABLE admission (
  registration_id TEXT    PRIMARY KEY REFERENCES registration (id),
  identity        TEXT    NOT NULL,
  record_hash     BLOB    NOT NULL,
  assurance       TEXT    NOT NULL,
  mode            TEXT    NOT NULL,
  fees            TEXT    NOT NULL,
  registered_by   TEXT    NOT NULL,
  registered_at   INTEGER NOT NULL,
  admitted_at     INTEGER NOT NULL,
  block           INTEGER NOT NULL
);

CREATE TRIGGER admission_is_final BEFORE UPDATE ON admission
BEGIN
  SELECT RAISE(ABORT, 'an admission is not changed');
END;

CREATE TRIGGER admission_stays BEFORE DELETE ON admission
BEGIN
  SELECT RAISE(ABORT, 'an admission is not deleted');
END;
