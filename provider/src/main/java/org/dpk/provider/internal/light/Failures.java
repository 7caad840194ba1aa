package org.dpk.provider.internal.light;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dpk.provider.RegistryException;

/** What each of several nodes did, as one exception. */
final class Failures {

  /** The most telling first. */
  private static final List<Class<? extends RegistryException>> TELLING =
      List.of(
          RegistryException.Unproven.class,
          RegistryException.WrongChain.class,
          RegistryException.NoContract.class,
          RegistryException.RecordUnavailable.class,
          RegistryException.class,
          RegistryException.Unreachable.class);

  private static final int LONGEST = 400; // characters of one node's text

  private record Failure(String node, RegistryException what) {}

  private final List<Failure> failures = new ArrayList<>();

  void add(String node, RegistryException failure) {
    failures.add(new Failure(node, failure));
  }

  /** Of the most telling type among them; names every node and what it did. */
  RegistryException all() {
    RegistryException telling = mostTelling();
    RegistryException all = ofType(telling, message());
    failures.stream()
        .map(Failure::what)
        .filter(each -> each != all.getCause())
        .forEach(all::addSuppressed);
    return all;
  }

  private RegistryException mostTelling() {
    for (Class<? extends RegistryException> type : TELLING) {
      for (Failure failure : failures) {
        if (failure.what.getClass() == type) {
          return failure.what;
        }
      }
    }
    return failures.get(0).what;
  }

  private String message() {
    String each = failures.stream().map(Failures::text).collect(Collectors.joining("; "));
    return failures.size() == 1 ? each : "none of %d nodes: %s".formatted(failures.size(), each);
  }

  private static String text(Failure failure) {
    String text = Examination.oneLine(failure.what);
    String shortened = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return shortened.contains(failure.node) ? shortened : failure.node + ": " + shortened;
  }

  private static RegistryException ofType(RegistryException type, String message) {
    if (type instanceof RegistryException.Unproven) {
      return new RegistryException.Unproven(message, type);
    }
    if (type instanceof RegistryException.WrongChain) {
      return new RegistryException.WrongChain(message);
    }
    if (type instanceof RegistryException.NoContract) {
      return new RegistryException.NoContract(message);
    }
    if (type instanceof RegistryException.RecordUnavailable) {
      return new RegistryException.RecordUnavailable(message);
    }
    return type instanceof RegistryException.Unreachable
        ? new RegistryException.Unreachable(message, type)
        : new RegistryException(message, type);
  }
}
