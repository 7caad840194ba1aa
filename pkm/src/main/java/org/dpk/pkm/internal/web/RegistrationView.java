package org.dpk.pkm.internal.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dpk.pkm.internal.enrolment.EnrolmentStatus;
import org.dpk.pkm.internal.enrolment.Enrolments;
import org.dpk.pkm.internal.outbox.Ledger;
import org.dpk.pkm.internal.registration.Registration;
import org.dpk.pkm.internal.registration.Registration.Assurance;
import org.dpk.pkm.internal.registration.RegistrationStore;
import org.dpk.pkm.internal.store.Database;

/** Registrations as an administrator sees them: never with a token. */
public final class RegistrationView {

  private final Database database;
  private final RegistrationStore registrations;
  private final Ledger ledger;
  private final Enrolments enrolments;

  /**
   * @param enrolments says how far each is
   */
  public RegistrationView(Database database, Enrolments enrolments, Clock clock) {
    this.database = database;
    this.registrations = new RegistrationStore(clock);
    this.ledger = new Ledger(clock);
    this.enrolments = enrolments;
  }

  Optional<Registration> find(String id) {
    return database.read(handle -> registrations.find(handle, id));
  }

  List<Registration> list(String identity, int offset, int limit) {
    return database.read(handle -> registrations.list(handle, identity, offset, limit));
  }

  ObjectNode json(Registration registration) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", registration.id()).put("identity", registration.identity().toString());
    json.put("assurance", lower(registration.assurance()));
    json.put("unchecked", registration.assurance() == Assurance.UNCHECKED);
    json.put("mode", registration.mode().text()).put("fees", lower(registration.fees()));
    json.put("registeredBy", registration.registeredBy());
    json.put("registeredAt", registration.registeredAt().toString());
    json.put("tokenNotAfter", registration.tokenNotAfter().toString());
    json.put("recordNotAfter", registration.recordNotAfter());
    database.read(handle -> addProgress(json, handle, registration));
    return json;
  }

  private ObjectNode addProgress(
      ObjectNode json, org.jdbi.v3.core.Handle handle, Registration registration) {
    EnrolmentStatus status = enrolments.status(handle, registration);
    EnrolmentJson.add(json, status, enrolments);
    ObjectNode spent = json.putObject("spentWei");
    for (Ledger.Kind kind : Ledger.Kind.values()) {
      spent.put(lower(kind), ledger.spent(handle, registration.id(), kind).toString());
    }
    return json;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
