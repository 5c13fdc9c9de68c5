/* How many durable files per second the disk allows: each is written under another name, synced, renamed, and the directory is synced, for
 * which threads that wait at the same time share one call, as DirectoryStore does.
 *
 *     durable DIRECTORY BYTES THREADS SECONDS      prints files per second
 */
#include "process.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *directory;
static size_t size;
static char *content;
static volatile int is_over;
static pthread_mutex_t syncing = PTHREAD_MUTEX_INITIALIZER;
static long changes, durable_changes;

static void sync_directory(void) {
    long change = __sync_add_and_fetch(&changes, 1);
    pthread_mutex_lock(&syncing);
    if (durable_changes < change) {
        long all = __sync_add_and_fetch(&changes, 0);
        int fd = open(directory, O_RDONLY);
        if (fd < 0 || fsync(fd) != 0) die("fsync of the directory");
        close(fd);
        durable_changes = all;
    }
    pthread_mutex_unlock(&syncing);
}

static void *run(void *argument) {
    long thread = (long)argument, written = 0;
    char temporary[512], name[512];
    for (; !is_over; written++) {
        snprintf(temporary, sizeof temporary, "%s/.tmp/%ld-%ld.tmp", directory, thread, written);
        snprintf(name, sizeof name, "%s/openai-chat-llama3.2-1b-tell-me-a-joke-%06ld%06ld.json", directory, thread, written);
        int fd = open(temporary, O_CREAT | O_EXCL | O_WRONLY, 0644);
        if (fd < 0 || write(fd, content, size) != (ssize_t)size || fdatasync(fd) != 0) die(temporary);
        close(fd);
        if (rename(temporary, name) != 0) die(name);
        sync_directory();
    }
    return (void *)written;
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "usage: durable DIRECTORY BYTES THREADS SECONDS\n");
        return 2;
    }
    directory = arguments[1];
    size = strtoul(arguments[2], NULL, 10);
    int threads = atoi(arguments[3]), seconds = atoi(arguments[4]);
    content = malloc(size);
    memset(content, 'x', size);
    char hidden[512];
    snprintf(hidden, sizeof hidden, "%s/.tmp", directory);
    mkdir(directory, 0755);
    mkdir(hidden, 0755);
    pthread_t running[threads];
    for (long i = 0; i < threads; i++) pthread_create(&running[i], NULL, run, (void *)i);
    sleep(seconds);
    is_over = 1;
    long written = 0;
    for (int i = 0; i < threads; i++) {
        void *of_thread;
        pthread_join(running[i], &of_thread);
        written += (long)of_thread;
    }
    printf("%.0f\n", (double)written / seconds);
    return 0;
}
