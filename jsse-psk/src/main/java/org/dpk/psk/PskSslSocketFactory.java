package org.dpk.psk;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets over the keys of a file, for software that takes the name of a class with a constructor
 * for its own properties: {@code sslfactory} of PostgreSQL's JDBC driver.
 *
 * <p>Safe for use by several threads.
 */
public final class PskSslSocketFactory extends SSLSocketFactory {

  /** The property with the path of the key file, as {@link PskKeyManager#ofFile(Path)} reads it. */
  public static final String FILE_PROPERTY = "pskFile";

  /** The property with the identity that this client goes by, if the file has several. */
  public static final String IDENTITY_PROPERTY = "pskIdentity";

  private final SSLSocketFactory sockets;

  /**
   * @param properties with {@value #FILE_PROPERTY}, and perhaps {@value #IDENTITY_PROPERTY}; others
   *     do not count
   * @throws IllegalArgumentException if there is no {@value #FILE_PROPERTY}
   * @throws IOException if the file cannot be read, or a line is wrong
   */
  public PskSslSocketFactory(Properties properties) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS-PSK", new PskJsseProvider());
    context.init(new KeyManager[] {keys(properties)}, null, null);
    sockets = context.getSocketFactory();
  }

  private static PskKeyManager keys(Properties properties) throws IOException {
    String file = properties.getProperty(FILE_PROPERTY);
    if (file == null || file.isEmpty()) {
      throw new IllegalArgumentException(
          "no key file is named: set " + FILE_PROPERTY + " to its path, such as psk.txt");
    }
    String identity = properties.getProperty(IDENTITY_PROPERTY);
    return identity == null
        ? PskKeyManager.ofFile(Path.of(file))
        : PskKeyManager.ofFile(Path.of(file), identity);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket() throws IOException {
    return sockets.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return sockets.createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return sockets.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return sockets.createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(Socket lower, @Nullable String host, int port, boolean autoClose)
      throws IOException {
    return sockets.createSocket(lower, host, port, autoClose);
  }

  @Override
  public Socket createSocket(Socket lower, @Nullable InputStream consumed, boolean autoClose)
      throws IOException {
    return sockets.createSocket(lower, consumed, autoClose);
  }
}
