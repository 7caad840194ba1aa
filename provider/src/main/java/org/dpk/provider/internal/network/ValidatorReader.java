package org.dpk.provider.internal.network;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.anchor.BftFormat;
import org.dpk.provider.internal.anchor.Checkpoint;
import org.dpk.provider.internal.anchor.CliqueSettings;
import org.dpk.provider.internal.anchor.QbftSettings;

/** Reads of a configuration which validators of a private network are trusted. */
final class ValidatorReader {

  private static final int HASH_LENGTH = 32;
  private static final int MAX_SECONDS = 3600;

  private final Members members;
  private final Optional<Network> network;

  ValidatorReader(Members members, Optional<Network> network) {
    this.members = members;
    this.network = network;
  }

  QbftSettings bft(BftFormat format) {
    QbftSettings usual = QbftSettings.of(format, checkpoint());
    try {
      return new QbftSettings(
          format,
          usual.checkpoint(),
          members.texts("validators", "\"0x93917cad…\" (20 bytes)", EthereumAddress::parse),
          epoch(usual.epoch()),
          network.map(Network::blockTime).orElse(usual.interval()));
    } catch (BadConfiguration e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw members.wrong("validators", String.valueOf(e.getMessage()), "each of them once", e);
    }
  }

  CliqueSettings clique() {
    Checkpoint checkpoint = checkpoint();
    long epoch = epoch(CliqueSettings.DEFAULT_EPOCH);
    try {
      return new CliqueSettings(checkpoint, epoch, period());
    } catch (BadConfiguration e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw members.wrong(
          "checkpoint", String.valueOf(e.getMessage()), "the first block of an epoch", e);
    }
  }

  private long epoch(long usual) {
    return members.has("epoch") ? members.number("epoch", 1, Long.MAX_VALUE, "30000") : usual;
  }

  /** A rule that blocks are judged by, so that nothing is assumed. */
  private Duration period() {
    return network.isPresent() && !members.has("period")
        ? network.get().blockTime()
        : Duration.ofSeconds(members.number("period", 0, MAX_SECONDS, "15"));
  }

  private Checkpoint checkpoint() {
    Members checkpoint = members.object("checkpoint", "{\"number\": 120000, \"hash\": \"0x…\"}");
    checkpoint.only("number", "hash");
    long number = checkpoint.number("number", 0, Long.MAX_VALUE, "120000");
    return new Checkpoint(
        number, checkpoint.text("hash", "\"0x8c57…\" (32 bytes)", ValidatorReader::hash));
  }

  private static byte[] hash(String text) {
    if (!text.matches("0x[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("it is not 0x and 64 hexadecimal digits");
    }
    byte[] hash = HexFormat.of().parseHex(text, 2, text.length());
    if (Arrays.equals(hash, new byte[HASH_LENGTH])) {
      throw new IllegalArgumentException(
          "it is the one of the sample: take the hash of a block that you trust");
    }
    return hash;
  }
}
