/** Whether DPK works in this process. */
@NullMarked
package org.dpk.provider.internal.health;

import org.jspecify.annotations.NullMarked;
