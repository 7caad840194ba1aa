package org.dpk.consumers.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A web application without a word on TLS. */
@SpringBootApplication
@RestController
public class EchoApplication {

  private final Set<String> peers = ConcurrentHashMap.newKeySet();

  public static void main(String[] args) {
    SpringApplication.run(EchoApplication.class, args);
  }

  @PostMapping("/echo")
  byte[] echo(InputStream body, HttpServletRequest request) throws IOException {
    peers.add(peer(request));
    return body.readAllBytes();
  }

  @GetMapping("/peer")
  String peer(HttpServletRequest request) {
    X509Certificate[] chain =
        (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
    return chain[0].getSubjectX500Principal().getName().replaceFirst("^CN=", "");
  }

  Set<String> peers() {
    return peers;
  }

  @EventListener
  void started(WebServerInitializedEvent event) {
    System.out.println("listening on " + event.getWebServer().getPort());
  }
}
