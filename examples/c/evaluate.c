/* Evaluates the patients of a file and prints the report.
 *   cc -std=c11 evaluate.c $(pkg-config --cflags --libs regimen) -o evaluate
 *   ./evaluate patient.yaml [DATA] */
#include <regimen.h>
#include <stdio.h>
#include <stdlib.h>

static char* read_file(const char* path, size_t* length) {
  FILE* file = fopen(path, "rb");
  char* text = NULL;
  long size = -1;
  if (file != NULL && fseek(file, 0, SEEK_END) == 0) size = ftell(file);
  if (size >= 0 && fseek(file, 0, SEEK_SET) == 0) text = malloc((size_t)size + 1);
  if (text != NULL) *length = fread(text, 1, (size_t)size, file);
  if (file != NULL) fclose(file);
  return text;
}

/* What is wrong, place by place, as a program would tell it in a form. */
static void complain(const regimen_error* error) {
  for (size_t i = 0; i < regimen_error_count(error); ++i) {
    fprintf(stderr, "%s:%u %s %s: %s\n", regimen_error_where(error, i),
            (unsigned)regimen_error_line(error, i), regimen_error_pointer(error, i),
            regimen_error_code(error, i), regimen_error_message(error, i));
  }
}

int main(int argc, char** argv) {
  regimen_open_options where = REGIMEN_OPEN_OPTIONS_INIT;
  regimen_evaluate_options how = REGIMEN_EVALUATE_OPTIONS_INIT;
  regimen_engine* engine = NULL;
  regimen_result* result = NULL;
  regimen_error* error = NULL;
  size_t length = 0;
  if (argc < 2) {
    fputs("usage: evaluate FILE [DATA]\n", stderr);
    return 2;
  }
  char* text = read_file(argv[1], &length);
  if (text == NULL) {
    perror(argv[1]);
    return 6;
  }
  where.data = argc > 2 ? argv[2] : NULL; /* else where the library finds it */
  how.name = argv[1];
  how.format = REGIMEN_FORMAT_TEXT;
  how.budget_us = 5000000;

  /* Open once, evaluate as often as there are patients, from any thread. */
  regimen_status status = regimen_open(&where, &engine, &error);
  if (status >= 0) status = regimen_evaluate(engine, text, length, &how, &result, &error);
  if (status < 0) {
    fprintf(stderr, "%s\n", regimen_status_name(status));
    complain(error);
  }
  for (size_t i = 0; i < regimen_result_count(result); ++i) {
    complain(regimen_result_error(result, i)); /* what was set aside */
    fputs(regimen_result_text(result, i, NULL), stdout);
  }
  regimen_error_free(error);
  regimen_result_free(result);
  regimen_close(engine);
  free(text);
  return status < 0 ? 1 : 0;
}
