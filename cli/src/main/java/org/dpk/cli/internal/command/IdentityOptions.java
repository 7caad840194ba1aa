package org.dpk.cli.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.dpk.cli.internal.failure.Diagnoses;
import org.dpk.cli.internal.failure.ExitCode;
import org.dpk.cli.internal.failure.Failure;
import org.dpk.cli.internal.surroundings.Surroundings;
import org.dpk.cli.internal.tls.DpkContext;
import org.dpk.provider.IdentityFileException;
import org.dpk.provider.internal.agreement.NslAgreementBuilder;
import org.dpk.provider.internal.jsse.Agreements;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who this machine is. */
final class IdentityOptions {

  /** The environment variable that names the identity file. */
  static final String VARIABLE = "DPK_IDENTITY";

  private final Surroundings surroundings;

  @Option(
      names = {"-i", "--identity"},
      paramLabel = "FILE",
      description = "The identity file that dpk enrol made. Default: $$DPK_IDENTITY.")
  private @Nullable Path file;

  @Mixin private final PasswordOptions password;
  @Mixin private final LightOptions light;

  IdentityOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.password = new PasswordOptions(surroundings);
    this.light = new LightOptions(surroundings);
  }

  /**
   * The file that is meant.
   *
   * @throws Failure if none is named
   */
  Path file() {
    if (file != null) {
      return file;
    }
    return surroundings
        .variable(VARIABLE)
        .map(Path::of)
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.USAGE,
                    "no identity is named",
                    "name the file that dpk enrol made: --identity FILE"));
  }

  /** TLS as this identity. */
  DpkContext context() throws IOException, GeneralSecurityException {
    return unlocked((file, secret) -> DpkContext.open(file, secret, light.file()));
  }

  /** Keys that are agreed on as this identity. */
  NslAgreementBuilder agreement() throws IOException, GeneralSecurityException {
    return unlocked(
        (file, secret) -> Agreements.builder(DpkContext.keys(file, secret, light.file()), secret));
  }

  private interface Use<T> {
    T of(Path file, char[] password) throws IOException, GeneralSecurityException;
  }

  private <T> T unlocked(Use<T> use) throws IOException, GeneralSecurityException {
    Path named = file();
    char[] secret = password.password();
    try {
      return use.of(named, secret);
    } catch (IdentityFileException e) {
      // a key store that reads a stream does not know the file's name
      throw new Failure(Diagnoses.of(e).about(named.toString()), e);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }
}
