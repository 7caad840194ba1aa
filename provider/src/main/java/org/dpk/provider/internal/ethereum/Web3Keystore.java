package org.dpk.provider.internal.ethereum;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.dpk.provider.EthereumAddress;
import org.web3j.crypto.Hash;

/**
 * Web3 Secret Storage, version 3. web3j reads it too, but takes the password as a string that can't
 * be cleared, and the file's word for how much memory the key derivation may take.
 */
final class Web3Keystore {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();

  private static final int MAX_LENGTH = 1 << 16;
  private static final long MAX_MEMORY = 512L << 20;
  private static final int MAX_PARALLEL = 16;
  private static final int MAX_ITERATIONS = 10_000_000;

  private static final int DERIVED_LENGTH = 32;
  private static final int N = 1 << 17;
  private static final int R = 8;
  private static final int P = 1;

  private Web3Keystore() {}

  /** The private key in it, 32 bytes; the caller clears it. */
  static byte[] open(String json, char[] password)
      throws UnrecoverableKeyException, InvalidKeySpecException {
    JsonNode crypto = parse(json);
    byte[] ciphertext = hex(crypto, "ciphertext", -1);
    if (ciphertext.length == 0 || ciphertext.length > Wallet.KEY_LENGTH) {
      throw new InvalidKeySpecException("the wallet file's key has more than 32 bytes, or none");
    }
    byte[] iv = hex(crypto.path("cipherparams"), "iv", 16);
    byte[] mac = hex(crypto, "mac", 32);
    byte[] derived = derive(crypto, password);
    try {
      if (!MessageDigest.isEqual(mac, mac(derived, ciphertext))) {
        throw new UnrecoverableKeyException("the wallet's password is wrong");
      }
      return padded(aesCtr(Cipher.DECRYPT_MODE, derived, iv, ciphertext));
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  /** Some programs leave out the zeros that a key begins with. */
  private static byte[] padded(byte[] key) {
    byte[] padded = new byte[Wallet.KEY_LENGTH];
    System.arraycopy(key, 0, padded, padded.length - key.length, key.length);
    Arrays.fill(key, (byte) 0);
    return padded;
  }

  static String seal(byte[] key, EthereumAddress address, char[] password) {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[32];
    byte[] iv = new byte[16];
    random.nextBytes(salt);
    random.nextBytes(iv);
    byte[] utf8 = utf8(password);
    byte[] derived = SCrypt.generate(utf8, salt, N, R, P, DERIVED_LENGTH);
    try {
      byte[] ciphertext = aesCtr(Cipher.ENCRYPT_MODE, derived, iv, key);
      return write(address, salt, iv, ciphertext, mac(derived, ciphertext));
    } finally {
      Arrays.fill(utf8, (byte) 0);
      Arrays.fill(derived, (byte) 0);
    }
  }

  private static String write(
      EthereumAddress address, byte[] salt, byte[] iv, byte[] ciphertext, byte[] mac) {
    ObjectNode file = JSON.createObjectNode();
    file.put("version", 3);
    file.put("id", UUID.randomUUID().toString());
    file.put("address", HEX.formatHex(address.bytes()));
    ObjectNode crypto = file.putObject("crypto");
    crypto.put("cipher", "aes-128-ctr");
    crypto.putObject("cipherparams").put("iv", HEX.formatHex(iv));
    crypto.put("ciphertext", HEX.formatHex(ciphertext));
    crypto.put("kdf", "scrypt");
    ObjectNode kdf = crypto.putObject("kdfparams");
    kdf.put("dklen", DERIVED_LENGTH).put("n", N).put("r", R).put("p", P);
    kdf.put("salt", HEX.formatHex(salt));
    crypto.put("mac", HEX.formatHex(mac));
    return file.toString();
  }

  private static JsonNode parse(String json) throws InvalidKeySpecException {
    if (json.length() > MAX_LENGTH) {
      throw new InvalidKeySpecException("a wallet file has at most 64 KiB");
    }
    JsonNode file;
    try {
      file = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      e.clearLocation();
      throw new InvalidKeySpecException("the wallet file is not JSON", e);
    }
    if (file.path("version").asInt() != 3) {
      throw new InvalidKeySpecException("the wallet file is not Web3 Secret Storage, version 3");
    }
    // Some programs write the name with a capital letter.
    JsonNode crypto = file.has("crypto") ? file.path("crypto") : file.path("Crypto");
    if (!"aes-128-ctr".equals(crypto.path("cipher").asText())) {
      throw new InvalidKeySpecException("the wallet file's cipher is not aes-128-ctr");
    }
    return crypto;
  }

  private static byte[] derive(JsonNode crypto, char[] password) throws InvalidKeySpecException {
    JsonNode params = crypto.path("kdfparams");
    if (params.path("dklen").asInt() != DERIVED_LENGTH) {
      throw new InvalidKeySpecException("the wallet file's derived key has not 32 bytes");
    }
    byte[] salt = hex(params, "salt", -1);
    byte[] utf8 = utf8(password);
    try {
      return switch (crypto.path("kdf").asText()) {
        case "scrypt" -> scrypt(params, utf8, salt);
        case "pbkdf2" -> pbkdf2(params, utf8, salt);
        default ->
            throw new InvalidKeySpecException("the wallet file's kdf is neither scrypt nor pbkdf2");
      };
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  private static byte[] scrypt(JsonNode params, byte[] password, byte[] salt)
      throws InvalidKeySpecException {
    int n = params.path("n").asInt();
    int r = params.path("r").asInt();
    int p = params.path("p").asInt();
    boolean sound = n > 1 && Integer.bitCount(n) == 1 && r > 0 && p > 0 && p <= MAX_PARALLEL;
    // RFC 7914 §2: N < 2^(128 r / 8). The definition's own example, with r = 1, is beyond it.
    boolean standard = r > 1 || n < 1 << 16;
    if (!sound || !standard || 128L * r * n > MAX_MEMORY) {
      throw new InvalidKeySpecException(
          "the wallet file's scrypt parameters are not those of RFC 7914, or ask for too much");
    }
    return SCrypt.generate(password, salt, n, r, p, DERIVED_LENGTH);
  }

  private static byte[] pbkdf2(JsonNode params, byte[] password, byte[] salt)
      throws InvalidKeySpecException {
    int c = params.path("c").asInt();
    if (!"hmac-sha256".equals(params.path("prf").asText()) || c < 1 || c > MAX_ITERATIONS) {
      throw new InvalidKeySpecException("the wallet file's pbkdf2 parameters are out of range");
    }
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
    generator.init(password, salt, c);
    return ((KeyParameter) generator.generateDerivedMacParameters(8 * DERIVED_LENGTH)).getKey();
  }

  /** keccak256 over the second half of the derived key and the ciphertext. */
  private static byte[] mac(byte[] derived, byte[] ciphertext) {
    byte[] input = new byte[16 + ciphertext.length];
    System.arraycopy(derived, 16, input, 0, 16);
    System.arraycopy(ciphertext, 0, input, 16, ciphertext.length);
    try {
      return Hash.sha3(input);
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }

  private static byte[] aesCtr(int mode, byte[] derived, byte[] iv, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(mode, new SecretKeySpec(derived, 0, 16, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES in counter mode", e);
    }
  }

  @SuppressWarnings(
      "ByteBufferBackingArray") // the encoder's own, to the end of which it is cleared
  private static byte[] utf8(char[] password) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    Arrays.fill(encoded.array(), (byte) 0);
    return bytes;
  }

  /** A field of hexadecimal digits; {@code length} in bytes, or -1 for any. */
  private static byte[] hex(JsonNode parent, String field, int length)
      throws InvalidKeySpecException {
    try {
      byte[] bytes = HEX.parseHex(parent.path(field).asText());
      if (length < 0 || bytes.length == length) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("the wallet file's " + field + " is not hexadecimal", e);
    }
    throw new InvalidKeySpecException(
        "the wallet file's " + field + " has not " + length + " bytes");
  }
}
