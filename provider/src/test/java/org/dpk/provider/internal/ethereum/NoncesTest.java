package org.dpk.provider.internal.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NoncesTest {

  private final Nonces nonces = new Nonces();

  private long take(long nodeCount) {
    return nonces.take(nodeCount, nonces.ticket());
  }

  @Test
  void startsWhereTheNodeIs() {
    assertEquals(7, take(7));
    assertEquals(8, take(7));
    assertEquals(9, take(8));
  }

  @Test
  void followsOthersWhoUseTheSameWallet() {
    assertEquals(7, take(7));
    assertEquals(20, take(20));
  }

  @Test
  void goesBackWithTheNodeOnlyWhileNothingIsUnderWay() {
    assertEquals(7, take(7));
    assertEquals(8, take(3));
    nonces.finish(7);
    nonces.finish(8);
    assertEquals(3, take(3));
  }

  @Test
  void anOldCountDoesNotGoBackBehindWhatWasMinedMeanwhile() {
    long ticket = nonces.ticket();
    assertEquals(7, take(7));
    nonces.finish(7);
    assertEquals(8, nonces.take(7, ticket));
  }

  @Test
  void aGapIsFilledFirst() {
    assertEquals(7, take(7));
    assertEquals(8, take(7));
    assertEquals(9, take(7));
    assertTrue(nonces.giveBack(8));
    assertEquals(8, take(7));
    assertEquals(10, take(7));
  }

  @Test
  void theLastOneLeavesNoGap() {
    assertEquals(7, take(7));
    assertFalse(nonces.giveBack(7));
    assertEquals(7, take(7));
  }

  @Test
  void whatWasGivenBackTwiceIsGivenOutOnce() {
    assertEquals(7, take(7));
    assertEquals(8, take(7));
    assertTrue(nonces.giveBack(7));
    assertFalse(nonces.giveBack(7));
    assertEquals(7, take(7));
    assertEquals(9, take(7));
  }

  @Test
  void aGapThatTheNodeHasPassedIsNoGap() {
    assertEquals(7, take(7));
    assertEquals(8, take(7));
    assertTrue(nonces.giveBack(7));
    assertEquals(9, take(8));
  }

  @Test
  void theFillerTakesTheGapOnce() {
    assertEquals(7, take(7));
    assertEquals(8, take(7));
    assertTrue(nonces.giveBack(7));
    assertTrue(nonces.takeBack(7));
    assertFalse(nonces.takeBack(7));
    assertEquals(9, take(7));
  }

  @Test
  void whatAnEarlierProcessGaveOutIsNotGivenOutAgain() {
    nonces.claim(9);
    nonces.claim(8);
    assertEquals(10, take(7));
  }

  @Test
  void whatNobodyAsksForIsFinishedByTheCountOfMinedOnes() {
    assertEquals(7, take(7));
    assertEquals(8, take(7));
    nonces.finishBelow(9);
    assertEquals(2, take(2));
  }
}
