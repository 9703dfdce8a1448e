/* The least that a durable create can cost on SQLite: CLIENTS threads hand rows to one thread, which
 * writes all that wait in one transaction, commits once (WAL, synchronous=FULL) and tells them. No
 * HTTP, no JSON, no permissions, no reading.
 *
 *     group_commit DATABASE CREATE.SQL CLIENTS SECONDS CUSTOMER TYPE SUPPORT
 *
 * SECONDS 0 writes one row. Prints {"rows", "seconds", "p50_us", "p99_us", "commits",
 * "rss_kib"}: the last is the most that it had in memory before it looked at its times. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CLIENTS_MAX = 1024, STATEMENTS_MAX = 32, TEXT_BYTES = 128, WAL_PAGES = 1000 };

struct client {
    pthread_t thread;
    pthread_cond_t answered;
    int is_waiting;
    char text[TEXT_BYTES];
    long rows;
    long *times_us;
    long times_max;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static struct client clients[CLIENTS_MAX];
static struct client *queue[CLIENTS_MAX];
static int queued, is_over; /* by mutex */
static int client_count;
static sqlite3 *database;
static sqlite3_stmt *statements[STATEMENTS_MAX];
static int statement_count;
static sqlite3_int64 customer, service_type, support;

static void fail(const char *what) {
    fprintf(stderr, "group_commit: %s: %s\n", what, database ? sqlite3_errmsg(database) : "");
    exit(1);
}

