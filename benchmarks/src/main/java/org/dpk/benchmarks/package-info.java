/** What DPK costs, beside what a user would take instead. */
package org.dpk.benchmarks;
