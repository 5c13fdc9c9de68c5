/*
 * Load for streams, open loop: starts streams at times that are fixed beforehand and measures how late each event comes.
 *
 *     streams --port P --body FILE --streams N [--path P] [--header "NAME: VALUE"]... [--gap-us N] [--first-us N] [--events K]
 *             [--period-us N] [--ramp-us N] [--seconds S] [--settle S]
 *
 * N connections to 127.0.0.1. Stream s is started for the r-th time at ramp x s / N + r x period, whether or not the server has kept up:
 * a start that has to wait for the end of the stream before it counts from when it was planned. Event i is due first + i x gap after
 * the planned start of its stream; what ends with an empty line is an event. "SERIAL" in the body becomes a number that no other request has.
 * Counts from the end of the settling time on. Prints JSON: times in milliseconds; "lateness" against the planned start, "since_sent" against
 * the moment at which the request was really sent, "first" the same of the first events alone; "own_lag" is how late starts whose connection was
 * free were sent, which is the generator's own share of all lateness; "cpu_share" is its share of one core.
 */
#include "process.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 1024, BYTES = 1 << 16, SUB = 64, BUCKETS = 64 * SUB };

typedef struct {
    long counts[BUCKETS], total, negative, max;
} Histogram;

typedef struct {
    int fd, events, running, connected;
    long planned, sent, backlog; /* backlog: planned start of the run that waits, 0 if none */
    char last;                   /* the byte before */
    char tail[5];                /* the last bytes, for the end of a chunked response */
    char head[2048];
    int head_filled, in_body;
    long left; /* of a body with content-length; -1 where it is chunked */
} Stream;

static Histogram lateness, since_sent, first, own_lag;
static long gap_ns = 20000000, first_ns, measure_from, serial, failed, completed, bytes, short_answers;
static int event_limit = 55, port, epoll, is_measuring;
static char *request_head, *request_body;
static char why[200];

static double cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* Logarithmic buckets, 64 to an octave: 1.6 % wide. */
static int bucket(long ns) {
    if (ns < SUB) return (int)ns;
    int octave = 63 - __builtin_clzl((unsigned long)ns) - 5;
    return octave * (SUB / 2) + (int)(ns >> octave);
}

static double bucket_ms(int i) {
    if (i < SUB) return i / 1e6;
    int octave = i / (SUB / 2) - 1;
    return (double)((long)(i - octave * (SUB / 2)) << octave) / 1e6;
}

static void count(Histogram *h, long ns) {
    if (!is_measuring) return;
    if (ns < 0) h->negative++, ns = 0;
    if (ns > h->max) h->max = ns;
    h->counts[bucket(ns)]++;
    h->total++;
}

static double quantile(const Histogram *h, double q) {
    long rank = (long)(q * (double)h->total), seen = 0;
    for (int i = 0; i < BUCKETS; i++)
        if ((seen += h->counts[i]) > rank) return bucket_ms(i);
    return (double)h->max / 1e6;
}

static void print(const char *name, const Histogram *h) {
    printf("\"%s\":{\"count\":%ld,\"early\":%ld,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f},", name, h->total,
           h->negative, quantile(h, .5), quantile(h, .9), quantile(h, .99), quantile(h, .999), (double)h->max / 1e6);
}

static void connect_stream(Stream *s) {
    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (s->fd < 0) die("socket");
    int on = 1;
    setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(s->fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS) die("connect");
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = s};
    epoll_ctl(epoll, EPOLL_CTL_ADD, s->fd, &event);
    s->connected = 0;
    s->running = 0;
}

static void start(Stream *s, long planned) {
    char request[BYTES], body[BYTES];
    char *place = strstr(request_body, "SERIAL");
    int length = place ? snprintf(body, sizeof body, "%.*s%ld%s", (int)(place - request_body), request_body, serial++, place + 6)
                       : snprintf(body, sizeof body, "%s", request_body);
    int size = snprintf(request, sizeof request, "%sContent-Length: %d\r\n\r\n%s", request_head, length, body);
    s->planned = planned;
    s->sent = now();
    s->running = 1;
    s->events = s->head_filled = s->in_body = 0;
    s->last = 0;
    if (send(s->fd, request, (size_t)size, MSG_NOSIGNAL) != size) s->running = 0, failed++;
}

