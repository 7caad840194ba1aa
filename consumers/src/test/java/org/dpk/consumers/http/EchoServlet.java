package org.dpk.consumers.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Set;

/** Answers a POST with its own body, and remembers who asked. */
final class EchoServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Set<String> seen;

  EchoServlet(Set<String> seen) {
    this.seen = seen;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    seen.add(peer(request));
    byte[] body = request.getInputStream().readAllBytes();
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Who asks, and over what, as the Servlet specification names the attributes. */
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response
        .getWriter()
        .print(
            String.join(
                " ",
                peer(request),
                attribute(request, "org.apache.tomcat.util.net.secure_protocol_version"),
                attribute(request, "jakarta.servlet.request.cipher_suite"),
                attribute(request, "jakarta.servlet.request.key_size")));
  }

  private static String attribute(HttpServletRequest request, String name) {
    return String.valueOf(request.getAttribute(name));
  }

  /** The name in the client's certificate, which is synthetic, as any servlet gets it. */
  static String peer(HttpServletRequest request) {
    X509Certificate[] chain =
        (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
    return chain[0].getSubjectX500Principal().getName().replaceFirst("^CN=", "");
  }
}
