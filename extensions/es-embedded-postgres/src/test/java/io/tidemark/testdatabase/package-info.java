/**
 * PostgreSQL for tests: {@link io.tidemark.testdatabase.TestDatabase} for a database of one's own,
 * {@link io.tidemark.testdatabase.TestServer} and {@link io.tidemark.testdatabase.CuttingProxy} for
 * tests that break things.
 */
@NullMarked
package io.tidemark.testdatabase;

import org.jspecify.annotations.NullMarked;
