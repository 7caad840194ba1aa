package org.dpk.provider.internal.nsl.explorer;

/** The labels of HKDF-Expand-Label, read back from the info (RFC 8446 §7.1). */
final class Label {

  private static final int NAME_AT = 3;
  private static final int PREFIX_LENGTH = "dpkn1 ".length();

  private Label() {}

  /** The label in the info of an expansion. */
  static String of(Term info) {
    String text = info.parts().isEmpty() ? info.text() : info.part(0).text();
    int length = text.charAt(NAME_AT - 1);
    return text.substring(NAME_AT + PREFIX_LENGTH, NAME_AT + length);
  }

  /** The label of the secret that an AEAD key was expanded from: what the box is for. */
  static String ofKey(Term key) {
    return of(key.part(0).part(1));
  }
}
