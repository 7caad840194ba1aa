/** DPK as an application uses it: standard JCA, JSSE and HTTP calls only. */
@NullMarked
package org.dpk.cli.internal.tls;

import org.jspecify.annotations.NullMarked;
