-- Which request holds a reserved key: it alone may keep an answer there, in the transaction of what it did.
ALTER TABLE idempotent_answer ADD COLUMN holder text NOT NULL DEFAULT '';
