package org.dpk.provider.internal.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dpk.provider.BlockRef;
import org.dpk.provider.RegistryException;
import org.dpk.provider.RegistryId;
import org.dpk.provider.internal.anchor.AnchoredBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinimumHeightTest {

  private static final RegistryId REGISTRY = new RegistryId(31337, ScriptedBlocks.REGISTRY);

  @TempDir private Path folder;

  @Test
  void nobodyLeadsBackBelowItAlsoAcrossARestart() throws Exception {
    MinimumHeight before = new MinimumHeight(folder, REGISTRY);
    before.require(block(10));
    before.require(block(12));
    before.require(block(12));
    before.write();
    MinimumHeight after = new MinimumHeight(folder, REGISTRY);
    RegistryException.RolledBack refusal =
        assertThrows(RegistryException.RolledBack.class, () -> after.require(block(11)));
    assertTrue(refusal.getMessage().contains(folder.toString()), refusal.getMessage());
    after.require(block(12));
  }

  @Test
  void withoutAFolderItIsThatOfTheProcess() throws Exception {
    MinimumHeight minimum = new MinimumHeight(null, REGISTRY);
    minimum.require(block(10));
    assertThrows(RegistryException.RolledBack.class, () -> minimum.require(block(9)));
    new MinimumHeight(null, REGISTRY).require(block(1));
  }

  @Test
  void anotherChainHasItsOwn() throws Exception {
    new MinimumHeight(folder, REGISTRY).require(block(10));
    new MinimumHeight(folder, new RegistryId(1, ScriptedBlocks.REGISTRY)).require(block(1));
  }

  @Test
  void theDiskIsSpared() throws Exception {
    MinimumHeight minimum = new MinimumHeight(folder, REGISTRY);
    for (int i = 1; i <= 100; i++) {
      minimum.require(block(i));
    }
    Path file = folder.resolve("minimum-height-31337");
    assertEquals("1", Files.readString(file));
    minimum.write();
    assertEquals("100", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "99999999999999999999999", "1 2"})
  void aDamagedFileIsNotTakenForNone(String content) throws Exception {
    Files.writeString(folder.resolve("minimum-height-31337"), content);
    assertThrows(
        RegistryException.Unanchored.class,
        () -> new MinimumHeight(folder, REGISTRY).require(block(1)));
  }

  private static AnchoredBlock block(long number) {
    return new AnchoredBlock(
        new BlockRef(number, new byte[32], number), new byte[32], new byte[32]);
  }
}
