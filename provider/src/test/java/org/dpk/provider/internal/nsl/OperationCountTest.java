package org.dpk.provider.internal.nsl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run costs, in operations on curves: a change that adds one is seen here. */
@ParameterizedClass
@EnumSource(Suite.class)
class OperationCountTest {

  private final TestParty a;
  private final TestParty b;
  private final Map<String, Integer> atA = new TreeMap<>();
  private final Map<String, Integer> atB = new TreeMap<>();

  OperationCountTest(Suite suite) {
    this.a = TestParty.of(suite, "dns:a.example.org", 1);
    this.b = TestParty.of(suite, "dns:b.example.org", 2);
  }

  @Test
  void whatARunCostsEachEnd() throws NslAbort {
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
      assertEquals(Map.of("static decapsulate", 1), atB);

      byte[] ns2 = ((ResponderStep.Send) responder.found(a.onChain())).message();
      byte[] ns34 = ((InitiatorStep.Agreed) initiator.receive(ns2)).message();
      responder.receive(ns34);
    }
    // with X25519 a key pair is one multiplication, an encapsulation two, a decapsulation one
    assertEquals(
        Map.of(
            "ephemeral generate", 1,
            "static encapsulate", 1,
            "static decapsulate", 1,
            "ephemeral decapsulate", 1,
            "sign", 1),
        atA);
    assertEquals(
        Map.of(
            "static decapsulate", 1,
            "static encapsulate", 1,
            "ephemeral encapsulate", 1,
            "verify", 1),
        atB);
  }

  private static Primitives.Source counting(Map<String, Integer> counts) {
    return suite -> {
      Primitives real = Primitives.Source.standard().of(suite);
      Kem staticKem = counted(Kem.class, real.staticKem(), "static ", counts);
      Kem ephemeralKem = counted(Kem.class, real.ephemeralKem(), "ephemeral ", counts);
      Primitives all = counted(Primitives.class, real, "", counts);
      return (Primitives)
          Proxy.newProxyInstance(
              Primitives.class.getClassLoader(),
              new Class<?>[] {Primitives.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "staticKem" -> staticKem;
                    case "ephemeralKem" -> ephemeralKem;
                    default -> method.invoke(all, arguments);
                  });
    };
  }

  private static <T> T counted(Class<T> type, T real, String which, Map<String, Integer> counts) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "generate", "encapsulate", "decapsulate", "sign", "verify" ->
                    counts.merge(which + method.getName(), 1, Integer::sum);
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
