// Makes a report in Markdown.
import { table } from "tinytable";

export default async function ({ title, tables }, context) {
  const parts = Object.entries(tables).map(([heading, rows]) => {
    const lines = rows.map(({ name, sales, returns }) => [name, sales.toFixed(2), (sales - returns).toFixed(2)]);
    return `## By ${heading.toLowerCase()}\n\n${table([heading, "Sales", "Net"], lines)}`;
  });
  console.log(`${parts.length} tables for ${context.runId}`);
  return { markdown: [`# ${title}`, ...parts].join("\n\n"), total: sum(tables.Region) };
}

function sum(rows) {
  return rows.reduce((total, row) => total + row.sales - row.returns, 0);
}
