#ifndef STOCKTAKE_SIMDJSON_SHIM_H
#define STOCKTAKE_SIMDJSON_SHIM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// One member of a JSON object as byte offsets into its text: the name between its quotes, the value whole, and
/// whether the name has escapes.
typedef struct stocktake_member {
  uint32_t name_start, name_end, value_start, value_end, name_has_escapes;
} stocktake_member;

typedef struct stocktake_parser stocktake_parser;

enum {
  STOCKTAKE_OK = 0,
  STOCKTAKE_NUMBER = 1,         ///< simdjson refuses a number: ask the strict scanner
  STOCKTAKE_INVALID = 2,        ///< not JSON
  STOCKTAKE_NOT_AN_OBJECT = 3,  ///< JSON, but no object
  STOCKTAKE_MEMORY = 4,
};

/// How many readable bytes must follow a text that is parsed.
size_t stocktake_padding(void);

stocktake_parser *stocktake_parser_create(void);
void stocktake_parser_free(stocktake_parser *parser);

/// Validates the whole text and indexes the members of its object, which stay valid until the next call.
int stocktake_parse(stocktake_parser *parser, const uint8_t *text, size_t length,
                    const stocktake_member **members, size_t *count);

#ifdef __cplusplus
}
#endif

#endif
