/*
 * Notes what a power cut would undo. Preloaded into a process (LD_PRELOAD), it writes down, before every change of a file
 * below TALLY_LOSS_DIR, what was there before, into the log TALLY_LOSS_LOG; and when a file has been synced, that what was
 * written down of it before counts no longer. apply-loss.ts undoes the rest after the process was killed.
 *
 * With TALLY_LOSS_LYING=1 the disk says that it has synced what it has not.
 *
 * A record: type (1 byte), length of the path (4), offset (8), size of the file before (8), length of the data (4), path,
 * data; numbers in the byte order of the machine. Types: W, bytes at an offset were overwritten or added (data: what was
 * there); T, the file was cut or extended (data: what was behind the offset); C, it was created; S, it was synced;
 * U, it was unlinked; R, it was renamed (data: the new path).
 *
 * Files in memory of SQLite (-shm) do not count: nobody relies on them after a cut.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 65536

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *paths[FILES];
static const char *folder;
static size_t folder_length;
static int log_file = -1;
static int lying;

__attribute__((constructor)) static void begin(void) {
  const char *log_path = getenv("TALLY_LOSS_LOG");
  folder = getenv("TALLY_LOSS_DIR");
  if (!folder || !log_path) return;
  folder_length = strlen(folder);
  log_file = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const char *text = getenv("TALLY_LOSS_LYING");
  lying = text && *text == '1';
}

/* Whether a path is below the folder, and worth noting. */
static int counts(const char *path) {
  if (log_file < 0 || strncmp(path, folder, folder_length) != 0 || path[folder_length] != '/') return 0;
  size_t length = strlen(path);
  return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

static char *path_of(int file) { return file >= 0 && file < FILES ? paths[file] : NULL; }

static void note(char type, const char *path, uint64_t offset, uint64_t size, const void *data, uint32_t length) {
  uint32_t path_length = strlen(path);
  char head[25];
  head[0] = type;
  memcpy(head + 1, &path_length, 4);
  memcpy(head + 5, &offset, 8);
  memcpy(head + 13, &size, 8);
  memcpy(head + 21, &length, 4);
  struct iovec parts[3] = {{head, sizeof head}, {(void *)path, path_length}, {(void *)data, length}};
  /* What cannot be noted cannot be undone: then the test must not go on. */
  if (syscall(SYS_writev, log_file, parts, 3) != (long)(sizeof head + path_length + length)) abort();
}

/* Notes the bytes of a file from an offset on, as far as there are any. */
static void note_bytes(char type, const char *path, uint64_t offset, uint64_t length) {
  struct stat info;
  int file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
  if (file < 0 || fstat(file, &info) != 0) abort();
  uint64_t size = info.st_size;
  uint64_t there = offset >= size ? 0 : size - offset;
  if (length > there) length = there;
  char *bytes = malloc(length ? length : 1);
  for (uint64_t done = 0; done < length;) {
    long part = syscall(SYS_pread64, file, bytes + done, length - done, offset + done);
    if (part <= 0) abort();
    done += part;
  }
  note(type, path, offset, size, bytes, length);
  free(bytes);
  syscall(SYS_close, file);
}

static int open_noted(int at, const char *path, int flags, mode_t mode) {
  char whole[PATH_MAX];
  int is_ours = 0;
  if (log_file >= 0 && (at == AT_FDCWD || path[0] == '/')) {
    if (path[0] == '/') snprintf(whole, sizeof whole, "%s", path);
    else if (syscall(SYS_getcwd, whole, sizeof whole) > 0) {
      strncat(whole, "/", sizeof whole - strlen(whole) - 1);
      strncat(whole, path, sizeof whole - strlen(whole) - 1);
    } else whole[0] = 0;
    is_ours = counts(whole);
  }
  if (!is_ours) return syscall(SYS_openat, at, path, flags, mode);
  pthread_mutex_lock(&lock);
  struct stat info;
  int is_there = stat(whole, &info) == 0;
  if (is_there && S_ISREG(info.st_mode) && (flags & O_TRUNC)) note_bytes('T', whole, 0, info.st_size);
  int file = syscall(SYS_openat, at, path, flags, mode);
  if (file >= 0 && !is_there) note('C', whole, 0, 0, NULL, 0);
  if (file >= 0 && file < FILES && fstat(file, &info) == 0 && S_ISREG(info.st_mode)) {
    free(paths[file]);
    paths[file] = strdup(whole);
  }
  pthread_mutex_unlock(&lock);
  return file;
}

static mode_t mode_of(int flags, va_list rest) { return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; }

#define OPEN(name)                                      \
  int name(const char *path, int flags, ...) {          \
    va_list rest;                                       \
    va_start(rest, flags);                              \
    mode_t mode = mode_of(flags, rest);                 \
    va_end(rest);                                       \
    return open_noted(AT_FDCWD, path, flags, mode);     \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                    \
  int name(int at, const char *path, int flags, ...) {  \
    va_list rest;                                       \
    va_start(rest, flags);                              \
    mode_t mode = mode_of(flags, rest);                 \
    va_end(rest);                                       \
    return open_noted(at, path, flags, mode);           \
  }
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) { return open_noted(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int file) {
  if (path_of(file)) {
    pthread_mutex_lock(&lock);
    free(paths[file]);
    paths[file] = NULL;
    pthread_mutex_unlock(&lock);
  }
  return syscall(SYS_close, file);
}

/* Where the next write without an offset goes. */
static off_t place_of(int file) {
  struct stat info;
  int flags = syscall(SYS_fcntl, file, F_GETFL);
  if (flags & O_APPEND) return fstat(file, &info) == 0 ? info.st_size : 0;
  return syscall(SYS_lseek, file, 0, SEEK_CUR);
}

#define NOTED(file, offset, length, call)               \
  char *path = path_of(file);                           \
  if (!path) return call;                               \
  pthread_mutex_lock(&lock);                            \
  note_bytes('W', path, offset, length);                \
  ssize_t result = call;                                \
  int error = errno;                                    \
  pthread_mutex_unlock(&lock);                          \
  errno = error;                                        \
  return result;

static uint64_t total(const struct iovec *parts, int count) {
  uint64_t sum = 0;
  for (int i = 0; i < count; i++) sum += parts[i].iov_len;
  return sum;
}

ssize_t write(int file, const void *bytes, size_t length) {
  NOTED(file, place_of(file), length, syscall(SYS_write, file, bytes, length))
}
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  NOTED(file, offset, length, syscall(SYS_pwrite64, file, bytes, length, offset))
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
  return pwrite64(file, bytes, length, offset);
}
ssize_t writev(int file, const struct iovec *parts, int count) {
  NOTED(file, place_of(file), total(parts, count), syscall(SYS_writev, file, parts, count))
}
ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset) {
  NOTED(file, offset, total(parts, count), syscall(SYS_pwritev, file, parts, count, offset, 0))
}
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(file, parts, count, offset);
}

