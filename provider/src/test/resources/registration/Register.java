import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.ServiceLoader;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.dpk.provider.DpkProvider;
import org.dpk.psk.PskJsseProvider;

/** How the providers get into a process that has just begun, and whether they work there. */
class Register {

  public static void main(String[] how) throws Exception {
    switch (how[0]) {
      case "service" -> {
        DpkProvider found = null;
        for (Provider each : ServiceLoader.load(Provider.class)) {
          if (each instanceof DpkProvider dpk) {
            found = dpk;
          }
        }
        Security.addProvider(found);
      }
      case "install" -> {
        for (int i = 0; i < 3; i++) {
          DpkProvider.install();
          PskJsseProvider.install();
        }
      }
      case "add" -> {
        System.out.println(Security.addProvider(new DpkProvider()) > 0);
        System.out.println(Security.addProvider(new DpkProvider()));
        System.out.println(DpkProvider.install() == Security.getProvider("DPK"));
      }
      case "nothing" -> {}
      default -> throw new IllegalArgumentException(how[0]);
    }
    Provider[] all = Security.getProviders();
    Provider dpk = Security.getProvider("DPK");
    System.out.println("DPK is " + (Arrays.asList(all).indexOf(dpk) + 1) + " of " + all.length);
    System.out.println(dpk.getClass().getModule());
    for (Provider each :
        new Provider[] {
          KeyStore.getInstance("DPK").getProvider(),
          KeyManagerFactory.getInstance("DPK").getProvider(),
          TrustManagerFactory.getInstance("DPK").getProvider(),
          SSLContext.getInstance("DPK").getProvider()
        }) {
      if (each != dpk) {
        throw new AssertionError(each);
      }
    }
    DpkProvider.assertHealthy();
    System.out.println("healthy");
  }
}
