package org.dpk.pkm.internal.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.security.Principal;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.dpk.pkm.internal.enrolment.EnrolmentConflict;
import org.dpk.pkm.internal.enrolment.EnrolmentStatus;
import org.dpk.pkm.internal.enrolment.Enrolments;
import org.dpk.provider.EnrolmentPrincipal;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.enrol.AdmissionMode;
import org.eclipse.jetty.io.EndPoint.SslSessionData;

/**
 * What a device asks over HTTPS. Who asks is known from the handshake: a device that proved to hold
 * the keys of the record that its token is bound to; nobody else is answered.
 */
public final class EnrolmentApi {

  private final Enrolments enrolments;

  /**
   * @param enrolments what may be asked for
   */
  public EnrolmentApi(Enrolments enrolments) {
    this.enrolments = enrolments;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/v1/enrolment", context -> answer(context, status(registration(context))));
    routes.post("/v1/enrolment", context -> answer(context, begin(context)));
    routes.post("/v1/enrolment/approval", context -> answer(context, approve(context)));
  }

  private EnrolmentStatus status(String registration) {
    return enrolments.status(registration).orElseThrow();
  }

  private EnrolmentStatus begin(Context context) throws Problem, IOException, EnrolmentConflict {
    String mode = Json.text(Json.object(context, Set.of("mode")), "mode", "");
    return enrolments.begin(registration(context), AdmissionMode.parse(mode));
  }

  private EnrolmentStatus approve(Context context)
      throws Problem, IOException, EnrolmentConflict, RegistryException {
    Json.object(context, Set.of());
    return enrolments.approve(registration(context));
  }

  private String registration(Context context) throws Problem {
    if (peer(context) instanceof EnrolmentPrincipal device) {
      return enrolments
          .registrationOf(device.candidateBytes())
          .orElseThrow(() -> new Problem(404, "not-found", "this device is not registered here"));
    }
    throw new Problem(
        403, "forbidden", "only a device with an enrolment token is served here: use its token");
  }

  private static Principal peer(Context context) throws Problem {
    try {
      if (context.req().getAttribute(SslSessionData.ATTRIBUTE) instanceof SslSessionData data) {
        return data.sslSession().getPeerPrincipal();
      }
    } catch (SSLPeerUnverifiedException e) {
      throw new Problem(403, "forbidden", "the device did not prove who it is");
    }
    throw new Problem(403, "forbidden", "devices are served over TLS only");
  }

  private void answer(Context context, EnrolmentStatus status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    EnrolmentJson.add(json, status, enrolments);
    context.header("Cache-Control", "no-store");
    Json.answer(context, "application/json", json);
  }
}
