package org.dpk.provider.internal.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Destroyable;
import org.dpk.provider.DpkIdentity;
import org.jspecify.annotations.Nullable;

/**
 * One's own identity, unlocked: what a handshake needs to know of this end.
 *
 * <p>An immutable snapshot but for {@link #destroy()}, safe for use by several threads. It does not
 * follow later changes of the file.
 */
public final class LocalIdentity implements Destroyable, AutoCloseable {

  private final DpkIdentity identity;
  private final ChainSettings chain;
  private final @Nullable OwnRecord current;
  private final @Nullable OwnRecord candidate;
  private final List<OwnRecord> earlier;
  private final Map<String, DpkIdentity> peers;
  private final @Nullable PinnedPkm pkm;
  private volatile boolean destroyed;

  LocalIdentity(
      IdentityDocument.Parts parts,
      @Nullable OwnRecord current,
      @Nullable OwnRecord candidate,
      List<OwnRecord> earlier) {
    this.identity = parts.identity();
    this.chain = parts.chain();
    this.peers = parts.peers();
    this.pkm = parts.pkm();
    this.current = current;
    this.candidate = candidate;
    this.earlier = List.copyOf(earlier);
  }

  /** Who this machine is. */
  public DpkIdentity identity() {
    return identity;
  }

  /** Where it is registered, and whom to ask there. */
  public ChainSettings chain() {
    return chain;
  }

  /** The record in force; empty before the enrolment is over. */
  public Optional<OwnRecord> current() {
    return Optional.ofNullable(current);
  }

  /** The record that is to be admitted; empty if none is under way. */
  public Optional<OwnRecord> candidate() {
    return Optional.ofNullable(candidate);
  }

  /** Records before the one in force whose keys are still good for the overlap, newest first. */
  public List<OwnRecord> earlier() {
    return earlier;
  }

  /** What identities local hosts stand for, by host in lower case. */
  public Map<String, DpkIdentity> peers() {
    return peers;
  }

  /** Who admits this identity. */
  public Optional<PinnedPkm> pkm() {
    return Optional.ofNullable(pkm);
  }

  @Override
  public void destroy() {
    destroyed = true;
    List<OwnRecord> all = new ArrayList<>(earlier);
    current().ifPresent(all::add);
    candidate().ifPresent(all::add);
    all.forEach(OwnRecord::destroy);
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public void close() {
    destroy();
  }

  /** Who it is, no key. */
  @Override
  public String toString() {
    return "LocalIdentity[" + identity + "]";
  }
}
