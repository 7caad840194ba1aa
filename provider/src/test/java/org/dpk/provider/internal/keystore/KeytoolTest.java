package org.dpk.provider.internal.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dpk.provider.internal.Programs;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.dpk.provider.internal.nsl.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keytool of the JDK that the test runs on, without any chain in reach. */
class KeytoolTest {

  private static final List<String> BY_CLASS_PATH =
      List.of("-J-cp", "-J" + Programs.classPath(), "-addprovider", "DPK");
  private static final List<String> BY_PROVIDER_PATH =
      List.of(
          "-providerclass", "org.dpk.provider.DpkProvider", "-providerpath", Programs.classPath());

  private static final char[] PKCS12_PASSWORD = "another password".toCharArray();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void anIdentityFile() throws Exception {
    file = folder.resolve("device.dpk");
    IdentityFixture.onDisk(file, IdentityFixture.admitted("dns:gw.example", 2)).close();
  }

  @Test
  void listsTheOwnIdentityByClassPath() throws Exception {
    listsTheOwnIdentity(BY_CLASS_PATH);
  }

  @Test
  void listsTheOwnIdentityByProviderPath() throws Exception {
    listsTheOwnIdentity(BY_PROVIDER_PATH);
  }

  private void listsTheOwnIdentity(List<String> provider) throws Exception {
    Programs.Result result =
        keytool(provider, "-list", "-storetype", "DPK", "-storepass:env", "PASSWORD");
    assertEquals(0, result.exit(), result::output);
    String output = result.output();
    assertTrue(output.contains("Keystore type: DPK"), output);
    assertTrue(output.contains("Keystore provider: DPK"), output);
    assertTrue(output.contains("contains 2 entries"), output);
    assertTrue(output.contains("dns:gw.example, "), output);
    assertTrue(output.contains("PrivateKeyEntry"), output);
    assertTrue(output.contains("dpk-issuer, "), output);
    assertTrue(output.contains("trustedCertEntry"), output);
  }

  @Test
  void showsTheSyntheticCertificate() throws Exception {
    Programs.Result result =
        keytool(
            BY_CLASS_PATH,
            "-list",
            "-v",
            "-alias",
            "dns:gw.example",
            "-storetype",
            "DPK",
            "-storepass:env",
            "PASSWORD");
    assertEquals(0, result.exit(), result::output);
    assertTrue(result.output().contains("DNSName: gw.example"), result::output);
    assertTrue(result.output().contains(SyntheticChain.BLOCK_OID), result::output);
    assertTrue(result.output().contains("Ed25519"), result::output);
  }

  /** Also with a key that the platform does not know: its number is shown. */
  @ParameterizedTest
  @CsvSource({
    "NSL_RSA2048, 2048-bit RSA key",
    "NSL_X25519, Ed25519 key",
    "NSL_XWING, 1.3.6.1.4.1.62253.25722",
    "NSL_XWING NSL_RSA2048 NSL_X25519, 2048-bit RSA key"
  })
  void showsTheKeyOfEachSuite(String suites, String shown) throws Exception {
    List<Suite> mixture = Stream.of(suites.split(" ")).map(Suite::valueOf).toList();
    file = folder.resolve("suites.dpk");
    IdentityFixture.onDisk(file, IdentityFixture.admitted("dns:gw.example", mixture)).close();
    Programs.Result result =
        keytool(BY_CLASS_PATH, "-list", "-v", "-storetype", "DPK", "-storepass:env", "PASSWORD");
    assertEquals(0, result.exit(), result::output);
    assertTrue(result.output().contains("Entry type: PrivateKeyEntry"), result::output);
    assertTrue(result.output().contains("Certificate chain length: 2"), result::output);
    assertTrue(
        result.output().contains("Subject Public Key Algorithm: ")
            && result.output().contains(shown),
        result::output);
  }

  @Test
  void knowsTheTypeByTheFileItself() throws Exception {
    Programs.Result result = keytool(BY_CLASS_PATH, "-list", "-storepass:env", "PASSWORD");
    assertEquals(0, result.exit(), result::output);
    assertTrue(result.output().contains("Keystore type: DPK"), result::output);
  }

  @Test
  void listsWithoutAPasswordAndSaysWhatThatIsWorth() throws Exception {
    Programs.Result result = keytool(BY_CLASS_PATH, "-list", "-storetype", "DPK");
    assertEquals(0, result.exit(), result::output);
    assertTrue(result.output().contains("has NOT been verified"), result::output);
    assertTrue(result.output().contains("dns:gw.example, "), result::output);
  }

