package org.dpk.psk.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.dpk.psk.internal.preface.AgreementFrame;

/** What a peer may do instead of sending the message that is due. */
enum Misbehaviour {
  SILENCE("took too long") {
    @Override
    void show(Socket socket, byte[] due) {}
  },
  CLOSE("closed the connection") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      socket.shutdownOutput();
    }
  },
  RESET("reset|closed the connection") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  },
  PLAIN_TEXT("does not speak TLS") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      out(socket).write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  },
  GARBAGE("does not speak TLS") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      byte[] garbage = new byte[4096];
      new Random(7).nextBytes(garbage);
      out(socket).write(garbage);
    }
  },
  HALF_A_HEADER("took too long") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      out(socket).write(AgreementFrame.records(due), 0, 3);
    }
  },
  HALF_A_RECORD("took too long") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      byte[] record = AgreementFrame.records(due);
      out(socket).write(record, 0, record.length / 2);
    }
  },
  HALF_A_RECORD_AND_CLOSE("closed the connection") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      HALF_A_RECORD.show(socket, due);
      socket.shutdownOutput();
    }
  },
  RECORD_THAT_IS_TOO_LONG("announced a plain record") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      out(socket).write(new byte[] {22, 3, 3, 0x40, 1});
    }
  },
  RECORD_OF_64_KIB("announced a record") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      out(socket).write(new byte[] {22, 3, 3, (byte) 0xFF, (byte) 0xFF});
    }
  },
  MESSAGE_OF_16_MIB("handshake message of 16777215 bytes") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      out(socket).write(new byte[] {22, 3, 3, 0, 4, (byte) 0xE1, -1, -1, -1});
    }
  },
  EMPTY_MESSAGE("agreement message of 0 bytes") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      out(socket).write(new byte[] {22, 3, 3, 0, 4, (byte) 0xE1, 0, 0, 0});
    }
  },
  EMPTY_RECORD("empty handshake record") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      out(socket).write(new byte[] {22, 3, 3, 0, 0});
    }
  },
  TWO_MESSAGES_IN_A_RECORD("followed by another") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      byte[] record = AgreementFrame.records(due);
      byte[] twice = Arrays.copyOf(record, record.length + record.length - 5);
      System.arraycopy(record, 5, twice, record.length, record.length - 5);
      twice[3] = (byte) (twice.length - 5 >>> 8);
      twice[4] = (byte) (twice.length - 5);
      out(socket).write(twice);
    }
  },
  APPLICATION_DATA("record of type 23") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      out(socket).write(new byte[] {23, 3, 3, 0, 1, 0});
    }
  },
  TLS_ALERT("alert") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      out(socket).write(new byte[] {21, 3, 3, 0, 2, 2, 80});
    }
  },
  ORDINARY_HANDSHAKE("ordinary TLS handshake") {
    @Override
    void show(Socket socket, byte[] due) throws IOException {
      out(socket).write(new byte[] {22, 3, 3, 0, 4, 2, 0, 0, 0});
    }
  };

  /** What the other end says of it; a regular expression. */
  final String complaint;

  Misbehaviour(String complaint) {
    this.complaint = complaint;
  }

  abstract void show(Socket socket, byte[] due) throws IOException;

  private static OutputStream out(Socket socket) throws IOException {
    return socket.getOutputStream();
  }
}
