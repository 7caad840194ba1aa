import java.net.InetAddress;
import java.security.Provider;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.dpk.psk.Psk;
import org.dpk.psk.PskKeyManager;

/** Run with this module and its dependencies on the module path. */
class Handshake {

  public static void main(String[] arguments) throws Exception {
    Provider provider =
        ServiceLoader.load(Provider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.getName().equals("DPKJSSE"))
            .findFirst()
            .orElseThrow();
    System.out.println("module " + provider.getClass().getModule().getName());
    SSLContext context = SSLContext.getInstance("TLS-PSK", provider);
    context.init(new KeyManager[] {PskKeyManager.of(Psk.of("alice", new byte[32]))}, null, null);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket listening =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      CompletableFuture<String> served = CompletableFuture.supplyAsync(() -> serve(listening));
      try (SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(loopback, listening.getLocalPort())) {
        socket.setSoTimeout(20_000);
        System.out.println("read " + socket.getInputStream().read());
        System.out.println(socket.getSession().getPeerCertificates().length + " certificates");
      }
      System.out.println("served " + served.get());
    }
  }

  private static String serve(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(42);
      return socket.getSession().getPeerPrincipal().getName();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
