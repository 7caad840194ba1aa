/** The whole thing, once through, with the figures that it yields. */
@NullMarked
package org.dpk.cli.internal.demo;

import org.jspecify.annotations.NullMarked;
