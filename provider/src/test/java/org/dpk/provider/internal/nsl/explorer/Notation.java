package org.dpk.provider.internal.nsl.explorer;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dpk.provider.internal.nsl.explorer.Term.Operation;

/** Terms as a reader of protocols writes them: {@code {n1(A1), A}box1}. */
final class Notation {

  private static final Pattern IDENTITY = Pattern.compile("dns:(\\w+)\\.example\\.org");
  private static final List<String> MESSAGES = List.of("", "NS1", "NS2", "NS34");

  private Notation() {}

  static String of(Term term) {
    return switch (term.operation()) {
      case LITERAL -> literal(term.text());
      case FRESH -> "%s(%s)".formatted(term.text(), term.owner());
      case JOIN -> join(term);
      case PUBLIC_KEY -> "pk" + owner(term.part(0));
      case ENCAPSULATION -> "enc(%s, %s)".formatted(term.part(0), term.part(1));
      case SHARED_SECRET -> "ss(%s, %s)".formatted(term.part(0), term.part(1));
      case HASH -> "H" + term.number();
      case EXTRACT -> "es" + term.number();
      case EXPAND -> "%s%d".formatted(Label.of(term.part(1)).replace(" ", "_"), term.number());
      case BOX -> "{%s}%s".formatted(term.part(3), Label.ofKey(term.part(0)));
      case SIGNATURE -> "sig%s".formatted(owner(term.part(0)));
      case HOLE -> "junk";
    };
  }

  private static String owner(Term privateKey) {
    boolean isStatic = privateKey.text().startsWith("s");
    return "(%s)".formatted(isStatic ? privateKey.owner() : privateKey);
  }

  private static String join(Term term) {
    String fields =
        term.parts().stream()
            .filter(part -> !part.text().equals("hs"))
            .map(Notation::of)
            .filter(text -> !text.isEmpty())
            .collect(joining(", "));
    Term first = term.part(0);
    boolean isMessage = first.is(Operation.LITERAL) && first.text().startsWith("\1");
    return isMessage ? MESSAGES.get(first.text().charAt(1)) + " " + fields : fields;
  }

  // of all that is public, identities alone tell one message from another
  private static String literal(String bytes) {
    Matcher found = IDENTITY.matcher(bytes);
    return found.find() ? found.group(1).toUpperCase(Locale.ROOT) : "";
  }
}
