/* regimen: clinical decision support for one patient at a time, as a C library.
 *
 * An engine is opened on packs of rules and the knowledge they stand on, and then evaluates the
 * texts of patients. What it says is advice to a clinician, who decides.
 *
 *   regimen_engine* engine = NULL;
 *   regimen_error* error = NULL;
 *   regimen_result* result = NULL;
 *   if (regimen_open(NULL, &engine, &error) < 0 ||
 *       regimen_evaluate(engine, text, length, NULL, &result, &error) < 0) {
 *     fputs(regimen_error_text(error), stderr);
 *   } else {
 *     puts(regimen_result_text(result, 0, NULL));
 *   }
 *   regimen_error_free(error);
 *   regimen_result_free(result);
 *   regimen_close(engine);
 *
 * Ownership. What a function hands out through a pointer to a handle belongs to the caller, who
 * frees it with the function of its kind, once; each of them takes null and does nothing. Texts and
 * errors that a handle hands out are borrowed: they live as long as the handle. What is passed in
 * is copied; the library keeps no pointer of the caller's after a call has returned.
 *
 * Status. A function that can fail returns a regimen_status: zero or above is done, below zero is
 * not. Where it is not, no result is handed out, and `error`, unless null was passed for it, says
 * why. Where it is done, the error is null. So may it be where there is no memory left; the
 * functions that read errors and results take null and answer as for an empty one: 0, or the empty
 * text. `out` is set in every case.
 *
 * Threads. The library has no global state, starts no threads but those asked for, and changes
 * neither the locale nor the environment, nor writes on any stream. One engine may be used by any
 * number of threads at once, also while it is reloaded; it must not be used any more when it is
 * closed. Errors, results and infos never change and may be read by any number of threads.
 *
 * Text is UTF-8, both ways. A text that is passed in with a length need not end in a zero byte; all
 * others do, and so does every text that is handed out. Dates are written 2026-11-01. There is no
 * `now`: the day of evaluation is in the text or in the options.
 *
 * Options are structs that begin with their own size, so that they can grow: begin with the INIT
 * macro, or set all to zero and `size` to sizeof of the struct. Null stands for all defaults. A
 * member that is zero or null takes its default. A struct that is larger than this library knows is
 * accepted where what is beyond is zero, and refused where it is not.
 *
 * Privacy. Errors name places, keys and what is accepted. What a patient's text says at the place
 * stands in them only with `show_values`.
 *
 * Exceptions and signals. No exception leaves the library. No function but regimen_cancel_request
 * may be called from a signal handler.
 *
 * Compatibility. The library is libregimen.so.1: what is declared here stays as it is as long as
 * that number does. Functions, members at the end of options, statuses and fields may be added, so
 * a status that is not known is to be taken by its sign. The JSON of results is described by
 * decision.schema.json. */
#ifndef REGIMEN_H
#define REGIMEN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define REGIMEN_API __attribute__((visibility("default")))
#else
#define REGIMEN_API
#endif

