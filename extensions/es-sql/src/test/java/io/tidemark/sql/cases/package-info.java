/**
 * Runs cases of statements with events and the rows that must follow, in all ways that there are.
 */
package io.tidemark.sql.cases;
