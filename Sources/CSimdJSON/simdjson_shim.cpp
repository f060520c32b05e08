#include "simdjson_shim.h"

#include <simdjson.h>

#include <cstring>
#include <new>
#include <vector>

struct stocktake_parser {
  simdjson::dom::parser parser;
  std::vector<stocktake_member> members;
};

extern "C" size_t stocktake_padding(void) { return simdjson::SIMDJSON_PADDING; }

extern "C" stocktake_parser *stocktake_parser_create(void) { return new (std::nothrow) stocktake_parser(); }

extern "C" void stocktake_parser_free(stocktake_parser *parser) { delete parser; }

namespace {

bool is_space(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

// simdjson's first stage leaves the offset of every structural byte, of every string's opening quote and of every
// other scalar's first byte. In a valid text the members of the outer object follow from those alone.
void index_members(const uint32_t *at, size_t count, const uint8_t *text, std::vector<stocktake_member> &members) {
  members.clear();
  for (size_t i = 1; i + 3 < count && text[at[i]] == '"';) {
    stocktake_member member;
    member.name_start = at[i] + 1;
    uint32_t end = at[i + 1];
    while (text[end - 1] != '"') end--;
    member.name_end = end - 1;
    member.name_has_escapes = memchr(text + member.name_start, '\\', member.name_end - member.name_start) != nullptr;
    member.value_start = at[i + 2];
    i += 2;
    int depth = 0;
    do {
      uint8_t byte = text[at[i++]];
      if (byte == '{' || byte == '[') depth++;
      if (byte == '}' || byte == ']') depth--;
    } while (depth > 0);
    end = at[i];
    while (is_space(text[end - 1])) end--;
    member.value_end = end;
    members.push_back(member);
    i++;
  }
}

}  // namespace

extern "C" int stocktake_parse(stocktake_parser *parser, const uint8_t *text, size_t length,
                               const stocktake_member **members, size_t *count) try {
  auto result = parser->parser.parse(text, length, false);
  switch (result.error()) {
    case simdjson::SUCCESS: break;
    case simdjson::NUMBER_ERROR: return STOCKTAKE_NUMBER;
    case simdjson::MEMALLOC: return STOCKTAKE_MEMORY;
    default: return STOCKTAKE_INVALID;
  }
  if (!result.is_object()) return STOCKTAKE_NOT_AN_OBJECT;
  auto &stage = *parser->parser.implementation;
  index_members(stage.structural_indexes.get(), stage.n_structural_indexes, text, parser->members);
  *members = parser->members.data();
  *count = parser->members.size();
  return STOCKTAKE_OK;
} catch (const std::bad_alloc &) {
  return STOCKTAKE_MEMORY;
}
