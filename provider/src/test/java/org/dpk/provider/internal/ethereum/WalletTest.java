package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.security.UnrecoverableKeyException;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.internal.record.Keccak256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.crypto.WalletFile;

class WalletTest {

  /** The test vector "PBKDF2-SHA-256" of the Web3 Secret Storage Definition. */
  private static final String PBKDF2_VECTOR =
      """
      {"crypto": {"cipher": "aes-128-ctr",
        "cipherparams": {"iv": "6087dab2f9fdbbfaddc31a909735c1e6"},
        "ciphertext": "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
        "kdf": "pbkdf2",
        "kdfparams": {"c": 262144, "dklen": 32, "prf": "hmac-sha256",
          "salt": "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
        "mac": "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},
       "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}
      """;

  /** The test vector "Scrypt" of the same, which RFC 7914 does not allow. */
  private static final String SCRYPT_VECTOR =
      """
      {"crypto": {"cipher": "aes-128-ctr",
        "cipherparams": {"iv": "83dbcc02d8ccb40e466191a123791e0e"},
        "ciphertext": "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
        "kdf": "scrypt",
        "kdfparams": {"dklen": 32, "n": 262144, "p": 8, "r": 1,
          "salt": "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
        "mac": "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},
       "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}
      """;

  /** The vector "31_byte_key" of go-ethereum: scrypt, and a key without its leading zero. */
  private static final String SHORT_KEY_VECTOR =
      """
      {"crypto": {"cipher": "aes-128-ctr",
        "cipherparams": {"iv": "e0c41130a323adc1446fc82f724bca2f"},
        "ciphertext": "9517cd5bdbe69076f9bf5057248c6c050141e970efa36ce53692d5d59a3984",
        "kdf": "scrypt",
        "kdfparams": {"dklen": 32, "n": 2, "r": 8, "p": 1,
          "salt": "711f816911c92d649fb4c84b047915679933555030b3552c1212609b38208c63"},
        "mac": "d5e116151c6aa71470e67a7d42c9620c75c4d23229847dcc127794f0732b0db5"},
       "id": "fecfc4ce-e956-48fd-953b-30f8b52ed66c", "version": 3}
      """;

  private static final String SHORT_KEY =
      "00fa7b3db73dc7dfdf8c5fbdb796d741e4488628c41fc4febd9160a866ba0f35";
  private static final String VECTOR_KEY =
      "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
  private static final String VECTOR_ADDRESS = "0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b";

  private static char[] password() {
    return "testpassword".toCharArray();
  }

  @Test
  void opensTheVectorOfTheDefinition() throws Exception {
    try (Wallet wallet = Wallet.fromKeystore(PBKDF2_VECTOR, password())) {
      assertEquals(VECTOR_ADDRESS, wallet.address().toString());
      assertSameKey(VECTOR_KEY, wallet);
    }
  }

  @Test
  void opensAKeyThatWasWrittenWithoutItsLeadingZeros() throws Exception {
    try (Wallet wallet = Wallet.fromKeystore(SHORT_KEY_VECTOR, "foo".toCharArray())) {
      assertSameKey(SHORT_KEY, wallet);
    }
  }

  @Test
  void aKeyDerivationBeyondTheStandardIsRefused() {
    InvalidKeySpecException refused =
        assertThrows(
            InvalidKeySpecException.class, () -> Wallet.fromKeystore(SCRYPT_VECTOR, password()));
    assertTrue(refused.getMessage().contains("RFC 7914"), refused.getMessage());
  }

  private static void assertSameKey(String expected, Wallet wallet) {
    byte[] hash = Keccak256.hash();
    assertArrayEquals(Wallet.of(HexFormat.of().parseHex(expected)).sign(hash), wallet.sign(hash));
  }

  @Test
  void web3jOpensWhatWeSeal() throws Exception {
    Wallet wallet = Wallet.create();
    String json = wallet.toKeystore("pässwörd €".toCharArray());
    WalletFile file = new ObjectMapper().readValue(json, WalletFile.class);
    ECKeyPair pair = org.web3j.crypto.Wallet.decrypt("pässwörd €", file);
    assertEquals(wallet.address().toString(), "0x" + Keys.getAddress(pair));
    assertEquals(wallet.address().toString(), "0x" + file.getAddress());
  }

