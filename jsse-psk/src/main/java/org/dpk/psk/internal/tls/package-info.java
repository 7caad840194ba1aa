/** TLS itself: what touches bctls. No signature that other packages call shows a type of bctls. */
package org.dpk.psk.internal.tls;
