package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a run costs, in operations on curves: a change that adds one is seen here. */
class OperationCountTest {

  private final TestParty a = TestParty.of("dns:a.example.org", 1);
  private final TestParty b = TestParty.of("dns:b.example.org", 2);
  private final Map<String, Integer> atA = new TreeMap<>();
  private final Map<String, Integer> atB = new TreeMap<>();

  @Test
  void fiveX25519OnEachSideAndOneSignature() throws NslAbort {
    try (Initiator initiator =
            new Initiator(
                TestParty.REGISTRY,
                a.keys(),
                b.record(),
                counting(atA),
                new SeededRandomness(1),
                KeyTerms.DEFAULT,
                null);
        Responder responder =
            new Responder(
                TestParty.REGISTRY,
                kid -> Optional.of(b.keys()),
                counting(atB),
                new SeededRandomness(2),
                KeyTerms.DEFAULT,
                hash -> true,
                false)) {
      responder.receive(initiator.begin());
      // whoever comes costs one operation with the private key before anything is known of him
      assertEquals(Map.of("decapsulate", 1), atB);

      byte[] ns2 = ((ResponderStep.Send) responder.found(a.onChain())).message();
      byte[] ns34 = ((InitiatorStep.Agreed) initiator.receive(ns2)).message();
      responder.receive(ns34);
    }
    // a key pair is one multiplication, an encapsulation two, a decapsulation one
    assertEquals(Map.of("generate", 1, "encapsulate", 1, "decapsulate", 2, "sign", 1), atA);
    assertEquals(Map.of("encapsulate", 2, "decapsulate", 1, "verify", 1), atB);
  }

  private static Primitives.Source counting(Map<String, Integer> counts) {
    return suite -> {
      Primitives real = Primitives.Source.standard().of(suite);
      Kem kem = counted(Kem.class, real.staticKem(), counts);
      Primitives all = counted(Primitives.class, real, counts);
      return (Primitives)
          Proxy.newProxyInstance(
              Primitives.class.getClassLoader(),
              new Class<?>[] {Primitives.class},
              (proxy, method, arguments) ->
                  method.getReturnType() == Kem.class ? kem : method.invoke(all, arguments));
    };
  }

  private static <T> T counted(Class<T> type, T real, Map<String, Integer> counts) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "generate", "encapsulate", "decapsulate", "sign", "verify" ->
                    counts.merge(method.getName(), 1, Integer::sum);
                default -> {
                  // hashes and boxes are cheap
                }
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
