package org.dpk.pkm.internal.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dpk.pkm.internal.registration.Registration;
import org.dpk.pkm.internal.registration.Registration.Fees;
import org.dpk.pkm.internal.registration.RegistrationConflict;
import org.dpk.pkm.internal.registration.RegistrationRequest;
import org.dpk.pkm.internal.registration.Registrations;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.enrol.AdmissionMode;
import org.jspecify.annotations.Nullable;

/** What an administrator asks over HTTP. */
public final class AdminApi {

  private static final String ADMINISTRATOR = "admin";
  private static final int MAX_PAGE = 200;

  private final Registrations registrations;
  private final RegistrationView view;
  private final PkmView pkm;
  private final Runnable ordered;

  /**
   * @param view shows registrations
   * @param pkm shows the PKM itself
   * @param ordered is run when there may be something new in the outbox
   */
  public AdminApi(
      Registrations registrations, RegistrationView view, PkmView pkm, Runnable ordered) {
    this.registrations = registrations;
    this.view = view;
    this.pkm = pkm;
    this.ordered = ordered;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/v1/status", context -> answer(context, 200, pkm.json()));
    routes.post("/v1/registrations", this::register);
    routes.get("/v1/registrations", this::list);
    routes.get("/v1/registrations/{id}", this::show);
    routes.post("/v1/registrations/{id}/revoke", this::revoke);
    routes.post("/v1/registrations/{id}/fees", this::setFees);
  }

  private void register(Context context)
      throws Problem, IOException, RegistrationConflict, RegistryException {
    JsonNode body =
        Json.object(context, Set.of("identity", "unchecked", "mode", "fees", "validFor"));
    RegistrationRequest request =
        new RegistrationRequest(
            identity(Json.text(body, "identity", "uuid")),
            Json.flag(body, "unchecked"),
            AdmissionMode.parse(Json.text(body, "mode", AdmissionMode.SPONSORED.text())),
            fees(Json.text(body, "fees", "due")),
            duration(Json.text(body, "validFor", "")));
    Registrations.Issued issued = registrations.register(request, ADMINISTRATOR);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("registration", view.json(issued.registration()));
    answer.putRawValue(
        "tokenFile", new RawValue(new String(issued.tokenFile().bytes(), StandardCharsets.UTF_8)));
    context.header("Location", "/v1/registrations/" + issued.registration().id());
    answer(context, 201, answer);
  }

  private void list(Context context) throws Problem {
    String identity = context.queryParam("identity");
    int limit = number(context, "limit", 50);
    int offset = number(context, "offset", 0);
    if (limit < 1 || limit > MAX_PAGE || offset < 0) {
      throw new Problem(400, "bad-request", "limit is 1 to " + MAX_PAGE + ", offset 0 or more");
    }
    String canonical = identity == null ? "" : DpkIdentity.parse(identity).toString();
    List<Registration> found = view.list(canonical, offset, limit);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = answer.putArray("registrations");
    found.forEach(registration -> rows.add(view.json(registration)));
    if (found.size() == limit) {
      answer.put("nextOffset", offset + limit);
    }
    answer(context, 200, answer);
  }

  private void show(Context context) throws Problem {
    answer(context, 200, view.json(view.find(id(context)).orElseThrow(() -> unknown(context))));
  }

  private void revoke(Context context) throws Problem {
    Registration revoked = registrations.revoke(id(context)).orElseThrow(() -> unknown(context));
    ordered.run();
    answer(context, 202, view.json(revoked));
  }

  private void setFees(Context context) throws Problem, IOException {
    Fees fees = fees(Json.text(Json.object(context, Set.of("fees")), "fees", ""));
    Registration changed =
        registrations.setFees(id(context), fees).orElseThrow(() -> unknown(context));
    answer(context, 200, view.json(changed));
  }

  private static @Nullable DpkIdentity identity(String text) {
    return text.equals("uuid") ? null : DpkIdentity.parse(text);
  }

  private static Fees fees(String text) {
    for (Fees fees : Fees.values()) {
      if (fees.name().toLowerCase(Locale.ROOT).equals(text)) {
        return fees;
      }
    }
    throw new IllegalArgumentException("'fees' is due, paid or waived");
  }

  private static @Nullable Duration duration(String text) {
    try {
      return text.isEmpty() ? null : Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'validFor' is an ISO 8601 duration such as PT24H, not what was sent", e);
    }
  }

  private static int number(Context context, String parameter, int otherwise) throws Problem {
    String text = context.queryParam(parameter);
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Problem(400, "bad-request", "'" + parameter + "' has to be a number");
    }
  }

  private static String id(Context context) {
    return context.pathParam("id");
  }

  private static Problem unknown(Context context) {
    return new Problem(404, "not-found", "there is no registration of that id; list them all");
  }

  private static void answer(Context context, int status, ObjectNode json) {
    Json.answer(context.status(status), "application/json", json);
  }
}
