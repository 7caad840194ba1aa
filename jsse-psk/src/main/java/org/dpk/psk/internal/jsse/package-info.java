/** The JSSE engine: context, engine, socket, server socket, session, parameters. */
package org.dpk.psk.internal.jsse;
