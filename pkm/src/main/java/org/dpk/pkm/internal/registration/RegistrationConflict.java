package org.dpk.pkm.internal.registration;

/** What was asked for can't be, as things stand; the message says why and what to do. */
public final class RegistrationConflict extends Exception {

  private static final long serialVersionUID = 1L;

  RegistrationConflict(String message) {
    super(message);
  }
}
