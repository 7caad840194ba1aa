package org.dpk.provider.internal.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;

/** What reads files that users write about light mode. JSON, which has many spellings. */
public final class NetworkDecoders {

  private static final Path FILE = Path.of("/etc/dpk/light.json");

  public static final Decoders ALL =
      Decoders.of(
          Decoder.stable(
                  "network file",
                  BadConfiguration.class,
                  NetworkDecoders::network,
                  bytes -> bytes,
                  random -> resource(Network.NAMES.get(random.nextInt(Network.NAMES.size()))))
              .openEnded()
              .withMemoryPerByte(1024),
          Decoder.stable(
                  "light configuration",
                  BadConfiguration.class,
                  NetworkDecoders::light,
                  bytes -> bytes,
                  NetworkDecoders::configuration)
              .openEnded()
              .withMemoryPerByte(1024));

  private NetworkDecoders() {}

  // they are only read: what is encoded again is the file itself
  private static byte[] network(byte[] file) {
    Network.parse(file);
    return file;
  }

  private static byte[] light(byte[] file) {
    LightConfiguration.parse(FILE, file);
    return file;
  }

  private static byte[] resource(String name) {
    try (InputStream in = Network.class.getResourceAsStream(name + ".json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] configuration(Random random) {
    String text =
        random.nextBoolean()
            ? """
              {"anchor": "quorum", "agree": %d, "depth": %d, "maxAge": "%dm",
               "nodes": ["http://a%d", "http://b.example:8545", "/run/geth.ipc"]}
              """
                .formatted(
                    1 + random.nextInt(3),
                    random.nextInt(10_000),
                    1 + random.nextInt(999),
                    random.nextInt(99))
            : """
              {"network": "sepolia", "checkpoint": "0x%064x", "beacons": ["https://b%d"],
               "participation": 0.%d, "mirror": "http://m", "folder": null}
              """
                .formatted(
                    1 + random.nextInt(1 << 30), random.nextInt(99), 67 + random.nextInt(33));
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
