package org.dpk.provider.internal.consensus;

import java.util.List;

/**
 * Reads the parts of which the messages consist, in JSON of the Beacon API.
 *
 * @param fork that the message is written for
 * @param committeeSize how many members a committee has
 */
record JsonContainers(ForkStructures fork, int committeeSize) {

  LightClientHeader header(JsonFields header) throws ConsensusException {
    return new LightClientHeader(
        beacon(header.object("beacon")),
        execution(header.object("execution")),
        branch(header, "execution_branch", ForkStructures.EXECUTION_GINDEX));
  }

  private static BeaconHeader beacon(JsonFields beacon) throws ConsensusException {
    return new BeaconHeader(
        beacon.slot("slot"),
        beacon.uint64("proposer_index"),
        beacon.root("parent_root"),
        beacon.root("state_root"),
        beacon.root("body_root"));
  }

  private ExecutionHeader execution(JsonFields execution) throws ConsensusException {
    return new ExecutionHeader(
        execution.root("parent_hash"),
        execution.bytes("fee_recipient", ExecutionHeader.ADDRESS_LENGTH),
        execution.root("state_root"),
        execution.root("receipts_root"),
        execution.bytes("logs_bloom", ExecutionHeader.BLOOM_LENGTH),
        execution.root("prev_randao"),
        execution.number("block_number"),
        execution.number("gas_limit"),
        execution.number("gas_used"),
        execution.number("timestamp"),
        execution.bytesUpTo("extra_data", ExecutionHeader.MAX_EXTRA_DATA),
        execution.number("base_fee_per_gas", Byte.SIZE * Root.LENGTH),
        execution.root("block_hash"),
        execution.root("transactions_root"),
        execution.root("withdrawals_root"),
        fork.hasBlobGas() ? execution.number("blob_gas_used") : 0,
        fork.hasBlobGas() ? execution.number("excess_blob_gas") : 0);
  }

  SyncCommittee committee(JsonFields committee) throws ConsensusException {
    return new SyncCommittee(
        committee.list("pubkeys", committeeSize, SyncCommittee.KEY_LENGTH),
        committee.bytes("aggregate_pubkey", SyncCommittee.KEY_LENGTH));
  }

  SyncAggregate aggregate(JsonFields aggregate) throws ConsensusException {
    return new SyncAggregate(
        aggregate.bytes("sync_committee_bits", committeeSize / Byte.SIZE),
        aggregate.bytes("sync_committee_signature", SyncAggregate.SIGNATURE_LENGTH));
  }

  /** As deep as it is in containers of this fork. */
  List<Root> branch(JsonFields object, String name, int gindex) throws ConsensusException {
    return object.roots(name, Merkle.depth(gindex));
  }
}
