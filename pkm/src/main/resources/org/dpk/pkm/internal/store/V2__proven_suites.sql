-- Of which suites of its candidate record a device has proven to have the keys: one handshake
-- proves one. An admission is ordered when none is missing.
CREATE TABLE proven_suite (
  registration_id TEXT    NOT NULL REFERENCES registration (id),
  suite           INTEGER NOT NULL,
  proven_at       INTEGER NOT NULL,
  PRIMARY KEY (registration_id, suite)
);
