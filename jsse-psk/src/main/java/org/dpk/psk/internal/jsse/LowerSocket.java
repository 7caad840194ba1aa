package org.dpk.psk.internal.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The TCP half of a TLS socket: everything goes to the socket below, own or given. */
abstract class LowerSocket extends SSLSocket {

  private final Socket lower;

  LowerSocket(Socket lower) {
    this.lower = lower;
  }

  final Socket lower() {
    return lower;
  }

  /** Told once the address is known. */
  abstract void connected(InetSocketAddress to);

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    lower.connect(endpoint, timeout);
    if (endpoint instanceof InetSocketAddress address) {
      connected(address);
    }
  }

  @Override
  public void bind(@Nullable SocketAddress bindpoint) throws IOException {
    lower.bind(bindpoint);
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return lower.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return lower.getLocalAddress();
  }

  @Override
  public int getPort() {
    return lower.getPort();
  }

  @Override
  public int getLocalPort() {
    return lower.getLocalPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return lower.getRemoteSocketAddress();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return lower.getLocalSocketAddress();
  }

  /** Null: the channel of the socket below carries records, not what an application means. */
  @Override
  public @Nullable SocketChannel getChannel() {
    return null;
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    lower.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return lower.getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean on, int linger) throws SocketException {
    lower.setSoLinger(on, linger);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return lower.getSoLinger();
  }

  @Override
  public void sendUrgentData(int data) throws SocketException {
    throw new SocketException("urgent data is not supported by TLS sockets");
  }

  @Override
  public void setOOBInline(boolean on) throws SocketException {
    throw new SocketException("urgent data is not supported by TLS sockets");
  }

  @Override
  public boolean getOOBInline() throws SocketException {
    throw new SocketException("urgent data is not supported by TLS sockets");
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    lower.setSendBufferSize(size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return lower.getSendBufferSize();
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    lower.setReceiveBufferSize(size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return lower.getReceiveBufferSize();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    lower.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return lower.getKeepAlive();
  }

  @Override
  public void setTrafficClass(int trafficClass) throws SocketException {
    lower.setTrafficClass(trafficClass);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return lower.getTrafficClass();
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    lower.setReuseAddress(on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return lower.getReuseAddress();
  }

  @Override
  public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
    lower.setPerformancePreferences(connectionTime, latency, bandwidth);
  }

  @Override
  public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
    lower.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return lower.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return lower.supportedOptions();
  }

  @Override
  public boolean isConnected() {
    return lower.isConnected();
  }

  @Override
  public boolean isBound() {
    return lower.isBound();
  }
}
