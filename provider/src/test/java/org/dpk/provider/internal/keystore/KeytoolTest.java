package org.dpk.provider.internal.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dpk.provider.internal.Programs;
import org.dpk.provider.internal.identity.IdentityFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keytool of the JDK that the test runs on, without any chain in reach. */
class KeytoolTest {

  private static final List<String> BY_CLASS_PATH =
      List.of("-J-cp", "-J" + Programs.classPath(), "-addprovider", "DPK");
  private static final List<String> BY_PROVIDER_PATH =
      List.of(
          "-providerclass", "org.dpk.provider.DpkProvider", "-providerpath", Programs.classPath());

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

  private Programs.Result keytool(List<String> provider, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.tool("keytool")));
    command.addAll(provider);
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", file.toString(), "-J-Duser.language=en"));
    return Programs.run(command, Map.of("PASSWORD", new String(IdentityFixture.PASSWORD)), "\n");
  }
}
