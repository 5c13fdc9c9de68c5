/*
 * Large bodies: a bare server that copies them to and from memory, and a client that measures any server.
 *
 *     bulk serve --answer FILE [--type TYPE]
 *     bulk load --port N --path PATH --body FILE [--expect FILE] [--connections N] [--seconds S] [--count N]
 *
 * The server listens on a free port of 127.0.0.1 and prints it. It reads the whole body of each HTTP/1.1 request into memory, and answers with
 * FILE from memory: in one write after another as large as the socket takes, or, if the type is a stream's, as a chunked response of 16 KiB pieces. So it does
 * what no server can do without: one copy from the kernel and one to it. A thread serves each connection.
 *
 * The client asks again as soon as it has the whole answer, with a blocking thread for each connection, and prints JSON: answers, wrong ones, seconds, and
 * milliseconds per answer at p50, p99 and most. It ends after so many seconds, or so many answers of all connections together. It compares all bytes of the first answer of each connection with --expect, and the length and the last 4 KiB of all others.
 */
#include "process.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD = 16384, PIECE = 16384, TAIL = 4096, MOST_SAMPLES = 1 << 20 };

typedef struct {
    char *bytes;
    size_t size;
} Content;

typedef struct {
    int fd;
    size_t from, to; /* what has been read and not used */
    char buffer[HEAD];
} Connection;

static Content answer, body, expected;
static const char *type = "application/json", *path = "/";
static int port;
static double seconds = 5;
static long left = 1L << 60; /* to be asked */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static double samples[MOST_SAMPLES];
static int answers, wrong;

static Content content(const char *file) {
    FILE *in = fopen(file, "rb");
    if (!in || fseek(in, 0, SEEK_END)) die(file);
    Content c = {.size = (size_t)ftell(in)};
    rewind(in);
    c.bytes = malloc(c.size + 1);
    if (!c.bytes || fread(c.bytes, 1, c.size, in) != c.size) die(file);
    fclose(in);
    return c;
}

static int send_all(int fd, const char *bytes, size_t size, int flags) {
    for (ssize_t n; size > 0; bytes += n, size -= (size_t)n)
        if ((n = send(fd, bytes, size, MSG_NOSIGNAL | flags)) <= 0) return 0;
    return 1;
}

/* Reads a head, and leaves it in the buffer as a string; its length, or 0 if the connection has ended. */
static size_t read_head(Connection *c) {
    memmove(c->buffer, c->buffer + c->from, c->to - c->from);
    c->to -= c->from;
    c->from = 0;
    for (;;) {
        char *end = memmem(c->buffer, c->to, "\r\n\r\n", 4);
        if (end) {
            c->from = (size_t)(end + 4 - c->buffer);
            end[2] = 0;
            return c->from;
        }
        ssize_t n = c->to < HEAD ? recv(c->fd, c->buffer + c->to, HEAD - c->to, 0) : 0;
        if (n <= 0) return 0;
        c->to += (size_t)n;
    }
}

static const char *field(Connection *c, const char *name) {
    char *found = strcasestr(c->buffer, name);
    return found ? found + strlen(name) : NULL;
}

/* Reads exactly so many bytes. */
static int read_all(Connection *c, char *into, size_t size) {
    size_t known = c->to - c->from < size ? c->to - c->from : size;
    memcpy(into, c->buffer + c->from, known);
    c->from += known;
    while (known < size) {
        ssize_t n = recv(c->fd, into + known, size - known, 0);
        if (n <= 0) return 0;
        known += (size_t)n;
    }
    return 1;
}

/* Reads a chunk's line, or the empty one after a chunk. */
static int read_line(Connection *c, char *line, size_t room) {
    for (size_t i = 0; i + 1 < room;) {
        if (!read_all(c, line + i, 1)) return 0;
        if (line[i++] == '\n') return line[i] = 0, 1;
    }
    return 0;
}

static int send_chunked(int fd) {
    for (size_t sent = 0; sent < answer.size;) {
        size_t length = answer.size - sent < PIECE ? answer.size - sent : PIECE;
        char line[32];
        int written = sprintf(line, "%zx\r\n", length);
        if (!send_all(fd, line, (size_t)written, MSG_MORE) || !send_all(fd, answer.bytes + sent, length, MSG_MORE) || !send_all(fd, "\r\n", 2, 0)) return 0;
        sent += length;
    }
    return send_all(fd, "0\r\n\r\n", 5, 0);
}

static void *serve(void *argument) {
    Connection *c = argument;
    char head[512], *into = NULL;
    size_t room = 0;
    while (read_head(c)) {
        const char *length = field(c, "\r\ncontent-length:");
        size_t size = length ? strtoul(length, NULL, 10) : 0;
        if (size > room) into = realloc(into, room = size);
        if (!read_all(c, into, size)) break;
        int is_stream = strstr(type, "stream") != NULL, n;
        if (is_stream) n = sprintf(head, "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ntransfer-encoding: chunked\r\n\r\n", type);
        else n = sprintf(head, "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %zu\r\n\r\n", type, answer.size);
        if (!send_all(c->fd, head, (size_t)n, MSG_MORE)) break;
        if (!(is_stream ? send_chunked(c->fd) : send_all(c->fd, answer.bytes, answer.size, 0))) break;
    }
    close(c->fd);
    free(into);
    free(c);
    return NULL;
}

