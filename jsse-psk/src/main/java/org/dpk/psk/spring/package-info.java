/**
 * For Spring Boot 3: web servers and clients over keys of this module by properties alone.
 *
 * <p>There is nothing to call: Spring Boot finds {@link org.dpk.psk.spring.PskContextInitializer}
 * in {@code META-INF/spring.factories}. Spring is optional: without it nobody loads this package.
 */
@org.jspecify.annotations.NullMarked
package org.dpk.psk.spring;