static void fail(Stream *s, const char *reason) {
    if (s->running) {
        failed++;
        if (!why[0]) snprintf(why, sizeof why, "%s", reason);
    }
    close(s->fd);
    connect_stream(s);
}

static void finish(Stream *s) {
    if (s->events < event_limit) short_answers++;
    if (is_measuring) completed++;
    s->running = 0;
    if (s->backlog) {
        long planned = s->backlog;
        s->backlog = 0;
        start(s, planned);
    }
}

/* Takes the head of a response; returns the bytes of it in this piece, or -1 if it is not what was expected. */
static long take_head(Stream *s, const char *data, long size) {
    long i = 0;
    while (i < size && s->head_filled < (int)sizeof s->head - 1) {
        s->head[s->head_filled++] = data[i++];
        if (s->head_filled >= 4 && !memcmp(s->head + s->head_filled - 4, "\r\n\r\n", 4)) {
            s->head[s->head_filled] = 0;
            if (strncmp(s->head, "HTTP/1.1 200", 12)) return -1;
            char *length = strcasestr(s->head, "\r\ncontent-length:");
            s->left = length ? atol(length + 17) : -1;
            s->in_body = 1;
            memset(s->tail, 0, sizeof s->tail);
            return i;
        }
    }
    return s->head_filled == (int)sizeof s->head - 1 ? -1 : size;
}

static void take(Stream *s, const char *data, long size, long time) {
    bytes += size;
    if (!s->running) return;
    if (!s->in_body) {
        long used = take_head(s, data, size);
        if (used < 0) {
            fail(s, s->head);
            return;
        }
        data += used;
        size -= used;
        if (!s->in_body || (size == 0 && s->left)) return;
    }
    for (const char *at = data, *end = data + size; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++) {
        char before = at == data ? s->last : at[-1];
        if (before != '\n') continue;
        if (s->events == 0) count(&first, time - s->sent - first_ns);
        if (s->events < event_limit && s->planned >= measure_from) {
            count(&lateness, time - s->planned - first_ns - s->events * gap_ns);
            count(&since_sent, time - s->sent - first_ns - s->events * gap_ns);
        }
        s->events++;
    }
    s->last = data[size - 1];
    if (s->left >= 0) {
        if ((s->left -= size) <= 0) finish(s);
        return;
    }
    long keep = size < 5 ? size : 5;
    memmove(s->tail, s->tail + keep, (size_t)(5 - keep));
    memcpy(s->tail + 5 - keep, data + size - keep, (size_t)keep);
    if (!memcmp(s->tail, "0\r\n\r\n", 5)) finish(s);
}

static char *read_file(const char *name) {
    FILE *in = fopen(name, "rb");
    if (!in) die(name);
    char *text = calloc(1, BYTES / 2);
    if (fread(text, 1, BYTES / 2 - 1, in) == 0) die(name);
    fclose(in);
    return text;
}

