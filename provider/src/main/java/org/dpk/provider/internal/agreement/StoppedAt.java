package org.dpk.provider.internal.agreement;

import org.dpk.provider.HandshakeMetrics.Rung;
import org.dpk.provider.internal.nsl.AlertCode;
import org.jspecify.annotations.Nullable;

/** How far a run came at the responder, and so which rung it was that stopped it. */
enum StoppedAt {
  /** NS1 was not opened. */
  FIRST {
    @Override
    @Nullable Rung by(AlertCode code) {
      return switch (code) {
        case MALFORMED, VERSION -> Rung.MALFORMED;
        case SUITE, UNKNOWN_KID -> Rung.KEY_UNKNOWN;
        case DECRYPT_ERROR -> Rung.UNDECRYPTABLE;
        default -> null;
      };
    }
  },
  /** Somebody claims to be somebody. */
  CLAIMED {
    @Override
    @Nullable Rung by(AlertCode code) {
      return switch (code) {
        case DECRYPT_ERROR -> Rung.UNDECRYPTABLE;
        case MALFORMED -> Rung.STAPLE_WRONG;
        case LOOKUP_UNAVAILABLE -> null; // the budget, or whoever looked up, counted it
        default -> Rung.NOT_AS_CLAIMED;
      };
    }
  },
  /** NS2 is out. */
  ANSWERED {
    @Override
    @Nullable Rung by(AlertCode code) {
      return switch (code) {
        case BUSY -> null; // the table counted it
        case MALFORMED, VERSION, DECRYPT_ERROR -> Rung.UNPROVEN;
        default -> Rung.REFUSED;
      };
    }
  };

  /** Null for what is counted where it happens. */
  abstract @Nullable Rung by(AlertCode code);
}