int ftruncate64(int file, off64_t length) {
  char *path = path_of(file);
  if (!path) return syscall(SYS_ftruncate, file, length);
  pthread_mutex_lock(&lock);
  note_bytes('T', path, length, UINT64_MAX);
  int result = syscall(SYS_ftruncate, file, length);
  pthread_mutex_unlock(&lock);
  return result;
}
int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

/* Under the lock: what another thread writes meanwhile is not on the disk. */
static int sync_noted(int file, long call) {
  char *path = path_of(file);
  if (!path) return syscall(call, file);
  if (lying) return 0;
  pthread_mutex_lock(&lock);
  int result = syscall(call, file);
  if (result == 0) note('S', path, 0, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}
int fsync(int file) { return sync_noted(file, SYS_fsync); }
int fdatasync(int file) { return sync_noted(file, SYS_fdatasync); }

int unlinkat(int at, const char *path, int flags) {
  if (at == AT_FDCWD && counts(path)) {
    pthread_mutex_lock(&lock);
    note('U', path, 0, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
  }
  return syscall(SYS_unlinkat, at, path, flags);
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int rename(const char *from, const char *to) {
  if (counts(from) && counts(to)) {
    pthread_mutex_lock(&lock);
    note('R', from, 0, 0, to, strlen(to));
    pthread_mutex_unlock(&lock);
  }
  return syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}