int main(int argc, char **argv) {
    const char *path = "/v1/chat/completions", *body = NULL;
    char headers[2048] = "";
    long period_ns = 0, ramp_ns = 0;
    double seconds = 10, settle = 2;
    int n = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        if (!strcmp(argv[i], "--port")) port = atoi(value);
        else if (!strcmp(argv[i], "--path")) path = value;
        else if (!strcmp(argv[i], "--body")) body = value;
        else if (!strcmp(argv[i], "--header")) snprintf(headers + strlen(headers), sizeof headers - strlen(headers), "%s\r\n", value);
        else if (!strcmp(argv[i], "--streams")) n = atoi(value);
        else if (!strcmp(argv[i], "--gap-us")) gap_ns = atol(value) * 1000;
        else if (!strcmp(argv[i], "--first-us")) first_ns = atol(value) * 1000;
        else if (!strcmp(argv[i], "--events")) event_limit = atoi(value);
        else if (!strcmp(argv[i], "--period-us")) period_ns = atol(value) * 1000;
        else if (!strcmp(argv[i], "--ramp-us")) ramp_ns = atol(value) * 1000;
        else if (!strcmp(argv[i], "--seconds")) seconds = atof(value);
        else if (!strcmp(argv[i], "--settle")) settle = atof(value);
        else return fprintf(stderr, "unknown option '%s'\n", argv[i]), 2;
    }
    if (!port || !body || argc % 2 == 0) return fprintf(stderr, "--port and --body are needed, and each option has a value\n"), 2;
    if (!period_ns) period_ns = first_ns + (event_limit + 1) * gap_ns;
    if (!ramp_ns || ramp_ns > period_ns) ramp_ns = period_ns;
    request_body = read_file(body);
    if (asprintf(&request_head, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n%s", path, port, headers) < 0) die("memory");
    raise_file_limit();
    serial = now() / 1000 % 1000000000L * 1000000L;

    epoll = epoll_create1(0);
    Stream *streams = calloc((size_t)n, sizeof *streams);
    static char data[BYTES];
    struct epoll_event events[BATCH];
    int ready = 0;
    for (int opened = 0; ready < n;) {
        /* some at a time: a listener's backlog is short */
        while (opened < n && opened - ready < 256) connect_stream(&streams[opened++]);
        int got = epoll_wait(epoll, events, BATCH, 5000);
        if (got <= 0) return fprintf(stderr, "only %d of %d connections were accepted\n", ready, n), 1;
        for (int i = 0; i < got; i++) {
            Stream *s = events[i].data.ptr;
            if (events[i].events & (EPOLLERR | EPOLLHUP)) return fprintf(stderr, "a connection was refused after %d\n", ready), 1;
            if (!s->connected) s->connected = 1, ready++;
        }
    }
    /* one event per arrival from now on */
    for (int i = 0; i < n; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &streams[i]};
        epoll_ctl(epoll, EPOLL_CTL_MOD, streams[i].fd, &event);
    }

    long begin = now() + 10000000, index = 0, stop;
    measure_from = begin + (long)(settle * 1e9);
    stop = measure_from + (long)(seconds * 1e9);
    double cpu_before = 0;
    for (long time = now(); time < stop; time = now()) {
        if (!is_measuring && time >= measure_from) is_measuring = 1, cpu_before = cpu(), bytes = 0;
        long planned;
        while ((planned = begin + ramp_ns / n * (index % n) + index / n * period_ns) <= time) {
            Stream *s = &streams[index++ % n];
            if (!s->running) {
                start(s, planned);
                count(&own_lag, s->sent - planned);
            } else if (!s->backlog) s->backlog = planned;
            time = now();
        }
        long left = planned < stop ? planned - time : stop - time;
        struct timespec wait = {left > 0 ? left / 1000000000L : 0, left > 0 ? left % 1000000000L : 0};
        int got = epoll_pwait2(epoll, events, BATCH, &wait, NULL);
        for (int i = 0; i < got; i++) {
            Stream *s = events[i].data.ptr;
            ssize_t size = recv(s->fd, data, sizeof data, 0);
            if (size > 0) take(s, data, size, now());
            else if (size == 0 || errno != EAGAIN) fail(s, "the connection was closed");
        }
    }
    long running = 0, waiting = 0;
    for (int i = 0; i < n; i++) running += streams[i].running, waiting += streams[i].backlog != 0;
    printf("{\"streams\":%d,\"seconds\":%.1f,", n, seconds);
    print("lateness", &lateness);
    print("since_sent", &since_sent);
    print("first", &first);
    print("own_lag", &own_lag);
    printf("\"completed\":%ld,\"failed\":%ld,\"why\":\"", completed, failed);
    for (char *c = why; *c; c++)
        if (*c >= ' ' && *c != '"' && *c != '\\') putchar(*c);
    printf("\",\"short\":%ld,\"running\":%ld,\"waiting\":%ld,\"events_per_second\":%.0f,\"bytes\":%ld,\"cpu_share\":%.3f}\n", short_answers, running,
           waiting, (double)lateness.total / seconds, bytes, (cpu() - cpu_before) / seconds);
    return failed && !completed ? 1 : 0;
}
