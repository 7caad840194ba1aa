/** TLS keyed by a pre-shared key, behind JSSE: what an application types. */
package org.dpk.psk;
