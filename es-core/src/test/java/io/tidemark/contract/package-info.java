/**
 * What every store must do, as tests: a store is tested by extending {@link
 * io.tidemark.contract.EventStoreContract}.
 */
package io.tidemark.contract;
