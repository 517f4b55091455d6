package com.example.shop;

/** There is no such thing. */
public final class NotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotFoundException(String what, String id) {
    super("No %s %s".formatted(what, id));
  }
}
