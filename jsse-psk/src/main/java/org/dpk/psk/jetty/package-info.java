/**
 * For applications that run Jetty 12: HTTP/2 over keys of this module.
 *
 * <p>On the class path there is nothing to call: with {@code jetty-alpn-server} there too, Jetty
 * finds the service by itself. Without it nobody loads this package. On the module path the
 * application's module declares it, since a module that provides Jetty's service would not start
 * without Jetty:
 *
 * <pre>{@code
 * module app {
 *   provides org.eclipse.jetty.io.ssl.ALPNProcessor.Server with app.PskAlpn;  // extends PskAlpnProcessor
 * }
 * }</pre>
 *
 * <p>Jetty's {@code SecureRequestCustomizer} compares the host of each request with the server's
 * certificate. There is none here: switch that off with {@code new SecureRequestCustomizer(false)},
 * or Jetty answers 400 "Invalid SNI".
 */
package org.dpk.psk.jetty;
