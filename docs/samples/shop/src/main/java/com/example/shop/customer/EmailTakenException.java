package com.example.shop.customer;

/** The e-mail address belongs to somebody else. */
public final class EmailTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmailTakenException(String email) {
    super("E-mail %s: expected one that is free, actual another customer's".formatted(email));
  }
}
