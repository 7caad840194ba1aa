package org.dpk.provider.internal.jsse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.DpkProvider;
import org.dpk.provider.internal.Programs;
import org.dpk.provider.internal.Waiting;
import org.dpk.provider.internal.ethereum.RegistryFixture;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.psk.PskJsseProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way into a process, in a process of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RegistrationIT {

  private static final Path FIRST =
      Path.of("..", "docs", "dpk.security").toAbsolutePath().normalize();
  private static final DpkIdentity CLIENT = RegistryFixture.newIdentity();
  private static final Pattern PORT = Pattern.compile("port (\\d+)\n");

  @TempDir static Path folder;
  private static AdmittedIdentities identities;
  private static Path serverFile;
  private static Path clientFile;
  private static Path last;

  @BeforeAll
  static void enrolled() throws Exception {
    identities = AdmittedIdentities.start(folder);
    serverFile = identities.admit(DpkIdentity.parse("dns:localhost"));
    clientFile = identities.admit(CLIENT);
    compile("Register.java", "Talk.java");
    last = Files.writeString(folder.resolve("last.security"), behindTheOthers());
  }

  @AfterAll
  static void stop() {
    identities.close();
  }

  /** The JDK's providers as they are, then DPK. */
  private static String behindTheOthers() {
    int next = 1;
    while (Security.getProperty("security.provider." + next) != null) {
      next++;
    }
    return "security.provider." + next + "=DPK\n";
  }

  private static void compile(String... names) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-cp", Programs.classPath()));
    arguments.addAll(List.of("-d", programs().toString()));
    for (String name : names) {
      Path source = Path.of(RegistrationIT.class.getResource("/registration/" + name).toURI());
      arguments.add(source.toString());
    }
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    assertEquals(0, exit);
  }

  private static Path programs() {
    return folder.resolve("programs");
  }

  private static Programs.Result java(List<String> options, String program, String... arguments)
      throws Exception {
    return Programs.run(command(options, program, arguments));
  }

  private static List<String> command(List<String> options, String program, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.java()));
    // it lives for a second
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    int classPath = command.indexOf("-cp") + 1;
    command.set(classPath, command.get(classPath) + File.pathSeparator + programs());
    command.add(program);
    command.addAll(List.of(arguments));
    return command;
  }

  private static void assertRegistered(Programs.Result result, String place, String module) {
    assertEquals(0, result.exit(), result::output);
    assertTrue(result.output().matches("(?s).*DPK is " + place + "\n.*"), result::output);
    assertTrue(result.output().contains("\n" + module), result::output);
    assertTrue(result.output().endsWith("healthy\n"), result::output);
  }

  // --- where it is found ----------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"service", "install", "add"})
  void onTheClassPath(String how) throws Exception {
    Programs.Result result = java(List.of("-cp", Programs.classPath()), "Register", how);
    String place = how.equals("install") ? "(\\d+) of \\d+" : "(\\d+) of \\1";
    assertRegistered(result, place, "unnamed module");
    if (how.equals("add")) {
      assertTrue(result.output().startsWith("true\n-1\ntrue\n"), result::output);
    }
  }

  /** An automatic module; what it stands on may be on the class path. */
  @ParameterizedTest
  @ValueSource(strings = {"service", "install"})
  void onTheModulePath(String how) throws Exception {
    List<String> modules = new ArrayList<>();
    modules.add(jarOf(DpkProvider.class));
    modules.add(jarOf(PskJsseProvider.class));
    modules.addAll(classPath(part -> part.getFileName().toString().matches("bc(tls|prov|util).*")));
    Programs.Result result =
        java(
            List.of(
                "--module-path",
                String.join(File.pathSeparator, modules),
                "--add-modules",
                "org.dpk.provider,org.dpk.psk",
                "-cp",
                String.join(
                    File.pathSeparator, classPath(part -> !modules.contains(part.toString())))),
            "Register",
            how);
    assertRegistered(result, "\\d+ of \\d+", "module org.dpk.provider");
  }

  private static String jarOf(Class<?> type) throws Exception {
    Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertTrue(jar.toString().endsWith(".jar"), () -> jar + " is no jar: package it first");
    return jar.toString();
  }

  private static List<String> classPath(Predicate<Path> wanted) {
    return Arrays.stream(Programs.classPath().split(File.pathSeparator))
        .filter(part -> wanted.test(Path.of(part)))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"service", "install"})
  void fromAFatJar(String how) throws Exception {
    Path jar = folder.resolve("fat.jar");
    if (!Files.exists(jar)) {
      FatJar.write(Programs.classPath(), part -> !part.endsWith("test-classes"), jar);
    }
    Programs.Result result = java(List.of("-cp", jar.toString()), "Register", how);
    assertRegistered(result, "\\d+ of \\d+", "unnamed module");
  }

  @Test
  void firstByASecurityFile() throws Exception {
    Programs.Result result =
        java(
            List.of("-cp", Programs.classPath(), "-Djava.security.properties=" + FIRST),
            "Register",
            "nothing");
    assertRegistered(result, "1 of \\d+", "unnamed module");
  }

  @Test
  void lastByASecurityFileAndInstallLeavesItThere() throws Exception {
    Programs.Result result =
        java(
            List.of("-cp", Programs.classPath(), "-Djava.security.properties=" + last),
            "Register",
            "install");
    int place = Integer.parseInt(behindTheOthers().replaceAll("\\D", ""));
    // the provider of TLS-PSK comes behind it
    assertRegistered(result, place + " of " + (place + 1), "unnamed module");
  }

  // --- the defaults of the JDK, by properties alone -------------------------------------------

  private static List<String> defaults(Path security, Path identity, String... more) {
    List<String> options = new ArrayList<>(List.of("-cp", Programs.classPath()));
    options.add("-Djava.security.properties=" + security);
    options.add("-Djavax.net.ssl.keyStoreType=DPK");
    options.add("-Djavax.net.ssl.keyStore=" + identity);
    options.add("-Djavax.net.ssl.keyStorePassword=" + new String(IdentityFixture.PASSWORD));
    options.addAll(List.of(more));
    return options;
  }

  @Test
  void theDefaultFactoriesAreDpksWhereItIsFirst() throws Exception {
    talk(
        defaults(FIRST, serverFile),
        defaults(FIRST, clientFile),
        "DPK",
        "dns:localhost",
        CLIENT.toString());
  }

  /** A key store that knows its own place. */
  @Test
  void noneIsTheFileOfTheSettings() throws Exception {
    talk(
        defaults(FIRST, Path.of("NONE"), "-Dorg.dpk.identity=" + serverFile),
        defaults(FIRST, Path.of("NONE"), "-Dorg.dpk.identity=" + clientFile),
        "DPK",
        "dns:localhost",
        CLIENT.toString());
  }

  /** Ordinary mutual TLS: keys from the DPK key store, trust from the chain, and no code. */
  @Test
  void theJdksOwnTlsTakesKeysAndTrustFromDpkWhereItIsLast() throws Exception {
    Path trusting =
        Files.writeString(
            folder.resolve("trusting.security"),
            behindTheOthers() + "ssl.TrustManagerFactory.algorithm=DPK\n");
    talk(
        defaults(trusting, serverFile, trust(serverFile)),
        defaults(trusting, clientFile, trust(clientFile)),
        "SunJSSE",
        "CN=dns:localhost",
        "CN=" + CLIENT);
  }

  /** The same with a key store that has its own place. */
  @Test
  void theJdksOwnTlsTakesNoneToo() throws Exception {
    Path trusting =
        Files.writeString(
            folder.resolve("trusting-none.security"),
            behindTheOthers() + "ssl.TrustManagerFactory.algorithm=DPK\n");
    talk(
        defaults(
            trusting, Path.of("NONE"), with(trust(serverFile), "-Dorg.dpk.identity=" + serverFile)),
        defaults(
            trusting, Path.of("NONE"), with(trust(clientFile), "-Dorg.dpk.identity=" + clientFile)),
        "SunJSSE",
        "CN=dns:localhost",
        "CN=" + CLIENT);
  }

  private static String[] with(String[] options, String more) {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = more;
    return all;
  }

  private static String[] trust(Path identity) {
    return new String[] {
      "-Djavax.net.ssl.trustStoreType=DPK",
      "-Djavax.net.ssl.trustStore=" + identity,
      "-Djavax.net.ssl.trustStorePassword=" + new String(IdentityFixture.PASSWORD)
    };
  }

  private static void talk(
      List<String> server, List<String> client, String provider, String seen, String met)
      throws Exception {
    try (Programs.Running serving = Programs.start(command(server, "Talk"), Map.of(), folder)) {
      Programs.Result asked = java(client, "Talk", port(serving));
      assertEquals(
          new Programs.Result(0, provider + "\n!\nmet " + seen + "\n"),
          asked,
          () -> "the server says: " + read(serving.out()));
      Programs.Result served = serving.await();
      assertEquals(0, served.exit(), served::output);
      assertTrue(served.output().startsWith(provider + "\n"), served::output);
      assertTrue(served.output().endsWith("met " + met + "\n"), served::output);
    }
  }

  private static String port(Programs.Running serving) throws Exception {
    Waiting.until(
        () -> "the server starts: " + read(serving.out()),
        () -> !serving.process().isAlive() || PORT.matcher(read(serving.out())).find());
    Matcher found = PORT.matcher(read(serving.out()));
    assertTrue(found.find(), () -> "the server did not start: " + read(serving.out()));
    return found.group(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // --- what is missing or wrong ---------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Djavax.net.ssl.keyStorePassword=|javax.net.ssl.keyStorePassword is not set: write -D",
        "-Djavax.net.ssl.keyStore=|no identity file is named: write -Djavax.net.ssl.keyStore=",
        "-Djavax.net.ssl.keyStore=missing.dpk|there is no identity file",
        "-Dorg.dpk.nodes=http://not a url|org.dpk.nodes can't be 'http://not a url': write",
        "-Dorg.dpk.lookup.timeout=soon|org.dpk.lookup.timeout can't be 'soon': write",
        "-Dorg.dpk.peers=printer|org.dpk.peers can't be 'printer': write"
      })
  void aSettingThatIsMissingOrWrongIsNamed(String setting, String message) throws Exception {
    Programs.Result refused = java(defaults(FIRST, serverFile, setting), "Talk", "1");
    assertEquals(1, refused.exit(), refused::output);
    assertTrue(refused.output().contains(message), refused::output);
  }

  @Test
  void trustWithoutARegistryIsNamed() throws Exception {
    Path trusting =
        Files.writeString(
            folder.resolve("astray.security"),
            behindTheOthers() + "ssl.TrustManagerFactory.algorithm=DPK\n");
    Programs.Result refused =
        java(
            List.of("-cp", Programs.classPath(), "-Djava.security.properties=" + trusting),
            "Talk",
            "1");
    assertEquals(1, refused.exit(), refused::output);
    assertTrue(
        refused.output().contains("no registry is named: write -Dorg.dpk.chain="), refused::output);
  }

  @Test
  void aJarThatIsMissingIsNamed() throws Exception {
    String without =
        classPath(part -> !part.getFileName().toString().startsWith("bctls")).stream()
            .collect(Collectors.joining(File.pathSeparator));
    Programs.Result refused = java(List.of("-cp", without), "Register", "install");
    assertEquals(1, refused.exit(), refused::output);
    assertTrue(refused.output().contains("is missing"), refused::output);
    assertTrue(refused.output().contains("org/bouncycastle/tls"), refused::output);
  }
}
