/** HTTP: the administrator's API and the devices' endpoint. */
@NullMarked
package org.dpk.pkm.internal.web;

import org.jspecify.annotations.NullMarked;
