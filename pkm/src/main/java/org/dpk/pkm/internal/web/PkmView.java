package org.dpk.pkm.internal.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dpk.pkm.internal.outbox.OutboxStore;
import org.dpk.pkm.internal.store.Database;
import org.dpk.provider.EthereumAddress;
import org.dpk.provider.RegistryException;
import org.dpk.provider.internal.enrol.EnrolmentToken;
import org.dpk.provider.internal.enrol.ServiceAddress;
import org.dpk.provider.internal.ethereum.EthereumNode;

/**
 * The PKM itself, as an administrator sees it.
 *
 * @param issuer who it is, and where
 * @param wallet what pays
 * @param endpoints where devices reach it
 */
public record PkmView(
    EnrolmentToken.Issuer issuer,
    EthereumAddress wallet,
    List<ServiceAddress> endpoints,
    EthereumNode node,
    Database database,
    OutboxStore outbox) {

  ObjectNode json() throws RegistryException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("identity", issuer.pkm().toString());
    json.put("chainId", issuer.registry().chainId());
    json.put("registry", issuer.registry().contract().toString());
    ArrayNode addresses = json.putArray("endpoints");
    endpoints.forEach(endpoint -> addresses.add(endpoint.toString()));
    json.put("wallet", wallet.toString());
    json.put("balanceWei", node.balance(wallet).toString());
    json.put("outboxOpen", database.read(outbox::open));
    return json;
  }
}
