package com.example.shop.customer;

/** What happens to a customer. */
public sealed interface CustomerEvent {
  /** Somebody became a customer. */
  record Registered(String name, String email) implements CustomerEvent {}

  /** The customer goes by another name now. */
  record Renamed(String name) implements CustomerEvent {}
}
