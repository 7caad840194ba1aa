/** What travels in front of TLS: records, ClientHellos and the messages of an agreement. */
package org.dpk.psk.internal.preface;
