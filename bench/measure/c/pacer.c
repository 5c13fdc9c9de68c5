/*
 * The reference for paced streams: what a bare server in C reaches on this machine.
 *
 *     pacer --events FILE [--gap-us N] [--first-us N] [--threads N] [--coalesce]
 *
 * Listens on a free port of 127.0.0.1 and prints it. Answers each HTTP/1.1 request with the events of FILE (text that ends each
 * event with an empty line), as a chunked response: event i is due first + i x gap after the request was there, and each has a
 * write of its own. With --coalesce, events that are due together are one write. A gap of 0 sends all at once, still in a write each.
 */
#include "process.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const char HEAD[] = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
enum { REQUEST_BYTES = 4096, BATCH = 512 };

static char *frames;    /* the events, each as a chunk of HTTP/1.1 */
static size_t *ends;    /* where each ends; the last one includes the end of the response */
static int event_count;
static long gap_ns = 20000000, first_ns;
static int port, coalesce;

typedef struct {
    int fd, next;
    long start, due;
    long body_left; /* of the request; -1 while its head is being read */
    int heap_index; /* -1 while no answer is running */
    size_t filled, pending_from, pending_to; /* what a full socket did not take */
    char request[REQUEST_BYTES];
} Stream;

typedef struct {
    int epoll, count, room;
    Stream **heap;
} Loop;

static void read_events(const char *file) {
    FILE *in = fopen(file, "rb");
    if (!in) die(file);
    static char text[1 << 22];
    size_t size = fread(text, 1, sizeof text - 1, in);
    fclose(in);
    frames = malloc(size * 2 + 1024);
    ends = malloc(sizeof *ends * (size / 2 + 1));
    char *out = frames, *from = text, *blank;
    while ((blank = strstr(from, "\n\n"))) {
        size_t length = (size_t)(blank + 2 - from);
        out += sprintf(out, "%zx\r\n", length);
        memcpy(out, from, length);
        out += length;
        memcpy(out, "\r\n", 2);
        out += 2;
        ends[event_count++] = (size_t)(out - frames);
        from = blank + 2;
    }
    if (event_count == 0) {
        fprintf(stderr, "%s has no event\n", file);
        exit(1);
    }
    memcpy(out, "0\r\n\r\n", 5);
    ends[event_count - 1] += 5;
}

static void put(Loop *loop, int i, Stream *s) {
    loop->heap[i] = s;
    s->heap_index = i;
}

static void sift_up(Loop *loop, int i) {
    Stream *s = loop->heap[i];
    for (; i > 0 && loop->heap[(i - 1) / 2]->due > s->due; i = (i - 1) / 2) put(loop, i, loop->heap[(i - 1) / 2]);
    put(loop, i, s);
}

static void sift_down(Loop *loop, int i) {
    Stream *s = loop->heap[i];
    for (;;) {
        int child = 2 * i + 1;
        if (child >= loop->count) break;
        if (child + 1 < loop->count && loop->heap[child + 1]->due < loop->heap[child]->due) child++;
        if (loop->heap[child]->due >= s->due) break;
        put(loop, i, loop->heap[child]);
        i = child;
    }
    put(loop, i, s);
}

static void schedule(Loop *loop, Stream *s) {
    if (loop->count == loop->room) loop->heap = realloc(loop->heap, sizeof *loop->heap * (size_t)(loop->room = loop->room * 2 + 64));
    put(loop, loop->count++, s);
    sift_up(loop, s->heap_index);
}

static void unschedule(Loop *loop, Stream *s) {
    int i = s->heap_index;
    s->heap_index = -1;
    Stream *last = loop->heap[--loop->count];
    if (last == s) return;
    put(loop, i, last);
    sift_up(loop, i);
    sift_down(loop, last->heap_index);
}

static void hang_up(Loop *loop, Stream *s) {
    if (s->heap_index >= 0) unschedule(loop, s);
    close(s->fd);
    free(s);
}

/* Sends what a full socket left; 0 if there is still more, -1 if the client has gone. */
static int flush_pending(Stream *s) {
    while (s->pending_from < s->pending_to) {
        ssize_t n = send(s->fd, frames + s->pending_from, s->pending_to - s->pending_from, MSG_NOSIGNAL);
        if (n < 0) return errno == EAGAIN ? 0 : -1;
        s->pending_from += (size_t)n;
    }
    return 1;
}

