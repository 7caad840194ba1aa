package org.dpk.provider.internal.consensus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dpk.provider.internal.consensus.LightClientUpdate.Finality;
import org.dpk.provider.internal.consensus.LightClientUpdate.NextCommittee;

/** Writes what a beacon node answers, and {@link BeaconApiJson} reads. */
record TestJson(ForkStructures fork, int committeeSize) {

  private static final JsonMapper JSON = new JsonMapper();

  static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectNode bootstrap(LightClientBootstrap bootstrap) {
    ObjectNode data = object();
    data.set("header", header(bootstrap.header()));
    data.set("current_sync_committee", committee(bootstrap.currentSyncCommittee()));
    data.set("current_sync_committee_branch", roots(bootstrap.currentSyncCommitteeBranch()));
    return versioned(data);
  }

  ObjectNode update(LightClientUpdate update) {
    ObjectNode message = finalityUpdate(update);
    ObjectNode data = (ObjectNode) message.get("data");
    data.set(
        "next_sync_committee",
        committee(update.next().map(NextCommittee::committee).orElseGet(this::noCommittee)));
    data.set(
        "next_sync_committee_branch",
        roots(
            update
                .next()
                .map(NextCommittee::branch)
                .orElseGet(() -> zeros(fork.nextSyncCommitteeGindex()))));
    return message;
  }

  ArrayNode updates(List<LightClientUpdate> updates) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    updates.forEach(each -> list.add(update(each)));
    return list;
  }

  ObjectNode finalityUpdate(LightClientUpdate update) {
    ObjectNode message = optimisticUpdate(update);
    ObjectNode data = (ObjectNode) message.get("data");
    Optional<Finality> finality = update.finality();
    data.set(
        "finalized_header", header(finality.flatMap(Finality::header).orElseGet(this::noHeader)));
    data.set(
        "finality_branch",
        roots(finality.map(Finality::branch).orElseGet(() -> zeros(fork.finalizedRootGindex()))));
    return message;
  }

  ObjectNode optimisticUpdate(LightClientUpdate update) {
    ObjectNode data = object();
    data.set("attested_header", header(update.attested()));
    data.putObject("sync_aggregate")
        .put("sync_committee_bits", hex(update.aggregate().bits()))
        .put("sync_committee_signature", hex(update.aggregate().signature()));
    data.put("signature_slot", Long.toString(update.signatureSlot()));
    return versioned(data);
  }

  private ObjectNode versioned(ObjectNode data) {
    ObjectNode message = object().put("version", fork.name().toLowerCase(Locale.ROOT));
    message.set("data", data);
    return message;
  }

  private ObjectNode header(LightClientHeader header) {
    ObjectNode json = object();
    BeaconHeader beacon = header.beacon();
    json.putObject("beacon")
        .put("slot", Long.toString(beacon.slot()))
        .put("proposer_index", Long.toUnsignedString(beacon.proposerIndex()))
        .put("parent_root", beacon.parentRoot().toString())
        .put("state_root", beacon.stateRoot().toString())
        .put("body_root", beacon.bodyRoot().toString());
    json.set("execution", execution(header.execution()));
    json.set("execution_branch", roots(header.executionBranch()));
    return json;
  }

  private ObjectNode execution(ExecutionHeader header) {
    ObjectNode json =
        object()
            .put("parent_hash", header.parentHash().toString())
            .put("fee_recipient", hex(header.feeRecipient()))
            .put("state_root", header.stateRoot().toString())
            .put("receipts_root", header.receiptsRoot().toString())
            .put("logs_bloom", hex(header.logsBloom()))
            .put("prev_randao", header.prevRandao().toString())
            .put("block_number", Long.toString(header.number()))
            .put("gas_limit", Long.toString(header.gasLimit()))
            .put("gas_used", Long.toString(header.gasUsed()))
            .put("timestamp", Long.toString(header.timestamp()))
            .put("extra_data", hex(header.extraData()))
            .put("base_fee_per_gas", header.baseFee().toString())
            .put("block_hash", header.hash().toString())
            .put("transactions_root", header.transactionsRoot().toString())
            .put("withdrawals_root", header.withdrawalsRoot().toString());
    if (fork.hasBlobGas()) {
      json.put("blob_gas_used", Long.toString(header.blobGasUsed()))
          .put("excess_blob_gas", Long.toString(header.excessBlobGas()));
    }
    return json;
  }

  private static ObjectNode committee(SyncCommittee committee) {
    ObjectNode json = object();
    ArrayNode keys = json.putArray("pubkeys");
    committee.pubkeys().forEach(each -> keys.add(hex(each)));
    return json.put("aggregate_pubkey", hex(committee.aggregatePubkey()));
  }

  private static ArrayNode roots(List<Root> roots) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    roots.forEach(each -> json.add(each.toString()));
    return json;
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static List<Root> zeros(int gindex) {
    return Collections.nCopies(Merkle.depth(gindex), Root.ZERO);
  }

  private LightClientHeader noHeader() {
    return new LightClientHeader(
        new BeaconHeader(0, 0, Root.ZERO, Root.ZERO, Root.ZERO),
        ExecutionHeader.EMPTY,
        zeros(ForkStructures.EXECUTION_GINDEX));
  }

  private SyncCommittee noCommittee() {
    byte[][] keys = new byte[committeeSize][SyncCommittee.KEY_LENGTH];
    return new SyncCommittee(Arrays.asList(keys), new byte[SyncCommittee.KEY_LENGTH]);
  }
}
