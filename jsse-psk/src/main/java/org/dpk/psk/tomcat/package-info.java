/**
 * For applications that run Tomcat 10.1 or 11: connectors over keys of this module, from {@code
 * server.xml} or embedded, with HTTP/1.1 and HTTP/2.
 *
 * <pre>{@code
 * <Connector port="8443" SSLEnabled="true" scheme="https" secure="true"
 *            sslImplementationName="org.dpk.psk.tomcat.PskImplementation">
 *   <UpgradeProtocol className="org.apache.coyote.http2.Http2Protocol" />
 *   <SSLHostConfig>
 *     <Certificate certificateKeystoreType="PSK" certificateKeystoreFile="conf/psk.txt" />
 *   </SSLHostConfig>
 * </Connector>
 * }</pre>
 *
 * <p>Tomcat is optional: without it nobody loads this package.
 */
@org.jspecify.annotations.NullMarked
package org.dpk.psk.tomcat;