/* Sends what is due; returns whether the client is still there. */
static int go(Loop *loop, Stream *s, long time) {
    int ready = flush_pending(s);
    while (ready > 0 && s->next < event_count && s->start + first_ns + s->next * gap_ns <= time) {
        s->pending_from = s->next ? ends[s->next - 1] : 0;
        do s->pending_to = ends[s->next++];
        while (coalesce && s->next < event_count && s->start + first_ns + s->next * gap_ns <= time);
        ready = flush_pending(s);
    }
    if (ready < 0) {
        hang_up(loop, s);
        return 0;
    }
    if (ready > 0 && s->next == event_count) {
        if (s->heap_index >= 0) unschedule(loop, s);
    } else {
        s->due = ready ? s->start + first_ns + s->next * gap_ns : time + 1000000;
        if (s->heap_index < 0) schedule(loop, s);
        else sift_down(loop, s->heap_index);
    }
    return 1;
}

/* Reads requests, one after the other; returns whether the client is still there. */
static int read_request(Loop *loop, Stream *s) {
    for (;;) {
        ssize_t n = recv(s->fd, s->request + s->filled, REQUEST_BYTES - 1 - s->filled, 0);
        if (n <= 0) {
            if (n < 0 && errno == EAGAIN) return 1;
            hang_up(loop, s);
            return 0;
        }
        s->filled += (size_t)n;
        if (s->body_left < 0) {
            s->request[s->filled] = 0;
            char *body = strstr(s->request, "\r\n\r\n");
            if (!body) continue;
            char *length = strcasestr(s->request, "\r\ncontent-length:");
            s->body_left = (length && length < body ? atol(length + 17) : 0) + (body + 4 - s->request);
        }
        s->body_left -= (long)s->filled;
        s->filled = 0;
        if (s->body_left > 0) continue;
        s->body_left = -1;
        s->start = now();
        s->next = 0;
        s->pending_from = s->pending_to = 0;
        if (send(s->fd, HEAD, sizeof HEAD - 1, MSG_NOSIGNAL) < 0) {
            hang_up(loop, s);
            return 0;
        }
        if (!go(loop, s, s->start)) return 0;
    }
}

static int listener(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, length) || listen(fd, 4096)) die("listen");
    getsockname(fd, (struct sockaddr *)&address, &length);
    port = ntohs(address.sin_port);
    return fd;
}

static void *run(void *argument) {
    int listening = *(int *)argument, on = 1;
    Loop loop = {.epoll = epoll_create1(0)};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[BATCH];
    epoll_ctl(loop.epoll, EPOLL_CTL_ADD, listening, &event);
    for (;;) {
        struct timespec wait = {0, 0};
        if (loop.count) {
            long left = loop.heap[0]->due - now();
            if (left > 0) wait = (struct timespec){left / 1000000000L, left % 1000000000L};
        }
        int n = epoll_pwait2(loop.epoll, events, BATCH, loop.count ? &wait : NULL, NULL);
        for (int i = 0; i < n; i++) {
            Stream *s = events[i].data.ptr;
            if (s) {
                read_request(&loop, s);
                continue;
            }
            int fd;
            while ((fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                s = calloc(1, sizeof *s);
                s->fd = fd;
                s->body_left = s->heap_index = -1;
                event = (struct epoll_event){.events = EPOLLIN, .data.ptr = s};
                epoll_ctl(loop.epoll, EPOLL_CTL_ADD, fd, &event);
            }
        }
        for (long time = now(); loop.count && loop.heap[0]->due <= time;) go(&loop, loop.heap[0], time);
    }
    return NULL;
}

int main(int argc, char **argv) {
    int threads = 2;
    const char *file = NULL;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (!strcmp(argv[i], "--coalesce")) coalesce = 1;
        else if (!strcmp(argv[i], "--events")) file = value, i++;
        else if (!strcmp(argv[i], "--gap-us")) gap_ns = atol(value) * 1000, i++;
        else if (!strcmp(argv[i], "--first-us")) first_ns = atol(value) * 1000, i++;
        else if (!strcmp(argv[i], "--threads")) threads = atoi(value), i++;
        else return fprintf(stderr, "unknown option '%s'\n", argv[i]), 2;
    }
    if (!file) return fprintf(stderr, "--events FILE is missing\n"), 2;
    raise_file_limit();
    read_events(file);
    int *listening = malloc(sizeof *listening * (size_t)threads);
    pthread_t thread;
    for (int i = 0; i < threads; i++) listening[i] = listener();
    for (int i = 0; i < threads; i++) pthread_create(&thread, NULL, run, &listening[i]);
    printf("listening on http://127.0.0.1:%d\n", port);
    fflush(stdout);
    pthread_join(thread, NULL);
}
