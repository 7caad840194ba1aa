package org.dpk.consumers.http;

import java.net.URI;

/**
 * A server that a test has started.
 *
 * @param uri scheme, host and port
 * @param principal whom a client's session is to name
 */
public record HttpOrigin(URI uri, String principal) {}
