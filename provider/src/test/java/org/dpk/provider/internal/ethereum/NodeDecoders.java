package org.dpk.provider.internal.ethereum;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.decoding.Decoder;
import org.dpk.provider.internal.decoding.Decoders;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.crypto.RawTransaction;

/** What reads the answers of a node, which may be anybody's, and transactions that were stored. */
public final class NodeDecoders {

  private static final byte[] NOTHING = {};
  private static final String SOMEBODY = "0x00000000000000000000000000000000000000ff";

  /** With every kind of value that a contract is asked for; arrays are not. */
  private static final AbiFunction FUNCTION =
      new AbiFunction(
          "function",
          List.of(
              new TypeReference<Uint64>() {},
              new TypeReference<DynamicBytes>() {},
              new TypeReference<Utf8String>() {},
              new TypeReference<Bytes32>() {}));

  public static final Decoders ALL =
      Decoders.of(
          Decoder.stable(
                  "logs of the registry",
                  RegistryException.class,
                  bytes -> RegistryLog.parse(reply(bytes)),
                  logs -> NOTHING,
                  NodeDecoders::logs)
              .openEnded(),
          Decoder.stable(
                  "header of a block",
                  RegistryException.class,
                  bytes -> Answers.block(reply(bytes).require()),
                  block -> NOTHING,
                  NodeDecoders::header)
              .openEnded(),
          Decoder.stable(
                  "what a contract returns",
                  RegistryException.class,
                  bytes -> FUNCTION.decode(reply(bytes)),
                  values -> NOTHING,
                  NodeDecoders::returned)
              .openEnded(),
          // web3j reads the text of the bytes, again for each field
          Decoder.canonical(
                  "stored transaction",
                  IllegalArgumentException.class,
                  PreparedTransaction::parse,
                  PreparedTransaction::raw,
                  NodeDecoders::transaction)
              .withMemoryPerByte(16 * 1024));

  private NodeDecoders() {}

  /** What a transport does with an answer. */
  private static RpcReply reply(byte[] answer) throws RegistryException {
    try {
      return new RpcMessages.Outgoing(1, List.of(RpcCall.of("question")))
          .match(RpcMessages.parse(answer))
          .get(0);
    } catch (IOException e) {
      throw new RegistryException("no answer", e);
    }
  }

  private static byte[] answer(String result) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}").getBytes(US_ASCII);
  }

  private static byte[] logs(Random random) {
    String id = hex(bytes(32, random));
    String changed =
        log(RegistryLog.Topics.CHANGED, id, new Uint64(7), new DynamicBytes(bytes(90, random)));
    String revoked =
        log(
            RegistryLog.Topics.REVOKED,
            id,
            new Uint64(8),
            new DynamicBytes(bytes(70, random)),
            new Bytes32(bytes(32, random)));
    return answer("[" + changed + "," + revoked + "]");
  }

  private static String log(String topic, String id, Type<?>... data) {
    return "{\"topics\":[\"%s\",\"%s\"],\"blockNumber\":\"0x10\",\"data\":\"0x%s\"}"
        .formatted(topic, id, FunctionEncoder.encodeConstructor(List.of(data)));
  }

  private static byte[] header(Random random) {
    return answer(
        "{\"number\":\"0x%x\",\"hash\":\"%s\",\"timestamp\":\"0x%x\"}"
            .formatted(random.nextInt(1 << 30), hex(bytes(32, random)), random.nextInt(1 << 30)));
  }

  private static byte[] returned(Random random) {
    return answer(
        "\"0x"
            + FunctionEncoder.encodeConstructor(
                List.of(
                    new Uint64(random.nextInt(1000)),
                    new DynamicBytes(bytes(random.nextInt(100), random)),
                    new Utf8String("text" + random.nextInt()),
                    new Bytes32(bytes(32, random))))
            + "\"");
  }

  private static byte[] transaction(Random random) {
    RawTransaction unsigned =
        RawTransaction.createTransaction(
            31337,
            BigInteger.valueOf(random.nextInt(1000)),
            BigInteger.valueOf(21_000),
            SOMEBODY,
            BigInteger.TEN,
            hex(bytes(random.nextInt(200), random)),
            BigInteger.ONE,
            BigInteger.TWO);
    try {
      return SignedTransaction.of(unsigned, Wallet.of(bytes(32, random))).raw();
    } catch (RegistryException e) {
      throw new IllegalStateException("a wallet signs what it is given", e);
    }
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
