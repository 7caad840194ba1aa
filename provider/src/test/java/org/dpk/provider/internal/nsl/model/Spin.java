package org.dpk.provider.internal.nsl.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dpk.provider.internal.Programs;

/** The model checker Spin: a model, and the verifier that it generated and gcc compiled. */
final class Spin {

  /** What the verifier prints where a search was cut short by a limit of its own. */
  private static final List<String> TRUNCATED =
      List.of("max search depth too small", "out of memory", "vectorsz", "Bit statespace search");

  private static final Pattern ERRORS = Pattern.compile("errors: (\\d+)");
  private static final Pattern STATES = Pattern.compile("(\\d+) states, stored");

  private final Path model;
  private final List<String> defines;

  private Spin(Path model, List<String> defines) {
    this.model = model;
    this.defines = defines;
  }

  /**
   * What one search found.
   *
   * @param errors 0 if the property holds in all states that were visited
   * @param states how many states were stored
   * @param exhaustive whether all states were visited
   */
  record Verdict(int errors, int states, boolean exhaustive, String output) {}

  /**
   * @param folder of this verifier alone
   */
  static Spin verifier(Path model, Path folder, List<String> defines)
      throws IOException, InterruptedException {
    Spin spin =
        new Spin(Files.copy(model, folder.resolve(model.getFileName().toString())), defines);
    spin.run("gcc", List.of("--version")); // spin preprocesses with it and hides that it is missing
    spin.run("spin", spin.with(List.of("-a", spin.model())));
    spin.run("gcc", List.of("-O2", "-w", "-o", "pan", "pan.c"));
    return spin;
  }

  /** Searches for a violation of a property, with acceptance cycles. */
  Verdict search(String property) throws IOException, InterruptedException {
    String pan = model.resolveSibling("pan").toString();
    String output = run(pan, List.of("-a", "-N", property));
    boolean exhaustive =
        output.contains("Full statespace search")
            && !output.contains("Search not completed")
            && TRUNCATED.stream().noneMatch(output::contains);
    return new Verdict(number(ERRORS, output), number(STATES, output), exhaustive, output);
  }

  /** The messages that were sent in the violation that was found last, such as {@code net!M1,I}. */
  List<String> trail() throws IOException, InterruptedException {
    return run("spin", with(List.of("-t", "-c", model())))
        .lines()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .filter(step -> step.matches("\\w+!\\w+(,\\w+)*"))
        .toList();
  }

  private String model() {
    return model.getFileName().toString();
  }

  private List<String> with(List<String> arguments) {
    List<String> all = new ArrayList<>(defines);
    all.addAll(arguments);
    return all;
  }

  private String run(String program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    Programs.Result result;
    try {
      result = Programs.run(command, Map.of(), "", model.getParent());
    } catch (IOException e) {
      return fail("this test runs Spin: install spin and gcc (apt-get install spin gcc)", e);
    }
    assertEquals(0, result.exit(), () -> command + ": " + result.output());
    return result.output();
  }

  private static int number(Pattern pattern, String output) {
    Matcher number = pattern.matcher(output);
    return number.find() ? Integer.parseInt(number.group(1)) : fail("no result: " + output);
  }
}
