/** Requires the libraries by the names in their manifests. */
open module com.example.consumer {
  requires com.zaxxer.hikari;
  requires io.tidemark.core;
  requires io.tidemark.embedded;
  requires io.tidemark.jdbc;
  requires io.tidemark.projections;
  requires java.sql;
}
