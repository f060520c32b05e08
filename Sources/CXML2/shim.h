#include <libxml/xmlversion.h>

/* Debian's libxml2 is built with ICU, whose headers contradict the copy of ICU in Foundation: a module that imports both
   does not compile. Only the members at the end of xmlCharEncodingHandler need them, and nothing here touches it. */
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlerror.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

/* libxml2's allocator hooks are global variables, which Swift 6 does not import. */
static inline void stocktake_xml_free(void *memory) { xmlFree(memory); }

/* A variadic callback, which Swift cannot write: libxml2 prints to stderr unless it is set, per thread. */
static inline void stocktake_xml_ignore(void *context, const char *message, ...) {
  (void)context;
  (void)message;
}

static inline void stocktake_xml_silence(void) {
  xmlSetGenericErrorFunc(NULL, stocktake_xml_ignore);
  xmlThrDefSetGenericErrorFunc(NULL, stocktake_xml_ignore);
}
