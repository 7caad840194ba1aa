package org.dpk.consumers.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What every HTTP client is to get through with every HTTP server. The server answers a POST with
 * its own body.
 */
final class Workload {

  private static final int MEGABYTES = 2;
  private static final int SMALL_REQUESTS = 40;
  private static final int CONNECTIONS = 20;
  private static final int REQUESTS_PER_CONNECTION = 4;

  private Workload() {}

  /** One HTTP client, with its connections. */
  interface Client extends AutoCloseable {

    byte[] post(String path, byte[] body) throws Exception;

    @Override
    default void close() throws Exception {}
  }

  interface NewClient {
    Client open() throws Exception;
  }

  static void manySmallRequests(NewClient clients) throws Exception {
    try (Client client = clients.open()) {
      for (int i = 0; i < SMALL_REQUESTS; i++) {
        byte[] body = ("request " + i).getBytes(StandardCharsets.US_ASCII);
        assertArrayEquals(body, client.post("/echo", body));
      }
    }
  }

  /** Up and down again, each way in full. */
  static void bigBodies(NewClient clients) throws Exception {
    byte[] body = new byte[MEGABYTES << 20];
    new Random(7).nextBytes(body);
    try (Client client = clients.open()) {
      for (int i = 0; i < 2; i++) {
        byte[] answer = client.post("/echo", body);
        assertEquals(body.length, answer.length);
        assertTrue(Arrays.equals(body, answer), "the same bytes in the same order");
      }
    }
  }

  static void parallelConnections(NewClient clients) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        byte[] body = new byte[10_000 + i];
        results.add(pool.submit(() -> converse(clients, body)));
      }
      for (Future<Integer> result : results) {
        assertEquals(REQUESTS_PER_CONNECTION, result.get(60, TimeUnit.SECONDS));
      }
    } finally {
      pool.shutdownNow();
      assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS));
    }
  }

  private static int converse(NewClient clients, byte[] body) throws Exception {
    int answered = 0;
    try (Client client = clients.open()) {
      for (int i = 0; i < REQUESTS_PER_CONNECTION; i++) {
        assertArrayEquals(body, client.post("/echo", body));
        answered++;
      }
    }
    return answered;
  }
}
