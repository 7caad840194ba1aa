package org.dpk.consumers.mqtt;

/** Over TLS 1.3. */
class MosquittoIT extends MosquittoContract {

  @Override
  String protocol() {
    return "TLSv1.3";
  }
}
