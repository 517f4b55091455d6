/** What one call costs, measured by JMH; no database involved. */
@NullMarked
package io.tidemark.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
