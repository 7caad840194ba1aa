// nsl.md "Alerts".
export const alert = {
  malformed: 1,
  version: 2,
  suite: 3,
  unknown_kid: 4,
  busy: 6,
  decrypt_error: 7,
  identity_unknown: 32,
  identity_revoked: 33,
  record_stale: 34,
  policy_denied: 35,
  lookup_unavailable: 36,
  suite_downgrade: 37,
  role_denied: 38,
  token_rejected: 39,
};

/** Those that may come in clear; a sealed code that comes in clear is not believed. */
export const isHint = (code) => code > 0 && code <= alert.decrypt_error && code !== 5;
