// Evaluates the patients of a file and prints the essence of each decision.
//   npm install koffi && node evaluate.js FILE [DATA]
// The library is REGIMEN_LIBRARY, else libregimen.so.1.
'use strict';
const fs = require('node:fs');
const koffi = require('koffi');

const library = koffi.load(process.env.REGIMEN_LIBRARY || 'libregimen.so.1');
koffi.opaque('regimen_engine');
koffi.opaque('regimen_error');
koffi.opaque('regimen_result');
const OpenOptions = koffi.struct('regimen_open_options',
    {size: 'size_t', data: 'const char*', pack: 'const char*', safety: 'const char*', cache: 'const char*'});
const EvaluateOptions = koffi.struct('regimen_evaluate_options', {
  size: 'size_t', as_of: 'const char*', jurisdiction: 'const char*', locale: 'const char*', name: 'const char*',
  weights: 'const char*', format: 'int32_t', all: 'int32_t', no_assumptions: 'int32_t', strict: 'int32_t',
  show_values: 'int32_t', reserved: 'int32_t', budget_us: 'uint64_t', cancel: 'void*'
});
const of = (declaration) => library.func(declaration);
const open = of('int32_t regimen_open(const regimen_open_options*, _Out_ regimen_engine**, _Out_ regimen_error**)');
const close = of('void regimen_close(regimen_engine*)');
const evaluate = of('int32_t regimen_evaluate(regimen_engine*, const uint8_t*, size_t, ' +
    'const regimen_evaluate_options*, _Out_ regimen_result**, _Out_ regimen_error**)');
const count = of('size_t regimen_result_count(regimen_result*)');
const textOf = of('const char* regimen_result_text(regimen_result*, size_t, size_t*)');
const errorOf = of('regimen_error* regimen_result_error(regimen_result*, size_t)');
const freeResult = of('void regimen_result_free(regimen_result*)');
const problemCount = of('size_t regimen_error_count(regimen_error*)');
const [code, message, pointer] = ['code', 'message', 'pointer'].map(
    (name) => of(`const char* regimen_error_${name}(regimen_error*, size_t)`));
const line = of('uint32_t regimen_error_line(regimen_error*, size_t)');
const freeError = of('void regimen_error_free(regimen_error*)');
const statusName = of('const char* regimen_status_name(int32_t)');

function complain(file, error) {
  for (let i = 0; i < problemCount(error); ++i)
    console.error(`${file}:${line(error, i)} ${pointer(error, i)} ${code(error, i)}: ${message(error, i)}`);
}

function main(file, data) {
  const [engine, result, error] = [[null], [null], [null]];
  // Members that are not given are null: the defaults.
  const where = {size: koffi.sizeof(OpenOptions), data: data || null};
  const how = {size: koffi.sizeof(EvaluateOptions), name: file, budget_us: 5000000};
  const text = fs.readFileSync(file);
  // Open once, evaluate as often as there are patients; `evaluate.async` does it on another thread.
  let status = open(where, engine, error);
  if (status >= 0) status = evaluate(engine[0], text, text.length, how, result, error);
  if (status < 0) {
    console.error(statusName(status));
    complain(file, error[0]);
  }
  for (let i = 0; i < count(result[0]); ++i) {
    complain(file, errorOf(result[0], i));  // what was set aside
    const json = textOf(result[0], i, null);
    if (json === '') continue;
    const decision = JSON.parse(json);
    console.log(`eligibility: ${decision.eligibility.status}`);
    for (const one of decision.regimens) console.log(`${one.id}: safety ${one.safety.status}, rank ${one.rank}`);
    for (const missing of decision.eligibility.missing) console.log(`missing: ${missing.fact} ${missing.about || ''}`);
  }
  freeError(error[0]);
  freeResult(result[0]);
  close(engine[0]);
  return status < 0 ? 1 : 0;
}

if (process.argv.length < 3) {
  console.error('usage: node evaluate.js FILE [DATA]');
  process.exit(2);
}
process.exitCode = main(process.argv[2], process.argv[3]);
