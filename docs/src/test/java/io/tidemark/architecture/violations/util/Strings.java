package io.tidemark.architecture.violations.util;

/** Planted: a drawer package with a public class that anyone may extend. */
public class Strings {}