static void listen_and_serve(void) {
    int listening = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(listening, (struct sockaddr *)&address, length) || listen(listening, 64)) die("listen");
    getsockname(listening, (struct sockaddr *)&address, &length);
    printf("listening on http://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        Connection *c = calloc(1, sizeof *c);
        if ((c->fd = accept(listening, NULL, NULL)) < 0) die("accept");
        setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, c)) die("thread");
        pthread_detach(thread);
    }
}

/* Reads an answer into memory; its size, or -1 if it is not status 200 or has broken off. */
static long read_answer(Connection *c, char **into, size_t *room) {
    if (!read_head(c) || strncmp(c->buffer, "HTTP/1.1 200", 12)) return -1;
    const char *length = field(c, "\r\ncontent-length:");
    size_t size = length ? strtoul(length, NULL, 10) : 0;
    if (length) {
        if (size > *room) *into = realloc(*into, *room = size);
        return read_all(c, *into, size) ? (long)size : -1;
    }
    for (char line[64];;) {
        if (!read_line(c, line, sizeof line)) return -1;
        size_t chunk = strtoul(line, NULL, 16);
        if (size + chunk > *room) *into = realloc(*into, *room = (size + chunk) * 2);
        if (!read_all(c, *into + size, chunk) || !read_line(c, line, sizeof line)) return -1;
        size += chunk;
        if (chunk == 0) return (long)size;
    }
}

static int is_right(const char *bytes, long size, int is_first) {
    if (size < 0 || (expected.bytes && (size_t)size != expected.size)) return 0;
    size_t compared = is_first || expected.size < TAIL ? expected.size : TAIL;
    return !expected.bytes || !memcmp(bytes + expected.size - compared, expected.bytes + expected.size - compared, compared);
}

static void *ask(void *argument) {
    (void)argument;
    Connection *c = calloc(1, sizeof *c);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c->fd, (struct sockaddr *)&address, sizeof address)) die("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    char head[1024], *into = NULL;
    size_t room = 0;
    int written = snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nhost: 127.0.0.1:%d\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n", path, port, body.size);
    long end = now() + (long)(seconds * 1e9);
    for (int count = 0; now() < end && __atomic_fetch_sub(&left, 1, __ATOMIC_RELAXED) > 0; count++) {
        long begin = now();
        int is_sent = send_all(c->fd, head, (size_t)written, MSG_MORE) && send_all(c->fd, body.bytes, body.size, 0);
        long size = is_sent ? read_answer(c, &into, &room) : -1;
        double ms = (double)(now() - begin) / 1e6;
        int right = is_right(into, size, count == 0);
        pthread_mutex_lock(&lock);
        if (right && answers < MOST_SAMPLES) samples[answers++] = ms;
        wrong += !right;
        pthread_mutex_unlock(&lock);
        if (size < 0) break;
    }
    close(c->fd);
    return NULL;
}

static int by_size(const void *one, const void *other) {
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static int load(int connections) {
    pthread_t threads[256];
    long begin = now();
    for (int i = 0; i < connections; i++) pthread_create(&threads[i], NULL, ask, NULL);
    for (int i = 0; i < connections; i++) pthread_join(threads[i], NULL);
    double took = (double)(now() - begin) / 1e9;
    qsort(samples, (size_t)answers, sizeof *samples, by_size);
    printf("{\"answers\": %d, \"wrong\": %d, \"seconds\": %.4f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"most_ms\": %.3f}\n", answers, wrong, took,
        answers ? samples[answers / 2] : 0, answers ? samples[(int)(answers * 0.99)] : 0, answers ? samples[answers - 1] : 0);
    return 0;
}

int main(int argc, char **argv) {
    int connections = 2, is_server = argc > 1 && !strcmp(argv[1], "serve");
    if (!is_server && (argc < 2 || strcmp(argv[1], "load"))) return fprintf(stderr, "'serve' or 'load' is missing\n"), 2;
    for (int i = 2; i + 1 < argc; i += 2) {
        const char *option = argv[i], *value = argv[i + 1];
        if (!strcmp(option, "--answer")) answer = content(value);
        else if (!strcmp(option, "--type")) type = value;
        else if (!strcmp(option, "--port")) port = atoi(value);
        else if (!strcmp(option, "--path")) path = value;
        else if (!strcmp(option, "--body")) body = content(value);
        else if (!strcmp(option, "--expect")) expected = content(value);
        else if (!strcmp(option, "--connections")) connections = atoi(value) < 256 ? atoi(value) : 256;
        else if (!strcmp(option, "--count")) left = atol(value);
        else if (!strcmp(option, "--seconds")) seconds = atof(value);
        else return fprintf(stderr, "unknown option '%s'\n", option), 2;
    }
    if (is_server) listen_and_serve();
    return load(connections);
}
