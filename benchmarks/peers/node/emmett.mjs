// Emmett on PostgreSQL. Usage: node emmett.mjs <schema|w1|w2|w3|w4|w5long|w5short|w6|w7|w8> <database> <seconds|events> [batch]
// Prints one number (per second), or for w8 "p50 p99" in milliseconds.
import { getPostgreSQLEventStore, postgreSQLRawSQLProjection, postgreSQLRawBatchSQLProjection } from '@event-driven-io/emmett-postgresql';
import { isExpectedVersionConflictError } from '@event-driven-io/emmett';
import { sql } from '@event-driven-io/dumbo';
import pg from 'pg';

const [work, database, amountText, batchText] = process.argv.slice(2);
const amount = Number(amountText ?? 0);
const batchSize = Number(batchText ?? 100); // Emmett's default is 100
const { PGHOST = '127.0.0.1', PGPORT = '5432', PGUSER = 'postgres' } = process.env;
const url = `postgresql://${PGUSER}@${PGHOST}:${PGPORT}/${database}`;
const pool = new pg.Pool({ connectionString: url, max: 17 });
const store = getPostgreSQLEventStore(url, {
  schema: { autoMigration: work === 'schema' ? 'CreateOrUpdate' : 'None' },
  connectionOptions: { pool },
});

const event = (account, n) => ({
  type: 'Booked',
  data: { account, amount: n % 1000, currency: 'EUR', reference: `ref-${1000000000 + n}`,
    description: 'payment for invoice, thank you for your order', bookedAt: '2026-01-01T10:11:12Z', n },
  metadata: { correlationId: `c-${1000000000 + n}`, user: 'user-17' },
});
const events = (account, n, count) => Array.from({ length: count }, (_, i) => event(account, n + i));
const append = (stream, version, list) =>
  store.appendToStream(stream, list, { expectedStreamVersion: BigInt(version) });
const seconds = (from) => Number(process.hrtime.bigint() - from) / 1e9;
const now = () => process.hrtime.bigint();

/** `workers` concurrent appenders, each on its own 50 streams, `size` events per append; 1 s warm-up, then timed. */
async function appenders(workers, size) {
  const run = Date.now();
  let done = 0, measuring = false, stop = false;
  const worker = async (w) => {
    const versions = new Array(50).fill(0);
    for (let i = 0; !stop; i++) {
      const k = i % 50, stream = `account-${run}-${w}-${k}`;
      await append(stream, versions[k], events(stream, versions[k], size));
      versions[k] += size;
      if (measuring && !stop) done += size;
    }
  };
  const all = Promise.all(Array.from({ length: workers }, (_, w) => worker(w)));
  await new Promise((r) => setTimeout(r, 1500));
  measuring = true;
  const from = now();
  await new Promise((r) => setTimeout(r, amount * 1000));
  const rate = done / seconds(from);
  stop = true;
  await all;
  return rate;
}

/** 16 concurrent writers on one stream; on conflict the current version is taken from the error. */
async function hotStream() {
  const stream = `account-hot-${Date.now()}`;
  let done = 0, conflicts = 0, stop = false;
  const worker = async () => {
    let version = 0;
    while (!stop) {
      try {
        await append(stream, version, events(stream, version, 1));
        version++;
        if (!stop) done++;
      } catch (e) {
        if (!isExpectedVersionConflictError(e)) throw e;
        conflicts++;
        const r = await pool.query('select stream_position from emt_streams where stream_id=$1', [stream]);
        version = Number(r.rows[0]?.stream_position ?? 0);
      }
    }
  };
  const from = now();
  const all = Promise.all(Array.from({ length: 16 }, worker));
  await new Promise((r) => setTimeout(r, amount * 1000));
  const rate = done / seconds(from);
  stop = true;
  await all;
  return rate;
}

const fold = (totals, e) => {
  const t = totals.get(e.data.account) ?? { count: 0, sum: 0 };
  t.count++;
  t.sum += e.data.amount;
  return totals.set(e.data.account, t);
};

async function loads(name, count) {
  for (let i = 0; i < 20; i++) await load(name(i % count));
  const from = now();
  let n = 0;
  while (seconds(from) < amount) await load(name(n++ % count));
  return n / seconds(from);
}
const load = (stream) => store.aggregateStream(stream, { evolve: fold, initialState: () => new Map() });

