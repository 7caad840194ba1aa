package org.dpk.provider.internal.enrol;

import java.util.Locale;

/** Who sends a device's record to the contract, and who pays. */
public enum AdmissionMode {
  /** The PKM signs a voucher and relays it: the device holds no Ether. */
  SPONSORED,
  /** The PKM funds the device's wallet once, the device adds itself, the PKM approves it. */
  FUNDED;

  /** How it is written in files and messages. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads what {@link #text()} writes.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static AdmissionMode parse(String text) {
    for (AdmissionMode mode : values()) {
      if (mode.text().equals(text)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "an admission is either sponsored or funded, not " + Printable.of(text));
  }
}