#ifdef __cplusplus
#define REGIMEN_NOEXCEPT noexcept
extern "C" {
#else
#define REGIMEN_NOEXCEPT
#endif

/* --- status --- */

typedef int32_t regimen_status;

enum {
  REGIMEN_OK = 0,
  REGIMEN_PARTLY = 1,     /* done, but values were set aside or some of the patients rejected */
  REGIMEN_REJECTED = -1,  /* the text is not acceptable */
  REGIMEN_USAGE = -2,     /* a call or an option that has no meaning */
  REGIMEN_BAD_PACK = -3,  /* a pack or the knowledge is missing or not acceptable */
  REGIMEN_IO = -4,        /* the system failed: a file cannot be read, a thread not be started */
  REGIMEN_CANCELLED = -5, /* it was asked to stop */
  REGIMEN_TIMEOUT = -6,   /* the budget of time is used up */
  REGIMEN_OUT_OF_MEMORY = -7, /* the engine is as good as before */
  REGIMEN_INTERNAL = -8       /* a fault of this library; the engine is as good as before */
};

/* "OK", "PARTLY", ...; "UNKNOWN" for what this library does not know. */
REGIMEN_API const char* regimen_status_name(regimen_status status) REGIMEN_NOEXCEPT;

/* --- versions --- */

/* Grows by one whenever something is added to this header. */
#define REGIMEN_API_VERSION 1

/* That of the header which the library in use was built with. */
REGIMEN_API uint32_t regimen_api_version(void) REGIMEN_NOEXCEPT;
/* That of the engine, such as "0.1.0". */
REGIMEN_API const char* regimen_version(void) REGIMEN_NOEXCEPT;

/* --- errors --- */

/* Why something was not done, or what of it was set aside: mistakes, each with its place. At most
 * 200 of one text are kept. */
typedef struct regimen_error regimen_error;

enum { REGIMEN_SEVERITY_ERROR = 0, REGIMEN_SEVERITY_WARNING = 1 };

REGIMEN_API void regimen_error_free(regimen_error* error) REGIMEN_NOEXCEPT;
REGIMEN_API regimen_status regimen_error_status(const regimen_error* error) REGIMEN_NOEXCEPT;
/* All of it for people: each mistake with its place and, where it may be shown, its line. */
REGIMEN_API const char* regimen_error_text(const regimen_error* error) REGIMEN_NOEXCEPT;
/* How many mistakes; of those, by number from 0: */
REGIMEN_API size_t regimen_error_count(const regimen_error* error) REGIMEN_NOEXCEPT;
/* "E0113", never another meaning; empty where the trouble is not in a text. */
REGIMEN_API const char* regimen_error_code(const regimen_error* error, size_t i) REGIMEN_NOEXCEPT;
REGIMEN_API int32_t regimen_error_severity(const regimen_error* error, size_t i) REGIMEN_NOEXCEPT;
REGIMEN_API const char* regimen_error_message(const regimen_error* error,
                                              size_t i) REGIMEN_NOEXCEPT;
/* What is accepted, or what was probably meant; may be empty. */
REGIMEN_API const char* regimen_error_help(const regimen_error* error, size_t i) REGIMEN_NOEXCEPT;
/* The name of the text, or the file of a pack; empty where no place is known. */
REGIMEN_API const char* regimen_error_where(const regimen_error* error, size_t i) REGIMEN_NOEXCEPT;
/* From 1; 0 where no place is known. A column counts characters. */
REGIMEN_API uint32_t regimen_error_line(const regimen_error* error, size_t i) REGIMEN_NOEXCEPT;
REGIMEN_API uint32_t regimen_error_column(const regimen_error* error, size_t i) REGIMEN_NOEXCEPT;
/* The value in a patient's text as a JSON pointer (RFC 6901), of YAML likewise: "/plan/start". That
 * of the mapping where it is about a key. Empty for the whole, where the text cannot be read, is
 * longer than a mebibyte, or is none of a patient. */
REGIMEN_API const char* regimen_error_pointer(const regimen_error* error,
                                              size_t i) REGIMEN_NOEXCEPT;

/* --- engines --- */

/* Packs and knowledge, checked and ready. */
typedef struct regimen_engine regimen_engine;

typedef struct regimen_open_options {
  size_t size;
  const char* data;   /* the folder that holds rules/ and knowledge/; null: where the installed data
                         are, found from where the library is */
  const char* pack;   /* a name in rules/, or a path with a slash in it; null: the one this library
                         was built for */
  const char* safety; /* likewise, of the safety rules; null: `safety`, where the data hold it;
                         empty: none */
  const char* cache;  /* a folder where what was compiled is kept for the next start; null: none */
} regimen_open_options;

#define REGIMEN_OPEN_OPTIONS_INIT \
  { sizeof(regimen_open_options), NULL, NULL, NULL, NULL }

/* USAGE, BAD_PACK, IO, OUT_OF_MEMORY, INTERNAL. Takes some hundred milliseconds. */
REGIMEN_API regimen_status regimen_open(const regimen_open_options* options, regimen_engine** out,
                                        regimen_error** error) REGIMEN_NOEXCEPT;
/* Reads the same folders again. Where they are acceptable, evaluations that begin from now on are
 * made with them; those under way end with what they began with. Where not, all stays as it was,
 * and the status is that of regimen_open. Files that are being written while they are read may be
 * read half: replace a folder by renaming. */
REGIMEN_API regimen_status regimen_reload(regimen_engine* engine,
                                          regimen_error** error) REGIMEN_NOEXCEPT;
REGIMEN_API void regimen_close(regimen_engine* engine) REGIMEN_NOEXCEPT;

/* What an engine stands on at the moment of asking. */
typedef struct regimen_info regimen_info;

enum {
  REGIMEN_INFO_ENGINE_VERSION = 0,
  REGIMEN_INFO_PACK_ID = 1,
  REGIMEN_INFO_PACK_VERSION = 2,
  REGIMEN_INFO_PACK_DIGEST = 3, /* SHA-256 in hexadecimal, as in results */
  REGIMEN_INFO_SAFETY_ID = 4,   /* this and the next two are empty without safety rules */
  REGIMEN_INFO_SAFETY_VERSION = 5,
  REGIMEN_INFO_SAFETY_DIGEST = 6,
  REGIMEN_INFO_KNOWLEDGE_DIGEST = 7,
  REGIMEN_INFO_DATA = 8 /* the folder that the knowledge was read from */
};

/* USAGE, OUT_OF_MEMORY, INTERNAL. */
REGIMEN_API regimen_status regimen_engine_info(const regimen_engine* engine, regimen_info** out,
                                               regimen_error** error) REGIMEN_NOEXCEPT;
/* Empty for a field that this library does not know. */
REGIMEN_API const char* regimen_info_text(const regimen_info* info, int32_t field) REGIMEN_NOEXCEPT;
/* What was found wrong on opening, but not so that it could not be opened. Null where nothing was.
 */
REGIMEN_API const regimen_error* regimen_info_warnings(const regimen_info* info) REGIMEN_NOEXCEPT;
REGIMEN_API void regimen_info_free(regimen_info* info) REGIMEN_NOEXCEPT;

/* --- stopping --- */

/* A flag by which an evaluation can be stopped. Once raised it stays so. */
typedef struct regimen_cancel regimen_cancel;

/* Null where there is no memory left. */
REGIMEN_API regimen_cancel* regimen_cancel_new(void) REGIMEN_NOEXCEPT;
/* From any thread, or from a signal handler. */
REGIMEN_API void regimen_cancel_request(regimen_cancel* cancel) REGIMEN_NOEXCEPT;
/* Not before the evaluations have returned that were given it. */
REGIMEN_API void regimen_cancel_free(regimen_cancel* cancel) REGIMEN_NOEXCEPT;

/* --- evaluating --- */

enum { REGIMEN_FORMAT_JSON = 0, REGIMEN_FORMAT_TEXT = 1 };

typedef struct regimen_evaluate_options {
  size_t size;
  const char* as_of;        /* the day of evaluation; refused where the text says another */
  const char* jurisdiction; /* one that the knowledge names, over that of the text */
  const char* locale;       /* of text; `en` if null */
  const char* name;         /* what errors call the text; `<text>` if null */
  const char* weights;      /* a set of weights of the pack by name, or weights as YAML, `{...}`;
                               the first of the pack if null. The first evaluation with other weights
                               takes some tens of milliseconds longer. */
  int32_t format;
  int32_t all;            /* text: every layer in full */
  int32_t no_assumptions; /* what a plain list does not say is unknown, not absent */
  int32_t strict;         /* a bad value rejects the patient */
  int32_t show_values;    /* errors may quote the patient's text */
  int32_t reserved;       /* 0 */
  /* After so many microseconds, or when the flag is raised, the evaluation stops at its next step:
   * between reading, criteria, safety, plan, weighing and writing, the patients of a bundle and the
   * texts of many. With an ordinary profile a step takes a millisecond or a few, the first weighing
   * with new weights some tens; with a profile at the limits (1000 entries in each list), and to
   * read a bundle at the limits (32 MiB), a quarter of a second. */
  uint64_t budget_us;
  const regimen_cancel* cancel;
} regimen_evaluate_options;

#define REGIMEN_EVALUATE_OPTIONS_INIT \
  { sizeof(regimen_evaluate_options), NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, 0, NULL }

/* What is said of the patients of one text. */
typedef struct regimen_result regimen_result;

/* A profile in YAML or JSON, or a FHIR R4 resource or bundle, which may hold several patients; what
 * it is is told from the text. `text` may be null where `length` is 0.
 * PARTLY, REJECTED where no patient could be decided, USAGE, CANCELLED, TIMEOUT, OUT_OF_MEMORY,
 * INTERNAL. */
REGIMEN_API regimen_status regimen_evaluate(const regimen_engine* engine, const char* text,
                                            size_t length, const regimen_evaluate_options* options,
                                            regimen_result** out,
                                            regimen_error** error) REGIMEN_NOEXCEPT;

/* How many patients the text held; of those, by number from 0: */
REGIMEN_API size_t regimen_result_count(const regimen_result* result) REGIMEN_NOEXCEPT;
/* OK, PARTLY or REJECTED. */
REGIMEN_API regimen_status regimen_result_status(const regimen_result* result,
                                                 size_t i) REGIMEN_NOEXCEPT;
/* The decision in the format asked for; empty where the patient was rejected. Its length without
 * the zero byte goes to `length`, unless that is null. */
REGIMEN_API const char* regimen_result_text(const regimen_result* result, size_t i,
                                            size_t* length) REGIMEN_NOEXCEPT;
/* What was set aside, or why the patient was rejected; null where the status is OK. */
REGIMEN_API const regimen_error* regimen_result_error(const regimen_result* result,
                                                      size_t i) REGIMEN_NOEXCEPT;
REGIMEN_API void regimen_result_free(regimen_result* result) REGIMEN_NOEXCEPT;

/* One of many texts. This struct never grows. */
typedef struct regimen_text {
  const char* text; /* may be null where the length is 0 */
  size_t length;
  const char* name; /* what errors call it; null: that of the options */
} regimen_text;

/* Each text as by regimen_evaluate, all by the same packs. `results` has room for `count` handles,
 * `errors` too unless it is null; each is set, to null where there is none, and is the caller's.
 * They stand in the order of the texts and do not depend on `threads`: how many work, this one
 * among them; 0: as many as the machine has. Stopped (CANCELLED, TIMEOUT): what is done is kept,
 * each of the others has its error. Else PARTLY where not all texts were OK, REJECTED where none
 * was accepted; OUT_OF_MEMORY or INTERNAL where it befell one of them. The budget is that of all
 * together. USAGE: nothing was done; why stands in the first of `errors`. A single text that is
 * null, or whose name is no line of UTF-8, has such an error of its own. */
REGIMEN_API regimen_status regimen_evaluate_many(const regimen_engine* engine,
                                                 const regimen_text* texts, size_t count,
                                                 const regimen_evaluate_options* options,
                                                 uint32_t threads, regimen_result** results,
                                                 regimen_error** errors) REGIMEN_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif /* REGIMEN_H */
