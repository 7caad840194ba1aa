package org.dpk.pkm.internal.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.dpk.pkm.internal.enrolment.EnrolmentStatus;
import org.dpk.pkm.internal.enrolment.Enrolments;

/** How far an enrolment is, as JSON: the same for devices and for administrators. */
final class EnrolmentJson {

  private EnrolmentJson() {}

  static void add(ObjectNode json, EnrolmentStatus status, Enrolments enrolments) {
    json.put("stage", status.stage().name().toLowerCase(Locale.ROOT));
    status
        .row()
        .ifPresent(
            row -> {
              enrolments.transaction(row).ifPresent(hash -> json.put("transaction", hash));
              if (row.block() > 0) {
                json.put("block", row.block());
              }
              if (!row.detail().isEmpty()) {
                json.put("detail", row.detail());
              }
            });
  }
}
