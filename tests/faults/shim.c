/* Makes the n-th call of this process that changes or reads files under one folder fail, or kills the process there.

   Preloaded (LD_PRELOAD) into the programs that the fault tests start, so that it is the very SQLite and Python of the
   program that meet the fault. fault_arm() begins to count; fault_count() tells how many calls there were. */

#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { KILL_BEFORE = 1, KILL_HALFWAY = 2, FAIL_ONCE = 3, FAIL_FOR_EVER = 4 };
enum { WRITES = 1, READS = 2 };

static char folder[PATH_MAX];
static int mode, error_number, kinds;
static long point, count;

void fault_arm(const char *under, int how, int number, int which, long at) {
    snprintf(folder, sizeof folder, "%s", under);
    mode = how; error_number = number; kinds = which; point = at; count = 0;
}
void fault_disarm(void) { mode = 0; folder[0] = 0; }
long fault_count(void) { return count; }

static int is_watched(const char *path) { return folder[0] && path && strncmp(path, folder, strlen(folder)) == 0; }

static int is_watched_file(int file) {
    char link[64], path[PATH_MAX];
    if (!folder[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_watched(path);
}

/* 0: go on; 1: fail with errno set; 2: do half of it, and die. */
static int meet(int kind) {
    if (!(kinds & kind)) return 0;
    count++;
    if (count < point || !mode) return 0;
    if (mode == KILL_BEFORE && count == point) { raise(SIGKILL); }
    if (mode == KILL_HALFWAY && count == point) return 2;
    if ((mode == FAIL_ONCE && count == point) || mode == FAIL_FOR_EVER) { errno = error_number; return 1; }
    return 0;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define ON_FILE(type, name, parameters, arguments, file, kind, half)                                                   \
    type name parameters {                                                                                             \
        REAL(name);                                                                                                    \
        if (is_watched_file(file)) {                                                                                   \
            int what = meet(kind);                                                                                     \
            if (what == 1) return -1;                                                                                  \
            if (what == 2) { half; raise(SIGKILL); }                                                                   \
        }                                                                                                              \
        return real arguments;                                                                                         \
    }

ON_FILE(ssize_t, pwrite, (int f, const void *b, size_t n, off_t o), (f, b, n, o), f, WRITES, (void)!real(f, b, n / 2, o))
ON_FILE(ssize_t, pwrite64, (int f, const void *b, size_t n, off64_t o), (f, b, n, o), f, WRITES, (void)!real(f, b, n / 2, o))
ON_FILE(ssize_t, write, (int f, const void *b, size_t n), (f, b, n), f, WRITES, (void)!real(f, b, n / 2))
ON_FILE(int, fsync, (int f), (f), f, WRITES, (void)0)
ON_FILE(int, fdatasync, (int f), (f), f, WRITES, (void)0)
ON_FILE(int, ftruncate, (int f, off_t n), (f, n), f, WRITES, (void)0)
ON_FILE(int, ftruncate64, (int f, off64_t n), (f, n), f, WRITES, (void)0)
ON_FILE(ssize_t, pread, (int f, void *b, size_t n, off_t o), (f, b, n, o), f, READS, (void)0)
ON_FILE(ssize_t, pread64, (int f, void *b, size_t n, off64_t o), (f, b, n, o), f, READS, (void)0)
ON_FILE(ssize_t, read, (int f, void *b, size_t n), (f, b, n), f, READS, (void)0)

#define ON_PATH(type, name, parameters, arguments, path)                                                               \
    type name parameters {                                                                                             \
        REAL(name);                                                                                                    \
        if (is_watched(path)) {                                                                                        \
            int what = meet(WRITES);                                                                                   \
            if (what == 1) return -1;                                                                                  \
            if (what == 2) raise(SIGKILL);                                                                             \
        }                                                                                                              \
        return real arguments;                                                                                         \
    }

ON_PATH(int, unlink, (const char *p), (p), p)
ON_PATH(int, unlinkat, (int d, const char *p, int g), (d, p, g), p)
ON_PATH(int, rename, (const char *p, const char *q), (p, q), p)
ON_PATH(int, link, (const char *p, const char *q), (p, q), p)

#define OPENING(name)                                                                                                  \
    int name(const char *path, int flags, ...) {                                                                       \
        REAL(name);                                                                                                    \
        va_list list;                                                                                                  \
        va_start(list, flags);                                                                                         \
        mode_t rights = va_arg(list, mode_t);                                                                          \
        va_end(list);                                                                                                  \
        if (is_watched(path)) {                                                                                        \
            int what = meet(flags & O_CREAT ? WRITES : READS);                                                         \
            if (what == 1) return -1;                                                                                  \
            if (what == 2) raise(SIGKILL);                                                                             \
        }                                                                                                              \
        return real(path, flags, rights);                                                                              \
    }

OPENING(open)
OPENING(open64)
