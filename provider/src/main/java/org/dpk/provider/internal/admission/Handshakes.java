package org.dpk.provider.internal.admission;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMException;
import javax.management.ObjectName;
import org.dpk.provider.DpkIdentity;
import org.dpk.provider.HandshakesMXBean;

/**
 * The handshakes that this process answers in the name of one identity, however many contexts do
 * so. Readable by JMX; keeps no context in memory.
 */
public final class Handshakes implements HandshakesMXBean {

  private static final System.Logger LOG = System.getLogger(Handshakes.class.getName());
  private static final Map<DpkIdentity, Handshakes> OF_PROCESS = new ConcurrentHashMap<>();

  private final Counters counters = new Counters();
  private final Set<Admission> live =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private final DpkIdentity identity;
  private final AtomicBoolean published = new AtomicBoolean();

  private Handshakes(DpkIdentity identity) {
    this.identity = identity;
  }

  /** Those of an identity: one object for each, for as long as the process lives. */
  public static Handshakes of(DpkIdentity identity) {
    return OF_PROCESS.computeIfAbsent(identity, Handshakes::new);
  }

  /** From now on JMX shows them. Idempotent. */
  public void publish() {
    if (!published.compareAndSet(false, true)) {
      return;
    }
    try {
      ManagementFactory.getPlatformMBeanServer().registerMBean(this, name(identity));
    } catch (JMException | LinkageError | SecurityException e) {
      LOG.log(Level.WARNING, "JMX can't show the handshakes of " + identity, e);
    }
  }

  /**
   * Under which name.
   *
   * @throws JMException never: an identity can be quoted
   */
  public static ObjectName name(DpkIdentity identity) throws JMException {
    return new ObjectName(
        "org.dpk.provider:type=Handshakes,identity=" + ObjectName.quote(identity.toString()));
  }

  /** What further counters add to. */
  public Counters counters() {
    return counters;
  }

  /** Shows this one, too, as long as somebody has it. */
  public void add(Admission admission) {
    live.add(admission);
  }

  @Override
  public Map<String, Long> getCounts() {
    Map<String, Long> counts = new TreeMap<>();
    counters.counts().forEach((rung, count) -> counts.put(rung.name(), count));
    return counts;
  }

  @Override
  public int getUnfinished() {
    return all().stream().mapToInt(each -> each.metrics().unfinished()).sum();
  }

  @Override
  public boolean isUnderLoad() {
    return all().stream().anyMatch(each -> each.metrics().underLoad());
  }

  private List<Admission> all() {
    synchronized (live) {
      return List.copyOf(live);
    }
  }
}
