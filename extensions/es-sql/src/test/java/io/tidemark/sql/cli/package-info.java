/** Tests of the commands on statements. */
package io.tidemark.sql.cli;