static long now_us(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

static void run(const char *text) {
    if (sqlite3_exec(database, text, NULL, NULL, NULL) != SQLITE_OK) fail(text);
}

static void prepare_all(const char *path) {
    static char text[64 * 1024];
    FILE *file = fopen(path, "r");
    if (!file) fail(path);
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    const char *rest = text;
    while (statement_count < STATEMENTS_MAX) {
        sqlite3_stmt *made = NULL;
        if (sqlite3_prepare_v3(database, rest, -1, SQLITE_PREPARE_PERSISTENT, &made, &rest)) {
            fail(path);
        }
        if (!made) return;
        statements[statement_count++] = made;
    }
}

static void bind(sqlite3_stmt *statement, const char *name, sqlite3_int64 value) {
    const int at = sqlite3_bind_parameter_index(statement, name);
    if (at) sqlite3_bind_int64(statement, at, value);
}

static void write_row(const struct client *client) {
    sqlite3_int64 request = 0;
    const sqlite3_int64 now = now_us(CLOCK_REALTIME);
    for (int i = 0; i < statement_count; ++i) {
        sqlite3_stmt *statement = statements[i];
        const int at = sqlite3_bind_parameter_index(statement, ":text");
        if (at) sqlite3_bind_text(statement, at, client->text, -1, SQLITE_STATIC);
        bind(statement, ":now", now);
        bind(statement, ":customer", customer);
        bind(statement, ":type", service_type);
        bind(statement, ":support", support);
        bind(statement, ":request", request);
        if (sqlite3_step(statement) != SQLITE_DONE) fail("write");
        sqlite3_reset(statement);
        if (i == 0) request = sqlite3_last_insert_rowid(database);
    }
}

/* Hands in one row and waits; 0 when the time was over before it was written. */
static int submit(struct client *self) {
    pthread_mutex_lock(&mutex);
    self->is_waiting = 1;
    queue[queued++] = self;
    pthread_cond_signal(&arrived);
    while (self->is_waiting && !is_over) pthread_cond_wait(&self->answered, &mutex);
    const int is_written = !self->is_waiting;
    pthread_mutex_unlock(&mutex);
    return is_written;
}

static void *work(void *argument) {
    struct client *self = argument;
    while (1) {
        snprintf(self->text, sizeof self->text, "Suspected gas leak near the kitchen stove, %ld-%ld",
                 (long)(self - clients), self->rows);
        const long began = now_us(CLOCK_MONOTONIC);
        if (!submit(self)) return NULL;
        if (self->rows == self->times_max) {
            self->times_max = self->times_max * 2 + 1024;
            self->times_us = realloc(self->times_us, sizeof(long) * (size_t)self->times_max);
            if (!self->times_us) fail("memory");
        }
        self->times_us[self->rows++] = now_us(CLOCK_MONOTONIC) - began;
    }
}

static long serve(long until_us) {
    struct client *batch[CLIENTS_MAX];
    long commits = 0;
    do {
        pthread_mutex_lock(&mutex);
        while (queued == 0) pthread_cond_wait(&arrived, &mutex);
        const int taken = queued;
        memcpy(batch, queue, sizeof *batch * (size_t)taken);
        queued = 0;
        pthread_mutex_unlock(&mutex);
        run("BEGIN IMMEDIATE");
        for (int i = 0; i < taken; ++i) write_row(batch[i]);
        run("COMMIT");
        ++commits;
        pthread_mutex_lock(&mutex);
        for (int i = 0; i < taken; ++i) {
            batch[i]->is_waiting = 0;
            pthread_cond_signal(&batch[i]->answered);
        }
        pthread_mutex_unlock(&mutex);
    } while (now_us(CLOCK_MONOTONIC) < until_us);
    return commits;
}

static int by_value(const void *a, const void *b) {
    const long left = *(const long *)a, right = *(const long *)b;
    return (left > right) - (left < right);
}

/* Not getrusage(): its peak is also that of the program that started this one. */
static long peak_kib(void) {
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    long kib = 0;
    while (status && fgets(line, sizeof line, status)) {
        if (sscanf(line, "VmHWM: %ld", &kib) == 1) break;
    }
    if (status) fclose(status);
    return kib;
}

static void report(double seconds, long commits) {
    const long rss_kib = peak_kib();
    long rows = 0, at = 0;
    for (int i = 0; i < client_count; ++i) rows += clients[i].rows;
    long *times = malloc(sizeof(long) * (size_t)rows);
    for (int i = 0; i < client_count; ++i) {
        memcpy(times + at, clients[i].times_us, sizeof(long) * (size_t)clients[i].rows);
        at += clients[i].rows;
    }
    qsort(times, (size_t)rows, sizeof(long), by_value);
    printf("{\"rows\":%ld,\"seconds\":%.6f,\"p50_us\":%ld,\"p99_us\":%ld,\"commits\":%ld,"
           "\"rss_kib\":%ld}\n",
           rows, seconds, times[rows / 2], times[rows * 99 / 100], commits, rss_kib);
}

static void end_all(void) {
    pthread_mutex_lock(&mutex);
    is_over = 1;
    for (int i = 0; i < client_count; ++i) pthread_cond_signal(&clients[i].answered);
    pthread_mutex_unlock(&mutex);
    for (int i = 0; i < client_count; ++i) pthread_join(clients[i].thread, NULL);
}

int main(int count, char **arguments) {
    if (count != 8) {
        fprintf(stderr, "usage: see the head of group_commit.c\n");
        return 2;
    }
    if (sqlite3_open(arguments[1], &database) != SQLITE_OK) fail(arguments[1]);
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384;"
        "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY");
    sqlite3_wal_autocheckpoint(database, WAL_PAGES);
    client_count = atoi(arguments[3]);
    if (client_count < 1 || client_count > CLIENTS_MAX) fail("1 to 1024 clients");
    customer = atoll(arguments[5]);
    service_type = atoll(arguments[6]);
    support = atoll(arguments[7]);
    prepare_all(arguments[2]);
    const long began = now_us(CLOCK_MONOTONIC);
    for (int i = 0; i < client_count; ++i) {
        pthread_cond_init(&clients[i].answered, NULL);
        if (pthread_create(&clients[i].thread, NULL, work, &clients[i])) fail("thread");
    }
    const long commits = serve(began + atoi(arguments[4]) * 1000000L);
    const double seconds = (double)(now_us(CLOCK_MONOTONIC) - began) / 1e6;
    end_all();
    report(seconds, commits);
    return 0;
}