/** A consumer with one reactor reading from the beginning, until `amount` events are handled.
 *  The 0.42.0 reactor takes eachMessage only (not eachBatch) and stores a checkpoint per message. */
async function replay() {
  const totals = new Map();
  let n = 0;
  const consumer = store.consumer({ stopWhen: { noMessagesLeft: true }, pulling: { batchSize } });
  const one = (e) => { fold(totals, e); return ++n >= amount ? { type: 'STOP' } : undefined; };
  consumer.reactor({ processorId: `replay-${Date.now()}`, startFrom: 'BEGINNING', eachMessage: one });
  const from = now();
  await consumer.start();
  const took = seconds(from);
  if (n < amount) throw new Error(`only ${n} events`);
  return n / took;
}

async function project() {
  await pool.query('drop table if exists balance_emmett');
  await pool.query('create table balance_emmett(account text primary key, count bigint not null, sum bigint not null)');
  const consumer = store.consumer({ stopWhen: { noMessagesLeft: true }, pulling: { batchSize } });
  let n = 0;
  consumer.projector({ processorId: `project-${Date.now()}`, startFrom: 'BEGINNING',
    projection: postgreSQLRawBatchSQLProjection({ name: `balance-${Date.now()}`, canHandle: ['Booked'],
      evolve: (list) => { n += list.length; return list.map((e) => sql('insert into balance_emmett as b values(%L,1,%L) on conflict(account) do update set count=b.count+1, sum=b.sum+excluded.sum', e.data.account, e.data.amount)); } }) });
  const from = now();
  await consumer.start();
  const took = seconds(from);
  const got = Number((await pool.query('select coalesce(sum(count),0) as n from balance_emmett')).rows[0].n);
  if (got < amount) throw new Error(`only ${got} events`);
  return got / took;
}

/** 500 appends per second by one paced loop; delay from append returned to handler called. */
async function latency() {
  const rate = 500, total = rate * amount, committed = new Array(total), handled = new Array(total);
  const consumer = store.consumer({ pulling: { batchSize } });
  // not startFrom: 'END': in 0.42.0 that reads the first position instead of the last
  const last = await pool.query('select coalesce(max(global_position),0)::text as p from emt_messages');
  consumer.reactor({ processorId: `latency-${Date.now()}`, startFrom: { lastCheckpoint: BigInt(last.rows[0].p) },
    eachMessage: (e) => { handled[e.data.n] = performance.now(); } });
  consumer.start().catch(() => {});
  await new Promise((r) => setTimeout(r, 2000));
  const run = Date.now(), start = performance.now(), pending = [];
  for (let n = 0; n < total; n++) {
    const wait = start + (n * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((r) => setTimeout(r, wait));
    const stream = `account-lat-${run}-${n}`;
    pending.push(append(stream, 0, [event(stream, n)]).then(() => { committed[n] = performance.now(); }));
  }
  await Promise.all(pending);
  await new Promise((r) => setTimeout(r, 2000));
  const missing = handled.filter((x) => x !== undefined).length;
  if (missing < total) console.error(`handled ${missing} of ${total}`);
  if (missing < total / 2) return 'failed';
  const d = [];
  for (let n = rate; n < total; n++) if (handled[n] !== undefined) d.push(Math.max(0, handled[n] - committed[n]));
  d.sort((a, b) => a - b);
  return `${d[Math.floor(d.length * 0.5)].toFixed(2)} ${d[Math.floor(d.length * 0.99)].toFixed(2)}`;
}

const pad = (i) => String(i).padStart(6, '0');
const runs = {
  schema: async () => { await store.schema.migrate(); await append(`account-seed`, 0, [event('account-seed', 1)]); return 1; },
  w1: () => appenders(1, 1), w2: () => appenders(16, 1), w3: () => appenders(16, 10), w4: hotStream,
  w5long: () => loads((i) => `account-L${pad(i)}`, 180), w5short: () => loads((i) => `account-S${pad(i)}`, 2000),
  w6: replay, w7: project, w8: latency,
};
console.log(await runs[work]());
process.exit(0);
