/** The administrator's end of a PKM's REST API. */
@NullMarked
package org.dpk.cli.internal.admin;

import org.jspecify.annotations.NullMarked;
