# What the sanitizers of a test program do; sourced by script/test and script/fuzz.
# Of what was freed, 8 MiB are held back: the default of 256 fits into no cache, and memory that is never
# used again costs a page fault with each allocation.
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1:disable_coredump=1:quarantine_size_mb=8
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export TSAN_OPTIONS=halt_on_error=1
