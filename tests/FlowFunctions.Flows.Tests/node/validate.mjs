// Reads [{ schema, instances }] on stdin and writes, for each, the list of verdicts or the reason it has none.
import Ajv2020 from "ajv/dist/2020.js";
import { text } from "node:stream/consumers";

// One instance for all of them: compiling its metaschema costs more than compiling a schema.
const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });

function verdicts({ schema, instances }) {
  try {
    const validate = ajv.compile(schema);
    return instances.map((instance) => validate(instance));
  } catch (error) {
    return error.message;
  }
}

process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(verdicts)));
