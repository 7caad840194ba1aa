/** The pages of {@code dpk serve}: plain HTTP, that knows of DPK only the peer's name. */
@NullMarked
package org.dpk.cli.internal.web;

import org.jspecify.annotations.NullMarked;
