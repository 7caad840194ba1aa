package org.dpk.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An example in Java is the very source that a test compiles and runs. */
class GuidesIT {

  @ParameterizedTest
  @CsvSource({
    "NETTY, netty server, org/dpk/consumers/netty/NettyHttpServer.java",
    "NETTY, netty peer, org/dpk/consumers/netty/NettyHttpServer.java",
    "NETTY, netty client, org/dpk/consumers/netty/NettyHttpClient.java",
    "NETTY, netty sni, org/dpk/consumers/netty/NettyTlsIT.java",
    "NETTY, netty revocation, org/dpk/consumers/netty/CloseWhenRevoked.java",
    "GRPC, grpc, org/dpk/consumers/grpc/GrpcIT.java",
    "GRPC, grpc peer, org/dpk/consumers/grpc/EchoService.java"
  })
  void theGuideShowsWhatRuns(GuidePage guide, String mark, String source) throws IOException {
    assertEquals(GuidePage.region(source, mark), guide.examples().get(mark));
  }
}
