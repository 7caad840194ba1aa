package org.dpk.provider.internal.registry;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dpk.provider.internal.ethereum.NodeProxy;

/** Stands in front of a node, counts what it is asked, and can hold the answers back. */
public final class CountingProxy extends NodeProxy {

  private static final byte[] REFUSAL =
      "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no batches\"}}"
          .getBytes(StandardCharsets.UTF_8);

  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

  private static final String NO_METHOD =
      "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"no such method\"}}";

  private static final String NOTHING = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":[]}";

  private final List<String> questions = new CopyOnWriteArrayList<>();
  private volatile boolean batches = true;
  private volatile String refused = "none";
  private volatile boolean behind;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private final AtomicLong answered = new AtomicLong();

  public CountingProxy(URI node) throws IOException {
    super(node);
  }

  /** How many requests held all these texts. */
  public int count(String... texts) {
    return (int)
        questions.stream()
            .filter(question -> List.of(texts).stream().allMatch(question::contains))
            .count();
  }

  /** Refuses batches from now on, as some providers do. */
  public void refuseBatches() {
    batches = false;
  }

  /** Refuses a method from now on, as providers do that have it not. */
  public void refuse(String method) {
    refused = method;
  }

  /** Has no logs of any range from now on, as a node of many that lags behind the others. */
  public void lag() {
    behind = true;
  }

  /** How many requests there were. */
  public int count() {
    return questions.size();
  }

  /** How many bytes the answers had, without those of HTTP. */
  public long answered() {
    return answered.get();
  }

  /** How many bytes the requests had, without those of HTTP. */
  public long asked() {
    return questions.stream().mapToLong(String::length).sum();
  }

  /** Holds all answers back from now on. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void release() {
    gate.countDown();
  }

  @Override
  protected void serve(HttpExchange exchange, byte[] question)
      throws IOException, InterruptedException {
    questions.add(new String(question, StandardCharsets.UTF_8));
    gate.await();
    byte[] answer = answer(question);
    answered.addAndGet(answer.length);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
  }

  private byte[] answer(byte[] question) throws IOException, InterruptedException {
    String text = new String(question, StandardCharsets.UTF_8);
    if (text.contains(refused)) {
      Matcher id = ID.matcher(text);
      return (id.find() ? NO_METHOD.formatted(id.group(1)) : "").getBytes(StandardCharsets.UTF_8);
    }
    if (behind && question[0] != '[' && text.contains("fromBlock")) {
      Matcher id = ID.matcher(text);
      return (id.find() ? NOTHING.formatted(id.group(1)) : "").getBytes(StandardCharsets.UTF_8);
    }
    return !batches && question[0] == '[' ? REFUSAL : ask(question);
  }

  @Override
  public void close() {
    release();
    super.close();
  }
}
