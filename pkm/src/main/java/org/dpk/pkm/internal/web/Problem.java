package org.dpk.pkm.internal.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.dpk.pkm.internal.enrolment.EnrolmentConflict;
import org.dpk.pkm.internal.registration.RegistrationConflict;
import org.dpk.provider.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors as {@code application/problem+json} (RFC 9457): what went wrong and what to do. */
final class Problem extends Exception {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  private final int status;
  private final String type;

  /**
   * @param status the HTTP status
   * @param type a short name that a program can tell the problem by
   * @param detail what went wrong and what to do
   */
  Problem(int status, String type, String detail) {
    super(detail);
    this.status = status;
    this.type = type;
  }

  /** Turns every exception of a handler into an answer. */
  static void answerAll(RoutesConfig routes) {
    routes.exception(Problem.class, (e, c) -> answer(c, e.status, e.type, text(e)));
    routes.exception(
        RegistrationConflict.class, (e, c) -> answer(c, 409, "registration-conflict", text(e)));
    routes.exception(
        EnrolmentConflict.class, (e, c) -> answer(c, 409, typeOf(e.reason()), text(e)));
    routes.exception(
        IllegalArgumentException.class, (e, c) -> answer(c, 400, "bad-request", text(e)));
    routes.exception(
        RegistryException.class, (e, c) -> answer(c, 503, "chain-unavailable", text(e)));
    routes.exception(
        HttpResponseException.class,
        (e, c) -> answer(c, e.getStatus(), "http-" + e.getStatus(), text(e)));
    routes.exception(Exception.class, Problem::answerUnexpected);
  }

  private static void answerUnexpected(Exception e, Context context) {
    LOG.error("{} {} failed", context.method(), context.path(), e);
    answer(context, 500, "internal", "the PKM failed to answer; its log says why");
  }

  private static void answer(Context context, int status, String type, String detail) {
    ObjectNode problem = JsonNodeFactory.instance.objectNode();
    problem.put("type", "urn:dpk:problem:" + type).put("status", status).put("detail", detail);
    Json.answer(context.status(status), "application/problem+json", problem);
  }

  private static String typeOf(EnrolmentConflict.Reason reason) {
    return switch (reason) {
      case OTHER_MODE -> "other-mode";
      case FEES_DUE -> "fees-due";
      case UNPROVEN_KEYS -> "unproven-keys";
      case NOT_PENDING -> "not-pending";
    };
  }

  private static String text(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
