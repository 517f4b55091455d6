-- region view
CREATE VIEW minute_totals WITH ('delay' = '30 s') AS
SELECT account, window_start, COUNT(*) AS movements, SUM(amount) AS total
FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE))
GROUP BY account, window_start, window_end
-- end

-- region hop
SELECT account, window_start, SUM(amount) AS total
FROM TABLE(HOP(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '5' MINUTE, INTERVAL '10' MINUTE))
GROUP BY account, window_start, window_end
-- end

-- region session
SELECT account, window_start, window_end, COUNT(*) AS movements
FROM TABLE(
  SESSION(TABLE deposited PARTITION BY account, DESCRIPTOR(occurred_at), INTERVAL '30' SECOND))
GROUP BY account, window_start, window_end
-- end

-- region batch
SELECT account, batch, SUM(amount) AS total
FROM TABLE(LENGTH_BATCH(TABLE deposited PARTITION BY account, 100))
GROUP BY account, batch
-- end

-- region rows
SELECT `position`, AVG(amount) OVER (
    PARTITION BY account ORDER BY `position` ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) AS average
FROM withdrawn
-- end

-- region range
SELECT `position`, COUNT(*) OVER (
    PARTITION BY account ORDER BY occurred_at
    RANGE BETWEEN INTERVAL '3' DAY PRECEDING AND CURRENT ROW) AS withdrawals
FROM withdrawn
-- end

-- region named-window
SELECT `position`, COUNT(*) OVER w AS n, SUM(amount) FILTER (WHERE amount > 100) OVER w AS above_100
FROM withdrawn
WINDOW w AS (PARTITION BY account ORDER BY occurred_at ROWS 9 PRECEDING)
-- end

-- region balances
SELECT account, SUM(change) AS balance
FROM (
  SELECT account, amount AS change FROM deposited
  UNION ALL
  SELECT account, -amount FROM withdrawn)
GROUP BY account
HAVING SUM(change) <> 0
-- end

-- region as-of-event
SELECT o.owner, SUM(d.amount) AS total
FROM deposited AS d
JOIN owners FOR SYSTEM_TIME AS OF d.recorded_at AS o ON o.account = d.account
GROUP BY o.owner
-- end

-- region as-now
SELECT o.owner, COUNT(*) AS deposits
FROM deposited AS d
LEFT JOIN owners AS o ON o.account = d.account
GROUP BY o.owner
-- end

-- region pairs
SELECT d.`position` AS deposit, w.`position` AS withdrawal
FROM deposited AS d
JOIN withdrawn AS w
  ON w.account = d.account
  AND w.occurred_at BETWEEN d.occurred_at AND d.occurred_at + INTERVAL '10' MINUTE
-- end

-- region top
SELECT window_start, account, total, place
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start ORDER BY total DESC, account) AS place
  FROM (
    SELECT account, window_start, SUM(amount) AS total
    FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE))
    GROUP BY account, window_start, window_end))
WHERE place <= 3
-- end

-- region limit
SELECT account, amount FROM deposited ORDER BY amount DESC NULLS LAST LIMIT 10
-- end

-- region distinct
SELECT COUNT(*) AS accounts FROM (SELECT DISTINCT account FROM deposited)
-- end

-- region nested
WITH minutes AS (
  SELECT window_start, window_end, SUM(amount) AS total
  FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE))
  GROUP BY window_start, window_end)
SELECT window_start, MAX(total) AS busiest
FROM TABLE(TUMBLE(TABLE minutes, DESCRIPTOR(window_time), INTERVAL '1' HOUR))
GROUP BY window_start, window_end
-- end

-- region where
SELECT account, amount, CASE WHEN amount >= 1000 THEN 'large' ELSE 'small' END AS size
FROM deposited
WHERE amount BETWEEN 10 AND 5000 AND account NOT IN ('0', '1') AND note IS NOT NULL
-- end

-- region events
SELECT type, window_start, COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(recorded_at), INTERVAL '1' HOUR))
GROUP BY type, window_start, window_end
-- end

-- region sketches
SELECT window_start, APPROX_COUNT_DISTINCT(account) AS accounts,
  APPROX_QUANTILE(amount, 0.95) AS high, APPROX_TOP(account, 3) AS busiest
FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(recorded_at), INTERVAL '1' HOUR))
GROUP BY window_start, window_end
-- end
