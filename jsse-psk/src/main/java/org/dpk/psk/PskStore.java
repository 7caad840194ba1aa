package org.dpk.psk;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where several server processes of one identity keep the agreed keys that they accept, so that a
 * client which agreed with one of them needs no new agreement with another.
 *
 * <p>An implementation moves rows and understands none: names are pseudonyms, keys are sealed, and
 * what comes back is checked by the caller, who trusts nothing of it. It is given to an {@code
 * SSLContext} within a {@link SharedPskCache}.
 *
 * <p>Safe for use by several threads and processes. Every method may block: it is called on threads
 * of the cache, never on one of the application's, and is abandoned (interrupted) when the
 * {@linkplain SharedPskCache#deadline() deadline} is over. Whatever it throws means that the store
 * can't be asked at the moment: the server then treats keys as unknown, and its clients agree on
 * new ones.
 */
public interface PskStore {

  /**
   * Adds keys, all of one owner, or none of them.
   *
   * <p>The store is bounded: where it holds too many keys of this owner, or altogether, those that
   * end first make room. Keys that have ended may be removed at any time.
   *
   * @param keys 1 to {@link SharedPskCache#MAX_KEYS_AT_ONCE}, of names that are not in the store
   * @throws IOException if they may not be there now
   */
  void put(List<SealedPsk> keys) throws IOException;

  /**
   * The key that goes by a name; it stays in the store.
   *
   * @param name {@link SealedPsk#NAME_LENGTH} characters; made of what somebody sent
   * @throws IOException if that can't be found out
   */
  Optional<SealedPsk> find(String name) throws IOException;

  /**
   * Removes a key.
   *
   * @return true for exactly one caller among all threads of all processes, and only if the key was
   *     there: a compare-and-set
   * @throws IOException if that can't be found out; then the key may be there or not
   */
  boolean remove(String name) throws IOException;

  /**
   * Removes all keys of an owner.
   *
   * @throws IOException if some may be left
   */
  void removeOwner(String owner) throws IOException;

  /**
   * Removes all keys.
   *
   * @throws IOException if some may be left
   */
  void clear() throws IOException;
}
