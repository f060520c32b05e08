#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlIO.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

/* libxml2's allocator hooks are global variables, which Swift 6 does not import. */
static inline void stocktake_xml_free(void *memory) { xmlFree(memory); }
