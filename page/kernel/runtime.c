/* What the kernel needs beside itself in a browser: memory, the few things that compiled code asks of its runtime, and a plain
   door for each entry. Compiled code returns 0, or the number of an error; its first two arguments take the answer and the error. */

typedef unsigned long long u64;
typedef long long i64;
typedef unsigned int u32;

#define DOOR(name) __attribute__((export_name(#name)))
#define LINE 64u

/* Memory: handed out upwards, given back by returning to a mark. */

extern unsigned char __heap_base;
static u32 top = 0;

static u32 in_lines(u32 address) { return (address + LINE - 1) & ~(LINE - 1); }

/* So many bytes at the beginning of a line of memory, not cleared; 0 where there is no more memory. */
DOOR(take) void *take(u32 bytes) {
    if (!top) top = in_lines((u32)&__heap_base);
    u32 place = top, end = place + bytes;
    if (end < place || end > 0xffff0000u) return 0;
    u32 pages = (end + 65535) >> 16, have = __builtin_wasm_memory_size(0);
    if (pages > have && __builtin_wasm_memory_grow(0, pages - have) == ~0ul) return 0;
    top = in_lines(end);
    return (void *)place;
}

DOOR(mark) u32 mark(void) {
    take(0);
    return top;
}

DOOR(release) void release(u32 marked) { top = marked; }

/* Arrays that the kernel makes for a while: the room of all of them is given back when the last of them is dropped, which is
   at the end of a phase of the day at the latest. */

static u32 alive = 0, before_arrays;

typedef struct {
    i64 references;
    void *destroy, *about, *data;
    i64 size;
    void *allocator;
} Array;

void *NRT_MemInfo_alloc_aligned(i64 size, int align) {
    if (!alive) before_arrays = mark();
    Array *array = take(sizeof(Array) + size + LINE);
    if (!array) return 0;
    alive++;
    *array = (Array){1, 0, 0, (void *)in_lines((u32)(array + 1)), size, 0};
    return array;
}

void *NRT_MemInfo_new_varsize_dtor(i64 size, void *destroy) { return NRT_MemInfo_alloc_aligned(size, LINE); }
void NRT_MemInfo_call_dtor(void *array) {
    if (--alive == 0) release(before_arrays);
}
void NRT_Free(void *place) {}

/* x = m 2^k, 1/2 <= |m| < 1. */
double numba_frexp(double x, int *k) {
    union {
        double number;
        u64 bits;
    } v = {x};
    int power = (v.bits >> 52) & 0x7ff;
    *k = 0;
    if (x == 0.0 || power == 0x7ff) return x;
    if (power == 0) {
        v.number = x * 0x1p64;
        power = (int)((v.bits >> 52) & 0x7ff) - 64;
    }
    *k = power - 1022;
    v.bits = (v.bits & 0x800fffffffffffffULL) | 0x3fe0000000000000ULL;
    return v.number;
}

double sqrt(double x) { return __builtin_sqrt(x); }
double ceil(double x) { return __builtin_ceil(x); }

/* The doors. */

int kernel_begin(void **answer, void **error, void *world, u64 seed);
int kernel_advance_day(void **answer, void **error, void *world, i64 day);
int kernel_measure(void **answer, void **error, void *world);
int kernel_redate(void **answer, void **error, void *world);
int kernel_run_whole(i64 *answer, void **error, void *world, u64 seed, void *owner, void *parent, i64 items, i64 size,
                     i64 *stop, i64 shape, i64 stride);

static void *nothing, *error;

DOOR(begin) int begin(void *world, u64 seed) { return kernel_begin(&nothing, &error, world, seed); }

/* Days `from` up to, not including, `until`. */
DOOR(advance) int advance(void *world, int from, int until) {
    for (int day = from; day < until; day++) {
        int status = kernel_advance_day(&nothing, &error, world, day);
        if (status) return status;
    }
    return 0;
}

DOOR(measure) int measure(void *world) { return kernel_measure(&nothing, &error, world); }

DOOR(redate) int redate(void *world) { return kernel_redate(&nothing, &error, world); }

DOOR(run_whole) int run_whole(void *world, u64 seed) {
    static i64 days, stop[1];
    return kernel_run_whole(&days, &error, world, seed, 0, 0, 1, 8, stop, 1, 8);
}
