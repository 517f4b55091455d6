package com.example.shop.customer;

import com.example.shop.customer.CustomerEvent.Registered;
import com.example.shop.customer.CustomerEvent.Renamed;
import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.StateMapping;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;

/** Somebody who buys. */
public final class Customer extends Aggregate<CustomerEvent> {
  /** The category of the streams of customers. */
  public static final String CATEGORY = "customer";

  /** How their events are stored. */
  public static final EventCodec<CustomerEvent> CODEC =
      JacksonEventCodec.ofSealed(CustomerEvent.class);

  // region snapshot
  /** What a snapshot keeps: everything that {@code apply} changes. */
  record State(String name, String email) {}

  /** How a customer goes into a snapshot, and comes out of it. */
  public static final StateMapping<Customer, ?> STATE =
      StateMapping.of(
          State.class,
          customer -> new State(customer.name, customer.email),
          (customer, state) -> {
            customer.name = state.name();
            customer.email = state.email();
          });

  // end
  // region customer
  private String name = "";
  private String email = "";

  /** Saying the same twice changes nothing; another name renames. */
  public void register(String newName, String newEmail) {
    requireEmail(newEmail);
    if (!isRegistered()) {
      raise(new Registered(newName, newEmail));
    } else if (!newName.equals(name)) {
      raise(new Renamed(newName));
    }
  }

  /** Who has an address keeps it. */
  public void requireEmail(String newEmail) {
    if (isRegistered() && !newEmail.equals(email)) {
      throw new IllegalStateException(
          "Customer %s: expected the e-mail %s, actual %s".formatted(id(), email, newEmail));
    }
  }

  /** Whether there is such a customer. */
  public boolean isRegistered() {
    return version() > 0;
  }

  /** By which name the customer goes. */
  public String name() {
    return name;
  }

  @Override
  protected void apply(CustomerEvent event) {
    if (event instanceof Registered registered) {
      name = registered.name();
      email = registered.email();
    } else if (event instanceof Renamed renamed) {
      name = renamed.name();
    }
  }
  // end
}
