/** Which chain, which contract, which node. */
@NullMarked
package org.dpk.cli.internal.network;

import org.jspecify.annotations.NullMarked;
