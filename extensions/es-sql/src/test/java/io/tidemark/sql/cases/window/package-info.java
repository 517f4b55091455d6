/**
 * Runs cases of windows in code, taken from the tests of other engines, with the options that each
 * engine implies.
 */
package io.tidemark.sql.cases.window;
