package io.tidemark.projection.table;

import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlLiteral;
import java.util.List;

/** What people have said of a table: who may do what with it, and what it is for. */
final class TableManners {
  /** Of the owner nothing is copied: the one who made the new table has all rights in it. */
  private static final String GRANTS =
      """
      select format('grant %%s%%s on table %%s to %%s%%s', privilege_type,
          case when attname is null then '' else format(' (%%I)', attname) end,
          %2$s,
          case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
          case when is_grantable then ' with grant option' else '' end)
      from (
        select null::name as attname, relowner, (aclexplode(relacl)).*
        from pg_class where oid = %1$s::regclass
        union all
        select a.attname, c.relowner, (aclexplode(a.attacl)).*
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.oid = %1$s::regclass and not a.attisdropped and exists (
          select from pg_attribute b where b.attrelid = %2$s::regclass
            and b.attname = a.attname and not b.attisdropped)
      ) granted
      where grantee <> relowner
      """;

  /** Rights that the new table has by default only: the other one did not keep them. */
  private static final String REVOKES =
      """
      select distinct format('revoke all on table %%s from %%s', %1$s,
          case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end)
      from (
        select relowner, (aclexplode(relacl)).* from pg_class where oid = %1$s::regclass
      ) granted
      where grantee <> relowner
      """;

  private static final String COMMENTS =
      """
      select format('comment on table %%s is %%L', %2$s, obj_description(%1$s::regclass, 'pg_class'))
      where obj_description(%1$s::regclass, 'pg_class') is not null
      union all
      select format('comment on column %%s.%%I is %%L', %2$s, a.attname,
          col_description(a.attrelid, a.attnum))
      from pg_attribute a
      where a.attrelid = %1$s::regclass and a.attnum > 0 and not a.attisdropped
        and col_description(a.attrelid, a.attnum) is not null
        and exists (select from pg_attribute b where b.attrelid = %2$s::regclass
          and b.attname = a.attname and not b.attisdropped)
      """;

  private TableManners() {}

  /** Gives the second table the grants and comments of the first; columns are known by name. */
  static void copy(Session session, String from, String to) {
    for (String text :
        List.of(
            REVOKES.formatted(SqlLiteral.of(to)),
            filled(GRANTS, from, to),
            filled(COMMENTS, from, to))) {
      session.query(text, row -> row.text(1)).forEach(session::update);
    }
  }

  private static String filled(String text, String from, String to) {
    return text.formatted(SqlLiteral.of(from), SqlLiteral.of(to));
  }
}
