package org.dpk.psk.internal.jsse;

import javax.net.ssl.SSLException;
import org.dpk.psk.internal.preface.FatalAlert;

/** A part of a handshake that may block: runs as a delegated task. */
@FunctionalInterface
interface Task {
  void run() throws FatalAlert, SSLException;
}
