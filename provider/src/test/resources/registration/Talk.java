import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A client or a server that knows nothing but the JDK's defaults. */
class Talk {

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      serve();
    } else {
      ask(Integer.parseInt(arguments[0]));
    }
  }

  private static void serve() throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket) SSLServerSocketFactory.getDefault().createServerSocket(0)) {
      listening.setNeedClientAuth(true);
      System.out.println(SSLContext.getDefault().getProvider().getName());
      System.out.println("port " + listening.getLocalPort());
      try (SSLSocket socket = (SSLSocket) listening.accept()) {
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        socket.getOutputStream().write('!');
        System.out.println("met " + socket.getSession().getPeerPrincipal().getName());
      }
    }
  }

  private static void ask(int port) throws Exception {
    System.out.println(SSLContext.getDefault().getProvider().getName());
    try (SSLSocket socket =
        (SSLSocket) SSLSocketFactory.getDefault().createSocket("localhost", port)) {
      socket.setSoTimeout(30_000);
      System.out.println((char) socket.getInputStream().read());
      System.out.println("met " + socket.getSession().getPeerPrincipal().getName());
    }
  }
}
