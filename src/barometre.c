/*
 * barometre.c
 *		Module magic.  Every other concern has a file of its own name.
 */
#include "postgres.h"

#include "fmgr.h"

/* Values are laid out for pointers and doubles of 8 bytes, passed by value. */
#if SIZEOF_VOID_P < 8 || !defined(USE_FLOAT8_BYVAL)
#error "barometre needs a 64-bit build of PostgreSQL"
#endif

PG_MODULE_MAGIC;