  @Test
  void refusesAWrongPasswordWithOneMessage() throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.tool("keytool")));
    command.addAll(BY_CLASS_PATH);
    command.addAll(List.of("-list", "-storetype", "DPK", "-keystore", file.toString()));
    command.addAll(List.of("-storepass", "not the password"));
    Programs.Result result = Programs.run(command);
    assertEquals(1, result.exit(), result::output);
    assertTrue(
        result.output().contains("the password is wrong, or the identity file"), result::output);
    assertFalse(result.output().contains("NullPointer"), result::output);
  }

  @Test
  void aSecurityFileNamesTheProvider() throws Exception {
    Path security = Path.of("..", "docs", "dpk.security").toAbsolutePath().normalize();
    Programs.Result result =
        keytool(
            List.of(
                "-J-cp", "-J" + Programs.classPath(), "-J-Djava.security.properties=" + security),
            "-list",
            "-v",
            "-storetype",
            "DPK",
            "-storepass:env",
            "PASSWORD");
    assertEquals(0, result.exit(), result::output);
    assertTrue(result.output().contains("Alias name: dns:gw.example"), result::output);
    assertTrue(result.output().contains("Certificate chain length: 2"), result::output);
    assertTrue(result.output().contains("Alias name: dpk-issuer"), result::output);
  }

  @Test
  void anEarlierVersionIsShownByItsName() throws Exception {
    Programs.Result result =
        keytool(
            BY_CLASS_PATH,
            "-list",
            "-alias",
            "dns:gw.example@1",
            "-storetype",
            "DPK",
            "-storepass:env",
            "PASSWORD");
    assertEquals(0, result.exit(), result::output);
    assertTrue(result.output().contains("dns:gw.example@1, "), result::output);
    assertTrue(result.output().contains("PrivateKeyEntry"), result::output);
  }

  @Test
  void aCertificateIsExportedAndRead() throws Exception {
    Path exported = folder.resolve("gw.pem");
    Programs.Result result =
        keytool(
            BY_PROVIDER_PATH,
            "-exportcert",
            "-rfc",
            "-alias",
            "dns:gw.example",
            "-file",
            exported.toString(),
            "-storetype",
            "DPK",
            "-storepass:env",
            "PASSWORD");
    assertEquals(0, result.exit(), result::output);
    Programs.Result printed =
        Programs.run(
            List.of(
                Programs.tool("keytool"),
                "-printcert",
                "-file",
                exported.toString(),
                "-J-Duser.language=en"));
    assertEquals(0, printed.exit(), printed::output);
    assertTrue(printed.output().contains("Owner: CN=dns:gw.example"), printed::output);
    assertTrue(printed.output().contains("DNSName: gw.example"), printed::output);
  }

  /** What a PKCS #12 file can hold: the key that signs, and the synthetic chain. */
  @Test
  void aKeyForOrdinaryTlsIsExportedToPkcs12AndCertifiedByAnAuthority() throws Exception {
    Path pkcs12 = folder.resolve("gw.p12");
    importInto(pkcs12);
    KeyStore exported = KeyStore.getInstance(pkcs12.toFile(), PKCS12_PASSWORD);
    assertTrue(exported.isKeyEntry("dns:gw.example"));
    assertTrue(exported.isCertificateEntry("dpk-issuer"));

    Path request = folder.resolve("gw.csr");
    assertSucceeds(
        keytool(
            BY_CLASS_PATH,
            "-certreq",
            "-alias",
            "dns:gw.example",
            "-file",
            request.toString(),
            "-dname",
            "CN=gw.example",
            "-storetype",
            "DPK",
            "-storepass:env",
            "PASSWORD"));
    Path authority = folder.resolve("authority.p12");
    assertSucceeds(
        plain(authority, "-genkeypair -alias ca -keyalg EC -dname CN=authority -ext bc:c=ca:true"));
    Path certificate = folder.resolve("gw.crt");
    assertSucceeds(
        plain(
            authority,
            "-gencert -alias ca -rfc -ext san=dns:gw.example -infile "
                + request
                + " -outfile "
                + certificate));
    Path root = folder.resolve("ca.crt");
    assertSucceeds(plain(authority, "-exportcert -alias ca -rfc -file " + root));
    assertSucceeds(plain(pkcs12, "-importcert -noprompt -alias ca -file " + root));
    assertSucceeds(plain(pkcs12, "-importcert -alias dns:gw.example -file " + certificate));
    KeyStore certified = KeyStore.getInstance(pkcs12.toFile(), PKCS12_PASSWORD);
    X509Certificate leaf = (X509Certificate) certified.getCertificate("dns:gw.example");
    assertEquals("CN=authority", leaf.getIssuerX500Principal().getName());
    assertEquals(exported.getCertificate("dns:gw.example").getPublicKey(), leaf.getPublicKey());
  }

  @Test
  void nothingIsImportedIntoADpkStoreAndTheReasonIsTold() throws Exception {
    Path certificate = folder.resolve("issuer.pem");
    assertSucceeds(
        keytool(
            BY_CLASS_PATH,
            "-exportcert",
            "-alias",
            "dpk-issuer",
            "-file",
            certificate.toString(),
            "-storetype",
            "DPK",
            "-storepass:env",
            "PASSWORD"));
    Programs.Result refused =
        keytool(
            BY_CLASS_PATH,
            "-importcert",
            "-noprompt",
            "-alias",
            "another",
            "-file",
            certificate.toString(),
            "-storetype",
            "DPK",
            "-storepass:env",
            "PASSWORD");
    assertEquals(1, refused.exit(), refused::output);
    assertTrue(refused.output().contains("only reads the chain"), refused::output);
  }

  private void importInto(Path pkcs12) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.tool("keytool")));
    command.addAll(BY_CLASS_PATH);
    command.addAll(
        List.of("-importkeystore", "-srcstoretype", "DPK", "-srckeystore", file.toString()));
    command.addAll(List.of("-srcstorepass:env", "PASSWORD", "-deststoretype", "PKCS12"));
    command.addAll(List.of("-destkeystore", pkcs12.toString(), "-noprompt"));
    command.addAll(List.of("-deststorepass", new String(PKCS12_PASSWORD), "-J-Duser.language=en"));
    assertSucceeds(
        Programs.run(command, Map.of("PASSWORD", new String(IdentityFixture.PASSWORD)), ""));
  }

  private static Programs.Result plain(Path pkcs12, String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.tool("keytool")));
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-keystore", pkcs12.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PKCS12_PASSWORD)));
    return Programs.run(command);
  }

  private static void assertSucceeds(Programs.Result result) {
    assertEquals(0, result.exit(), result::output);
  }

  private Programs.Result keytool(List<String> provider, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.tool("keytool")));
    command.addAll(provider);
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", file.toString(), "-J-Duser.language=en"));
    return Programs.run(command, Map.of("PASSWORD", new String(IdentityFixture.PASSWORD)), "\n");
  }
}
