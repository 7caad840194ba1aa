package org.dpk.pkm.internal.enrolment;

import java.util.List;
import java.util.Optional;
import org.dpk.pkm.internal.outbox.OutboxRow;
import org.dpk.pkm.internal.outbox.OutboxRow.Kind;
import org.dpk.pkm.internal.outbox.OutboxRow.State;
import org.dpk.pkm.internal.registration.Registration;

/**
 * How far an enrolment is, as the device and the operator are told.
 *
 * @param stage where it is
 * @param row the intent that it waits for, or that ended it; empty if there is none
 */
public record EnrolmentStatus(Stage stage, Optional<OutboxRow> row) {

  /** Where an enrolment can be. */
  public enum Stage {
    /** The token waits for a device. */
    ISSUED,
    /** No device came in time. */
    EXPIRED,
    /** The token is bound to a record; nothing is ordered yet. */
    BOUND,
    /** The device's wallet is about to get its Ether. */
    FUNDING,
    /** The device's wallet has its Ether; the device is to add itself. */
    FUNDED,
    /** The record is on its way into the registry. */
    ADMITTING,
    /** The record is on chain. */
    ADMITTED,
    /** The record is on chain, and will be revoked. */
    REVOKING,
    /** The registry refused. */
    FAILED,
    /** The token or the record was revoked. */
    REVOKED
  }

  /**
   * What follows from a registration and from what was ordered for it.
   *
   * @param expired whether the token's date has passed
   * @param rows in order
   */
  public static EnrolmentStatus of(
      Registration registration, boolean expired, List<OutboxRow> rows) {
    Optional<OutboxRow> last =
        rows.stream().filter(row -> row.state() != State.CANCELLED).reduce((a, b) -> b);
    return new EnrolmentStatus(stage(registration, expired, last), last);
  }

  private static Stage stage(Registration registration, boolean expired, Optional<OutboxRow> row) {
    return switch (registration.state()) {
      case ISSUED -> expired ? Stage.EXPIRED : Stage.ISSUED;
      case EXPIRED -> Stage.EXPIRED;
      case BOUND -> row.map(EnrolmentStatus::funding).orElse(Stage.BOUND);
      case SPENT -> Stage.ADMITTING;
      case ADMITTED ->
          row.filter(EnrolmentStatus::isRevoking).isPresent() ? Stage.REVOKING : Stage.ADMITTED;
      case FAILED -> Stage.FAILED;
      case REVOKED -> Stage.REVOKED;
    };
  }

  private static Stage funding(OutboxRow row) {
    return row.state() == State.MINED ? Stage.FUNDED : Stage.FUNDING;
  }

  private static boolean isRevoking(OutboxRow row) {
    return row.kind() == Kind.REVOKE && !row.state().isFinal();
  }
}
