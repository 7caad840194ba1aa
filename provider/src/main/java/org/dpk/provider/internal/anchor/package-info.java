/** What makes a block trusted (registry.md "Anchors"), as far as it is needed without asking. */
@NullMarked
package org.dpk.provider.internal.anchor;

import org.jspecify.annotations.NullMarked;
