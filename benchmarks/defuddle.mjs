// The notes that defuddle finds, for benchmarks/footnotes.py: paths of pages on standard input, one line of JSON a page on standard output.
// defuddle and jsdom are no dependencies of Archiver. Run as `node --input-type=module -e "$(cat defuddle.mjs)"` in the folder that has them.
import { readFileSync } from 'node:fs';
import { Defuddle } from 'defuddle/node';
import { JSDOM, VirtualConsole } from 'jsdom';

for (const path of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  let content = '';
  try {
    const url = 'https://page.example/article';
    const page = new JSDOM(readFileSync(path, 'utf8'), { url, virtualConsole: new VirtualConsole() });
    content = (await Defuddle(page.window.document, url, {})).content;
  } catch (error) {
    process.stderr.write(`${path}: ${error}\n`);
  }
  process.stdout.write(JSON.stringify({ path, content }) + '\n');
}
