/** A slow source of made-up rows: what is measured is the way to the job, not the job. */
export const sourceTable = "CREATE TABLE orders (id BIGINT, customer INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10', 'fields.customer.min' = '1', 'fields.customer.max' = '9')"
export const sinkTable = "CREATE TABLE sink (customer INT, id BIGINT) WITH ('connector' = 'blackhole')"
export const insertSql = 'INSERT INTO sink SELECT customer, id FROM orders WHERE id > 0'
