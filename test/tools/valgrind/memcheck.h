/*
 * valgrind/memcheck.h
 *		Not Valgrind's: PostgreSQL tells Valgrind, through these macros, which
 *		bytes of its memory contexts may be touched.  Here they tell it to
 *		AddressSanitizer, so that it sees where each palloc'd chunk ends and
 *		which are freed.
 *
 * test/tools/assertion_server builds PostgreSQL with this header.
 */
#ifndef MEMCHECK_TO_ASAN_H
#define MEMCHECK_TO_ASAN_H

#include <sanitizer/asan_interface.h>

#define VALGRIND_MAKE_MEM_NOACCESS(start, size)			__asan_poison_memory_region(start, size)
#define VALGRIND_MAKE_MEM_UNDEFINED(start, size)		__asan_unpoison_memory_region(start, size)
#define VALGRIND_MAKE_MEM_DEFINED(start, size)			__asan_unpoison_memory_region(start, size)
#define VALGRIND_CHECK_MEM_IS_DEFINED(start, size)		((void) 0)

#define VALGRIND_CREATE_MEMPOOL(pool, redzone, zeroed)	((void) 0)
#define VALGRIND_DESTROY_MEMPOOL(pool)					((void) 0)
#define VALGRIND_MEMPOOL_ALLOC(pool, start, size)		__asan_unpoison_memory_region(start, size)
#define VALGRIND_MEMPOOL_FREE(pool, start)				((void) 0)
#define VALGRIND_MEMPOOL_CHANGE(pool, old, start, size) __asan_unpoison_memory_region(start, size)

#endif							/* MEMCHECK_TO_ASAN_H */
