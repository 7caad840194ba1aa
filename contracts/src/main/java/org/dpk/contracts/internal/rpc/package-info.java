/** JSON-RPC over HTTP and signed transactions, as little of both as deploying and devnets need. */
@NullMarked
package org.dpk.contracts.internal.rpc;

import org.jspecify.annotations.NullMarked;