  @Test
  void weOpenWhatWeb3jSeals() throws Exception {
    ECKeyPair pair = Keys.createEcKeyPair();
    WalletFile file = org.web3j.crypto.Wallet.create("pässwörd €", pair, 1 << 12, 6);
    String json = new ObjectMapper().writeValueAsString(file);
    Wallet wallet = Wallet.fromKeystore(json, "pässwörd €".toCharArray());
    assertEquals("0x" + Keys.getAddress(pair), wallet.address().toString());
  }

  @Test
  void aWrongPasswordIsToldApartFromABrokenFile() {
    assertThrows(
        UnrecoverableKeyException.class,
        () -> Wallet.fromKeystore(PBKDF2_VECTOR, "wrong".toCharArray()));
  }

  @Test
  void noPartOfABrokenFileIsShown() {
    InvalidKeySpecException refused =
        assertThrows(
            InvalidKeySpecException.class,
            () -> Wallet.fromKeystore(PBKDF2_VECTOR.substring(0, 300), password()));
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      assertFalse(cause.getMessage().contains("5318b4d5"), cause.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"version\": 3}",
        "{\"version\": 1, \"crypto\": {}}",
        "{\"version\": 3, \"crypto\": {\"cipher\": \"aes-256-cbc\"}}",
        "{\"version\": 3, \"crypto\": {\"cipher\": \"aes-128-ctr\", \"ciphertext\": 7}}",
      })
  void whatIsNoWalletFileIsRefused(String json) {
    assertThrows(InvalidKeySpecException.class, () -> Wallet.fromKeystore(json, password()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\": 1073741824",
        "\"n\": 262143",
        "\"n\": 0",
        "\"n\": 1",
        "\"n\": -262144",
        "\"n\": \"x\"",
        "\"n\": 1e30",
      })
  void aKeyDerivationThatTakesTooMuchIsRefused(String n) {
    String json = SCRYPT_VECTOR.replace("\"r\": 1", "\"r\": 8").replace("\"n\": 262144", n);
    assertThrows(InvalidKeySpecException.class, () -> Wallet.fromKeystore(json, password()));
  }

  @Test
  void aSignatureIsRecoverableAndLow() throws Exception {
    Wallet wallet = Wallet.create();
    for (int i = 0; i < 20; i++) {
      byte[] hash = Keccak256.hash(new byte[] {(byte) i});
      byte[] signature = wallet.sign(hash);
      assertEquals(Signer.SIGNATURE_LENGTH, signature.length);
      assertTrue(signature[64] == 27 || signature[64] == 28);
      byte[] r = Arrays.copyOf(signature, 32);
      byte[] s = Arrays.copyOfRange(signature, 32, 64);
      assertTrue(new BigInteger(1, s).shiftLeft(1).compareTo(Sign.CURVE_PARAMS.getN()) <= 0);
      BigInteger key =
          Sign.signedMessageHashToKey(hash, new Sign.SignatureData(signature[64], r, s));
      assertEquals(wallet.address(), EthereumAddress.parse("0x" + Keys.getAddress(key)));
    }
  }

  @Test
  void aKeyIsInRange() {
    byte[] order = Sign.CURVE_PARAMS.getN().toByteArray();
    byte[] tooLarge = Arrays.copyOfRange(order, order.length - 32, order.length);
    assertThrows(IllegalArgumentException.class, () -> Wallet.of(new byte[32]));
    assertThrows(IllegalArgumentException.class, () -> Wallet.of(new byte[31]));
    assertThrows(IllegalArgumentException.class, () -> Wallet.of(tooLarge));
  }

  @Test
  void aDestroyedWalletSignsNothing() {
    Wallet wallet = Wallet.create();
    EthereumAddress address = wallet.address();
    wallet.destroy();
    assertTrue(wallet.isDestroyed());
    assertThrows(IllegalStateException.class, () -> wallet.sign(new byte[32]));
    assertThrows(IllegalStateException.class, () -> wallet.toKeystore(password()));
    assertEquals(address, wallet.address());
  }

  @Test
  void showsItsAddressOnly() {
    assertEquals(
        "wallet " + VECTOR_ADDRESS, Wallet.of(HexFormat.of().parseHex(VECTOR_KEY)).toString());
  }
}
