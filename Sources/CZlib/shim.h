#include <zlib.h>

// inflateInit2 is a macro over the version and size of the caller's structure.
static inline int stocktake_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
