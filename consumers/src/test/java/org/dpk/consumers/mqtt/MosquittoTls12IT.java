package org.dpk.consumers.mqtt;

/** Over TLS 1.2. */
class MosquittoTls12IT extends MosquittoContract {

  @Override
  String protocol() {
    return "TLSv1.2";
  }
}
