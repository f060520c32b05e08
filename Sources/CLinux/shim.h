// Calls that glibc declares only under _GNU_SOURCE, which Swift's Glibc module does without.
static inline int stocktake_syncfs(int descriptor) {
  extern int syncfs(int);
  return syncfs(descriptor);
}
// <spawn.h> names this flag of posix_spawn only under _GNU_SOURCE.
enum { stocktake_spawn_setsid = 0x80 };
