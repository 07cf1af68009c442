/*
 * DuckDB as a server on standard input and output, in memory.  One line is one
 * statement; the answer is the rows, fields separated by "|", then a line
 * "Time: <ms> ms", as psql prints it with \timing.  A failure ends the process.
 */
import { createInterface } from 'node:readline'
import { DuckDBInstance } from '@duckdb/node-api'

const connection = await (await DuckDBInstance.create(':memory:')).connect()

for await (const statement of createInterface({ input: process.stdin })) {
  const start = process.hrtime.bigint()
  const reader = await connection.runAndReadAll(statement)
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6
  for (const row of reader.getRows()) console.log(row.map((field) => field ?? '').join('|'))
  console.log(`Time: ${elapsed.toFixed(3)} ms`)
}
