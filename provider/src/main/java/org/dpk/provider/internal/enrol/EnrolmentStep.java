package org.dpk.provider.internal.enrol;

/** A point that a device reaches on its way onto the chain. */
public enum EnrolmentStep {
  /** The node serves the right chain and registry. */
  CHAIN_REACHED,
  /** The PKM's record on chain is the one that the token file pins. */
  PKM_VERIFIED,
  /** Keys, wallet, token and the record that is wanted are in the identity file. */
  IDENTITY_STORED,
  /** The PKM has checked the token and begun. */
  ADMISSION_BEGUN,
  /** Funded: the wallet has its Ether. */
  FUNDED,
  /** Funded: the transaction that asks for admission is in the identity file. Not sent. */
  REQUEST_STORED,
  /** Funded: the node took the transaction. */
  REQUEST_SENT,
  /** Funded: a block holds the transaction. */
  REQUEST_MINED,
  /** Funded: the PKM knows. */
  APPROVAL_ASKED,
  /** The PKM says that the record is on chain. */
  ADMITTED,
  /** The record was found on chain, with the right digest. */
  RECORD_VERIFIED,
  /** The identity file says so: the identity can be used. */
  COMPLETED
}
